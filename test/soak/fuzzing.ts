import { fuzz, fuzzTargets } from '../fuzz/fuzz.ts';
import type { Finding, PartResult, Site } from './part.ts';

const piece = 500;

/** Damaged journals, events, configurations, workflows and outputs, for each that reads them. */
export async function fuzzing({ chance, options, tell }: Site): Promise<PartResult> {
  const findings: Finding[] = [];
  const tried: [string, number][] = [];
  for (const target of fuzzTargets) {
    const own = chance.fork(target);
    let done = 0;
    try {
      while (done < options.inputs) {
        const count = Math.min(piece, options.inputs - done);
        await fuzz(target, count, Math.floor(own.next() * 2 ** 31));
        done += count;
        tell(`${done} of ${options.inputs} damaged inputs for ${target}`);
      }
    } catch (error) {
      findings.push({ kind: 'wrong', what: error instanceof Error ? error.message : String(error) });
    }
    tried.push([`damaged inputs of ${target}`, done]);
  }
  return { tried, findings, notes: [] };
}
