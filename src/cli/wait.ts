import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import type { Observed } from '../observe/observe.ts';
import { ProcessWatch } from '../observe/process-watch.ts';
import { safeText } from '../output/safe-text.ts';
import { endingLine } from '../views/ending-line.ts';
import { chooseProcess, describe } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { exitCodeOfSignal } from './explain-failure.ts';
import { type Hands, writeJson } from './hands.ts';
import { readDurationMs } from './read-duration.ts';
import { type Condition, readCondition } from './wait-condition.ts';

export type WaitArguments = {
  readonly id: readonly string[];
  readonly any?: boolean | undefined;
  readonly for?: string | undefined;
  readonly timeout?: string | undefined;
  readonly quiet?: boolean;
};

/** What one process came to: it ended, or what was waited for happened first. */
type Settled = { readonly observed: Observed; readonly met: boolean };

const roundMs = 50;

/** Blocks until the processes have ended (or a condition holds) and gives their exit code; needs no service. */
export async function wait(args: WaitArguments, hands: Hands): Promise<number> {
  const limitMs = args.timeout === undefined ? null : readDurationMs('--timeout', args.timeout);
  const chosen: Observed[] = [];
  for (const reference of args.id) chosen.push(await chooseProcess(hands, reference));
  const waits = await Promise.all(
    chosen.map(async (one) => ({
      one,
      condition: args.for === undefined ? null : await readCondition(args.for, hands),
    })),
  );
  const settled = await settle(waits, hands, { any: args.any === true, limitMs });
  const processes = settled.map(({ observed }) => describe(hands, observed));
  if (hands.json) writeJson(hands, args.id.length === 1 ? (processes[0] ?? null) : { processes });
  else if (args.quiet !== true)
    for (const one of settled) hands.write(`${lineOf(one, args.for ?? null, hands)}\n`);
  return (
    settled
      .map(({ observed, met }) => (met ? exitCodes.done : exitCodeOf(observed, args.for !== undefined)))
      .find((code) => code !== 0) ?? 0
  );
}

/** For a launch with `--wait`: stays until the end and gives the process's own exit code. */
export async function waitForEnd(id: string, quiet: boolean, hands: Hands): Promise<number> {
  return wait({ id: [id], quiet }, hands);
}

function lineOf({ observed, met }: Settled, condition: string | null, hands: Hands): string {
  const ending = endingLine(describe(hands, observed));
  if (condition === null) return ending;
  const shown = safeText(condition, { maxChars: 200 });
  return met ? `✅ Process ${observed.id}: ${shown}` : `${ending} (before ${shown})`;
}

/** 0 for one that completed, whatever code means that; else its own, 128+n for a signal, 1 for an end without one, 3 for a refused launch. */
export function exitCodeOf({ verdict }: Observed, conditionMissed = false): number {
  if (verdict.status === 'rejected') return exitCodes.refused;
  if (verdict.signal !== null) return exitCodeOfSignal(verdict.signal);
  if (verdict.status === 'completed') return conditionMissed ? exitCodes.failed : exitCodes.done;
  return verdict.exitCode === null || verdict.exitCode === 0 ? exitCodes.failed : verdict.exitCode;
}

async function settle(
  waits: readonly { readonly one: Observed; readonly condition: Condition | null }[],
  hands: Hands,
  options: { readonly any: boolean; readonly limitMs: number | null },
): Promise<Settled[]> {
  const startedMs = monotonicMs();
  const watches = waits.map(({ one, condition }) => ({
    watch: new ProcessWatch(hands.project, one.id),
    condition,
  }));
  const settled = new Map<number, Settled>();
  for (;;) {
    for (const [index, { watch, condition }] of watches.entries()) {
      if (settled.has(index)) continue;
      const observed = await watch.next(0);
      if (observed === null) continue;
      const met = condition?.(observed) === true;
      if (met || observed.verdict.health === 'ended') settled.set(index, { observed, met });
      if (options.any && settled.size > 0) return [...settled.values()];
    }
    if (settled.size === waits.length)
      return waits.map((_, index) => settled.get(index)).filter((one) => one !== undefined);
    const waitedMs = monotonicMs() - startedMs;
    if (options.limitMs !== null && waitedMs >= options.limitMs)
      throw new FailureError({ code: 'timed_out', waitedMs });
    await sleepMs(
      Math.min(roundMs, options.limitMs === null ? roundMs : Math.max(1, options.limitMs - waitedMs)),
    );
  }
}
