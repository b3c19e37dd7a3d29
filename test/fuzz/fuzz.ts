import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { cpuMs } from '../rig/cpu-time.ts';
import { type Chance, chanceOf } from '../soak/chance.ts';
import { mutateJson } from './json-mutation.ts';
import { mutate } from './mutation.ts';
import { checkConfig, checkWorkflow } from './target-files.ts';
import { checkFramer, checkValidator } from './target-journal.ts';
import { checkErrors, checkProgress, checkRedaction, checkTerminal } from './target-output.ts';

/** Throws where something does not hold for these bytes. */
type Check = (bytes: Buffer, chance: Chance) => void | Promise<void>;
type Mutate = (bytes: Buffer, chance: Chance, others: readonly Buffer[]) => Buffer;

const targets = {
  framer: [checkFramer, mutate],
  validator: [checkValidator, mutateJson],
  config: [checkConfig, mutate],
  workflow: [checkWorkflow, mutate],
  progress: [checkProgress, mutate],
  errors: [checkErrors, mutate],
  redaction: [checkRedaction, mutate],
  terminal: [checkTerminal, mutate],
} as const satisfies Readonly<Record<string, readonly [Check, Mutate]>>;

export type FuzzTarget = keyof typeof targets;
export const fuzzTargets: readonly FuzzTarget[] = [
  ...(['framer', 'validator', 'config', 'workflow'] as const),
  ...(['progress', 'errors', 'redaction', 'terminal'] as const),
];

const corpus = new URL('../fixtures/corpus/', import.meta.url);
/** An input has 16 KiB at most: whatever takes this long will not end for a long one. */
const limitMs = 1500;

/**
 * Tries every file of a target's corpus, then as many that are made from them. Throws at the first that breaks what
 * must hold, with the bytes: they become a file of the corpus when the fault is mended.
 */
export async function fuzz(target: FuzzTarget, runs: number, seed: number): Promise<void> {
  const folder = new URL(`${target}/`, corpus);
  const names = readdirSync(folder).sort();
  const kept = names.map((name) => readFileSync(new URL(name, folder)));
  const chance = chanceOf(seed).fork(target);
  for (const [index, bytes] of kept.entries())
    await tryOne(target, bytes, chance.fork('corpus'), `${names[index]}`);
  const [, change]: readonly [Check, Mutate] = targets[target];
  for (let run = 0; run < runs; run += 1) {
    const own = chance.fork(String(run));
    await tryOne(target, change(own.pick(kept), own, kept), own, `run ${run} of seed ${seed}`);
  }
}

async function tryOne(target: FuzzTarget, bytes: Buffer, chance: Chance, name: string): Promise<void> {
  const [check]: readonly [Check, Mutate] = targets[target];
  let pending: Promise<void> | undefined;
  try {
    const tookMs = cpuMs(() => {
      pending = check(Buffer.from(bytes), chance) ?? undefined;
    });
    await pending;
    if (tookMs > limitMs) throw new Error(`took ${tookMs} ms`);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${target}, ${name}: ${said}\nbase64: ${bytes.toString('base64')}`, { cause: error });
  }
}
