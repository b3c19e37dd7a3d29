// timeout: 900s
import { join } from 'node:path';
import { brokenLaunches } from '../preflight-corpus/broken.ts';
import type { LaunchCase } from '../preflight-corpus/case.ts';
import { giveBackPort } from '../preflight-corpus/ports.ts';
import { soundLaunches } from '../preflight-corpus/sound.ts';
import { type Miss, missOfBroken, missOfSound } from '../preflight-corpus/try-launch.ts';
import { missingCapability } from '../rig/capability.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the corpus of broken and sound launches');
const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const lanes = 4;
const limits = { timeoutMs: 600_000 };
test.after(giveBackPort);
const leastRefused = 0.95;
const leastBroken = 85;
const leastSound = 45;

test(
  'at least 95 % of the broken launches are refused before anything runs, each with its message and hints',
  async () => {
    const { cases, misses } = await triedOut(brokenLaunches, missOfBroken);
    console.log(rate('refused', 'broken', cases, misses));
    assert.ok((cases - misses) / cases >= leastRefused);
  },
  limits,
);

test(
  'every sound launch is accepted, however suspicious it looks',
  async () => {
    const { cases, misses } = await triedOut(soundLaunches, missOfSound);
    console.log(rate('accepted', 'sound', cases, misses));
    assert.is(misses, 0);
  },
  limits,
);

test('the corpus is as large as it is said to be, and no two launches have one name', () => {
  const names = [...brokenLaunches, ...soundLaunches].map(({ name }) => name);
  assert.equal(names.filter((name, at) => names.indexOf(name) !== at).join(', '), '');
  assert.ok(brokenLaunches.length >= leastBroken, `${brokenLaunches.length} broken`);
  assert.ok(soundLaunches.length >= leastSound, `${soundLaunches.length} sound`);
});

for (const needed of new Set([...brokenLaunches, ...soundLaunches].map(({ needs }) => needs))) {
  if (needed === undefined) continue;
  test.skipUnless(needed, `its launches that need ${needed} are among those that were tried`, () => {});
}

async function triedOut<Case extends LaunchCase>(
  all: readonly Case[],
  missOf: (one: Case, program: string) => Promise<Miss | null>,
): Promise<{ readonly cases: number; readonly misses: number }> {
  const cases = all.filter(({ needs }) => needs === undefined || missingCapability(needs) === undefined);
  const waiting = [...cases];
  const misses: Miss[] = [];
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const miss = await missOf(one, program);
      if (miss !== null) misses.push(miss);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const { name, why, said } of misses) console.log(`missed: ${name}: ${why}\n${indented(said)}`);
  return { cases: cases.length, misses: misses.length };
}

function rate(verb: string, kind: string, cases: number, misses: number): string {
  const well = cases - misses;
  return `${verb} ${well}/${cases} ${kind} (${Math.floor((100 * well) / cases)} %)`;
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    | ');
}

test.run();
