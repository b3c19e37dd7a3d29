import { momentOf } from '../../projections/timeline.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { sleepMs } from '../base/clock.ts';
import { JournalTail } from '../journal/journal-tail.ts';
import type { Observed } from '../observe/observe.ts';
import { observeThen } from '../observe/observe-then.ts';
import { ProcessWatch } from '../observe/process-watch.ts';
import { momentLine } from '../views/moment-lines.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, writeJson } from './hands.ts';
import { presentThen, status } from './status.ts';

export type ReplayArguments = {
  readonly id: string;
  readonly at?: string | undefined;
  readonly seq?: number | undefined;
  readonly speed?: number | undefined;
  readonly follow?: boolean | undefined;
};

/** Walks a journal: each event in words; `--at` and `--seq` show the status as it was then. */
export async function replay(args: ReplayArguments, hands: Hands): Promise<number> {
  if (args.speed !== undefined && !(args.speed > 0))
    throw new FailureError({ code: 'usage', message: '--speed must be above 0' });
  if (args.at !== undefined) return status({ id: args.id, at: args.at }, hands);
  const observed = await chooseProcess(hands, args.id);
  if (args.seq !== undefined) return statusAfter(observed, args.seq, hands);
  return showEvents(observed, { tail: null, follow: args.follow === true, speed: args.speed ?? null }, hands);
}

/** The status as the first `sequence` events make it. */
function statusAfter({ id }: Observed, sequence: number, hands: Hands): number {
  const then = observeThen(hands.project, id, { sequence });
  if (sequence < 1 || then.events < sequence) {
    const message = `Process ${id} has ${then.events} events; there is none with number ${sequence}`;
    throw new FailureError({ code: 'no_such_moment', id, message });
  }
  presentThen(then, Date.parse(then.lastAt ?? ''), hands);
  return exitCodes.done;
}

export type EventShowing = {
  readonly tail: number | null;
  readonly follow: boolean;
  readonly speed?: number | null;
};

/** Events in words, or as NDJSON; the newest `tail` of them; at a speed; and as they come until the process has ended. */
export async function showEvents(observed: Observed, showing: EventShowing, hands: Hands): Promise<number> {
  const tail = new JournalTail(observed.path, observed.id);
  const events = tail.drain();
  const launchedMs = Date.parse(events[0]?.event.at ?? '');
  let number = events.length;
  const show = (read: ReadEvent, sequence: number): void => {
    if (hands.json) writeJson(hands, read.event);
    else hands.write(`${momentLine(momentOf(read, sequence, launchedMs))}\n`);
  };
  const first = showing.tail === null ? 0 : Math.max(0, events.length - showing.tail);
  for (const [index, read] of events.entries()) {
    if (index < first) continue;
    await pauseBefore(events, index, showing.speed ?? null);
    show(read, index + 1);
  }
  const watch = new ProcessWatch(hands.project, observed.id);
  for (let over = !showing.follow; !over; ) {
    const looked = await watch.next(500);
    for (const read of tail.drain()) show(read, ++number);
    over = looked?.verdict.health === 'ended';
  }
  tail.close();
  return exitCodes.done;
}

async function pauseBefore(events: readonly ReadEvent[], index: number, speed: number | null): Promise<void> {
  const previous = events[index - 1];
  const current = events[index];
  if (speed === null || previous === undefined || current === undefined) return;
  const gapMs = Date.parse(current.event.at) - Date.parse(previous.event.at);
  if (gapMs > 0) await sleepMs(gapMs / speed);
}
