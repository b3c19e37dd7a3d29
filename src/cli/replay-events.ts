import { type Fold, foldEvent, startFold } from '../../projections/fold.ts';
import { marksOf } from '../../projections/moment-marks.ts';
import { momentOf } from '../../projections/timeline.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { monotonicMs } from '../base/clock.ts';
import { mayBeOwed } from '../claims/due.ts';
import { JournalTail } from '../journal/journal-tail.ts';
import type { Observed } from '../observe/observe.ts';
import { ProcessWatch } from '../observe/process-watch.ts';
import { momentLine, silenceLine } from '../views/moment-lines.ts';
import { marksInWords } from '../views/moment-marks.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, writeJson } from './hands.ts';
import { ReplayPace } from './replay-pace.ts';

export type EventShowing = {
  /** Only the newest so many. */
  readonly tail: number | null;
  readonly follow: boolean;
  /** Null: at once. */
  readonly speed: number | null;
  /** Also what each event changed. */
  readonly marks: boolean;
};

/** Events in words, or as NDJSON the journal itself; as they come until the process has ended, if that is wanted. */
export async function showEvents(observed: Observed, showing: EventShowing, hands: Hands): Promise<number> {
  const tail = new JournalTail(observed.path, observed.id);
  const events = tail.drain();
  const show = shower(observed.id, showing, hands);
  const first = showing.tail === null ? 0 : Math.max(0, events.length - showing.tail);
  const pace = showing.speed === null ? null : new ReplayPace(showing.speed);
  for (const [index, read] of events.entries()) {
    const isShown = index >= first;
    const leftOutMs = isShown && pace !== null ? await pace.before(Date.parse(read.event.at)) : 0;
    if (leftOutMs > 0 && !hands.json) hands.write(`${silenceLine(leftOutMs)}\n`);
    show(read, isShown);
  }
  const watch = new ProcessWatch(hands.project, observed.id);
  const isLastWordSaid = lastWord(observed.id, hands);
  for (let over = !showing.follow; !over; ) {
    const looked = await watch.next(500);
    if (looked?.verdict.health === 'ended') over = isLastWordSaid();
    for (const read of tail.drain()) show(read, true);
  }
  tail.close();
  return exitCodes.done;
}

/** A notice may take ten seconds; only where the watcher is stuck is this waited for. */
const lastWordLimitMs = 15_000;

/**
 * Asked from its end on: the watcher writes the verdict and who was told, and then owes nothing more, so whoever follows
 * ends behind all of it each time. Where none watches, the end itself is the last word.
 */
function lastWord(id: string, { project, settings }: Hands): () => boolean {
  let deadlineMs: number | null = null;
  return () => {
    deadlineMs ??= monotonicMs() + lastWordLimitMs;
    return !settings.monitoringEnabled || monotonicMs() >= deadlineMs || !mayBeOwed(project, id);
  };
}

/** Takes the events one after the other, also those that are not shown: later ones are told by them. */
function shower(
  id: string,
  { marks }: EventShowing,
  hands: Hands,
): (read: ReadEvent, isShown: boolean) => void {
  let launchedMs: number | null = null;
  let number = 0;
  let fold: Fold = startFold(id);
  return (read, isShown) => {
    number += 1;
    launchedMs ??= Date.parse(read.event.at);
    const before = fold;
    if (marks) fold = foldEvent(before, read);
    if (!isShown) return;
    if (hands.json) return writeJson(hands, read.event);
    const remark = marks ? marksInWords(marksOf(before, read, fold)) : null;
    hands.write(`${momentLine(momentOf(read, number, launchedMs), remark)}\n`);
  };
}
