import type { GivenEvent } from '../rig/given-journal.ts';

/** An event as somebody wrote it down: the `n`th of its writer. */
export type Written = { readonly by: string; readonly n: number; readonly event: GivenEvent };

/** What a history means, said in a page: made without a look at how the program folds and judges. */
export type Meaning = {
  /** Second copies do not count. */
  readonly events: number;
  readonly status: 'queued' | 'running' | 'rejected' | 'completed' | 'failed' | 'stopped';
  readonly reason: string | null;
  /** Which event ended it, as `by n`; null while it goes on. */
  readonly end: string | null;
  /** Which event wrote down what that means. */
  readonly verdict: string | null;
};

/** The meaning of a journal that holds exactly this, of a process of which everybody who was named still lives. */
export function meaningOf(history: readonly Written[]): Meaning {
  const once = history.filter((one, at) => history.findIndex((other) => isSame(one, other)) === at);
  const events = once.length;
  const refusal = once.findIndex(isRefusal);
  const launch = once.findIndex(({ event }) => takesOff.has(event.type));
  const end = once.findIndex(({ event }) => isEnd(event));
  if (refusal !== -1 && (launch === -1 || refusal < launch) && (end === -1 || refusal < end))
    return { events, status: 'rejected', reason: 'validation', end: nameOf(once[refusal]), verdict: null };
  if (end === -1) {
    const status = isRunning(once.map(({ event }) => event)) ? 'running' : 'queued';
    return { events, status, reason: null, end: null, verdict: null };
  }
  const verdict = once.slice(end).find(({ event }) => verdicts.has(event.type));
  const judged = verdict === undefined ? endMeans(once.slice(0, end + 1)) : recorded(verdict.event);
  return { events, ...judged, end: nameOf(once[end]), verdict: nameOf(verdict) };
}

/** How the name of an event is written: who wrote it, as which of his. */
export function nameOf<Named extends Pick<Written, 'by' | 'n'>>(one: Named | undefined): string | null {
  return one === undefined ? null : `${one.by} ${one.n}`;
}

const takesOff: ReadonlySet<string> = new Set(['process.launched', 'process.started']);
const verdicts: ReadonlySet<string> = new Set(['process.completed', 'process.failed', 'process.stopped']);

function isSame(one: Written, other: Written): boolean {
  return one.by === other.by && one.n === other.n;
}

function isRefusal({ event }: Written): boolean {
  return event.type === 'launch.validated' && !event.data.valid;
}

function isEnd(event: GivenEvent): boolean {
  if (event.type === 'process.exited') return !event.data.willRetry;
  return event.type === 'process.lost' || event.type === 'process.spawn_failed';
}

/** The last word about attempts: one began, or the one that ran is over and waits for the next. */
function isRunning(events: readonly GivenEvent[]): boolean {
  const last = events.findLast(({ type }) => type === 'process.started' || type === 'process.exited');
  return last?.type === 'process.started';
}

function recorded(event: GivenEvent): Pick<Meaning, 'status' | 'reason'> {
  switch (event.type) {
    case 'process.failed':
      return { status: 'failed', reason: event.data.reason };
    case 'process.stopped':
      return { status: 'stopped', reason: event.data.reason };
    default:
      return { status: 'completed', reason: null };
  }
}

/** What an end means that stands last here: who asked for it comes first, then what the output said, then the exit. */
function endMeans(written: readonly Written[]): Pick<Meaning, 'status' | 'reason'> {
  const events = written.map(({ event }) => event);
  const end = events.at(-1);
  const attempt = events.slice(events.findLastIndex(({ type }) => type === 'process.started') + 1);
  const stop = events.find((event) => event.type === 'process.stop_requested');
  if (end?.type === 'process.spawn_failed') return failed('spawn_failed');
  if (stop !== undefined && stop.data.by !== 'user') return failed(stop.data.by);
  if (stop !== undefined) return { status: 'stopped', reason: 'stopped' };
  if (attempt.some((event) => event.type === 'process.warned' && event.data.kind === 'fail_on'))
    return failed('output_error');
  if (end?.type === 'process.exited') {
    if (end.data.signal !== null) return failed('signal');
    return end.data.code === 0 ? { status: 'completed', reason: null } : failed('exit_code');
  }
  const isDone = attempt.some((event) => event.type === 'process.noted' && event.data.kind === 'done_on');
  return isDone ? { status: 'completed', reason: null } : failed('lost');
}

function failed(reason: string): Pick<Meaning, 'status' | 'reason'> {
  return { status: 'failed', reason };
}
