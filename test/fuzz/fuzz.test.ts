import { suite } from '../rig/suite.ts';
import { type FuzzTarget, fuzz, fuzzTargets } from './fuzz.ts';

const test = suite('damaged input');

const runs = Number(process.env['TAPPS_FUZZ_RUNS'] ?? 400);
const seed = Number(process.env['TAPPS_FUZZ_SEED'] ?? 20_26);

const laws: Readonly<Record<FuzzTarget, string>> = {
  framer: 'every byte of a journal is part of one line, one corrupt range, one line end or the rest',
  validator: 'what is written is what the schemas accept, and what was accepted can be read',
  config: 'a configuration gives settings that work, and problems with file, line and column',
  workflow: 'a workflow file gives a workflow or an error, with line and column',
  progress: 'progress is from 0 to 100, in a line that can be shown, however the bytes come',
  errors: 'an error is a line of the output, fit to be shown, and the same every time',
  redaction: 'what is redacted has nothing left to redact, and a token on its own line goes',
  terminal: 'nothing that is shown acts on a terminal, however the bytes come',
};

for (const target of fuzzTargets) {
  test(`${target}: ${laws[target]}`, () => fuzz(target, runs, seed), { timeoutMs: 120_000 + runs * 100 });
}

test.run();
