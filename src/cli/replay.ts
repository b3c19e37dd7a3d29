import { FailureError } from '../../schemas/failure.ts';
import type { Observed } from '../observe/observe.ts';
import { type ObservedThen, observeThen } from '../observe/observe-then.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import type { Hands } from './hands.ts';
import { readPastMoment } from './read-moment.ts';
import { showEvents } from './replay-events.ts';
import { stepThrough } from './replay-steps.ts';
import { presentThen, thenAt } from './status.ts';

export type ReplayArguments = {
  readonly id: string;
  readonly at?: string | undefined;
  readonly seq?: number | undefined;
  readonly speed?: number | undefined;
  readonly follow?: boolean | undefined;
  readonly step?: boolean | undefined;
};

/** Walks a journal: each event in words; `--at` and `--seq` show the status as it was; `--step` both, key by key. */
export async function replay(args: ReplayArguments, hands: Hands): Promise<number> {
  refuseContradictions(args, hands);
  const observed = await chooseProcess(hands, args.id);
  const point = pointOf(observed, args, hands);
  if (args.step === true) return stepThrough(observed, point?.process.events ?? 1, hands);
  if (point !== null) {
    presentThen(point.process, point.atMs, hands);
    return exitCodes.done;
  }
  const { speed = null, follow = false } = args;
  if (follow || speed !== null) hands.onInterrupt(() => {});
  return showEvents(observed, { tail: null, follow, speed, marks: true }, hands);
}

function refuseContradictions(
  { at, seq, step = false, speed, follow = false }: ReplayArguments,
  hands: Hands,
): void {
  if (speed !== undefined && !(speed > 0)) throw usage('--speed must be above 0');
  if (at !== undefined && seq !== undefined) throw usage('--at and --seq name two moments: give one');
  if (!step) {
    const isMoment = at !== undefined || seq !== undefined;
    if (isMoment && (speed !== undefined || follow))
      throw usage('--at and --seq show one moment: --speed and --follow do not go with them');
    return;
  }
  if (hands.json) throw usage('--step and --json do not go together', inOtherWays);
  if (speed !== undefined || follow) throw usage('--step goes on with each key, not by itself');
  const { stdin, stdout } = hands.terminal;
  if (!stdin || !stdout) throw usage('--step needs a terminal', inOtherWays);
}

const inOtherWays = 'show one moment: --seq 4; or all of them as NDJSON: --json';

function usage(message: string, hint = 'tapps-agents bg replay --help'): FailureError {
  return new FailureError({ code: 'usage', message, hint });
}

type PointShown = { readonly process: ObservedThen; readonly atMs: number };

/** The moment that was asked for; null if it was none. Throws `no_such_moment`. */
function pointOf({ id }: Observed, { at, seq }: ReplayArguments, hands: Hands): PointShown | null {
  if (at !== undefined) {
    const moment = readPastMoment(at, hands.nowMs());
    return { process: thenAt(id, moment, hands), atMs: Date.parse(moment) };
  }
  if (seq === undefined) return null;
  if (seq < 1) throw usage('--seq counts events from 1');
  const then = observeThen(hands.project, id, { sequence: seq });
  if (then.events >= seq) return { process: then, atMs: Date.parse(then.lastAt ?? '') };
  const message = `Process ${id} has ${then.events} events; there is none with number ${seq}`;
  throw new FailureError({ code: 'no_such_moment', id, message });
}
