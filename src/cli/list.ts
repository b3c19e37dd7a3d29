import type { Estimate } from '../../projections/estimate.ts';
import { type ListFilter, selectProcesses } from '../../projections/process-list.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import type { Unreadable } from '../journal/store.ts';
import { asListed } from '../observe/as-listed.ts';
import type { Reach } from '../observe/choose-from.ts';
import type { Observed } from '../observe/observe.ts';
import { observeChosen } from '../observe/observe-chosen.ts';
import { observeAllThen } from '../observe/observe-then.ts';
import { silentMsOf } from '../observe/silence.ts';
import { safeText } from '../output/safe-text.ts';
import { listLines } from '../views/list-lines.ts';
import { watcherLine } from '../views/watcher-line.ts';
import { watcherFacts } from '../watch/watcher-facts.ts';
import { describe } from './choose-process.ts';
import { type Estimator, estimator } from './estimates.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, presentLater } from './hands.ts';
import type { listStatuses } from './list-statuses.ts';
import { readMoment, readPastMoment } from './read-moment.ts';
import { readTags } from './read-pairs.ts';

export type ListArguments = {
  readonly status: (typeof listStatuses)[number];
  readonly type?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly limit?: number | undefined;
  readonly at?: string | undefined;
};

/** A table of processes, newest first: as they are, or as they were. */
export async function list(args: ListArguments, hands: Hands): Promise<number> {
  if (args.limit !== undefined && args.limit < 1)
    throw new FailureError({ code: 'usage', message: '--limit must be at least 1' });
  if (args.at !== undefined) return listThen(args, readPastMoment(args.at, hands.nowMs()), hands);
  const filter = filterOf(args, hands.nowMs());
  const { observed, unreadable } = await observeChosen(
    hands.project,
    'all',
    (all) => selectProcesses(all, filter),
    reachOf(filter),
  );
  const { processes, estimateFor } = await describeWith(estimator(hands), observed, hands);
  const watcher = watcherFacts(hands.project);
  // Programs that read the table are given the table alone.
  const below = hands.terminal.stdout ? [watcherLine(watcher, hands.nowMs())] : [];
  await presentLater(hands, { processes, watcher }, async () => [
    ...(await listLines(processes, args.status, hands.nowMs(), {
      silentMsOf: silences(hands, observed),
      estimateFor,
    })),
    ...below,
  ]);
  tellUnreadable(hands, unreadable);
  return exitCodes.done;
}

async function listThen(args: ListArguments, at: string, hands: Hands): Promise<number> {
  const { observed, unreadable } = observeAllThen(hands.project, at);
  const atMs = Date.parse(at);
  const chosen = selectProcesses(observed.map(asListed), filterOf(args, atMs));
  const processes = chosen.map((one) => describe(hands, one.observed, atMs));
  const lines = () => listLines(processes, args.status, hands.nowMs(), { at });
  await presentLater(hands, { processes, watcher: null }, lines);
  tellUnreadable(hands, unreadable);
  return exitCodes.done;
}

/** What was asked for; `since` counts back from the moment that is looked at. */
function filterOf(args: ListArguments, atMs: number): ListFilter {
  return {
    status: args.status,
    type: args.type ?? null,
    tags: readTags(args.tag ?? []),
    since: args.since === undefined ? null : readMoment(args.since, atMs, 'beginning'),
    limit: args.limit ?? null,
  };
}

/** The index tells of what ended only, and a list with a limit wants the newest of it. */
function reachOf({ status, limit }: ListFilter): Reach {
  if (status === 'running' || status === 'queued') return { to: 'none' };
  return limit === null ? { to: 'first' } : { to: 'chosen', count: limit };
}

/** Processes as they are now, with what is still to come of those that run. */
export async function describeWith(
  estimateOne: Estimator,
  chosen: readonly Observed[],
  hands: Hands,
): Promise<{
  readonly processes: ProcessJson[];
  readonly estimateFor: (id: string) => Estimate | null;
}> {
  const estimates = new Map<string, Estimate | null>();
  for (const one of chosen) estimates.set(one.id, await estimateOne(one));
  const estimateFor = (id: string): Estimate | null => estimates.get(id) ?? null;
  const etaMsOf = ({ id }: Observed): number | null => estimateFor(id)?.etaMs ?? null;
  const processes = chosen.map((one) => describe(hands, one, hands.nowMs(), etaMsOf(one)));
  return { processes, estimateFor };
}

/** How long the output of each process that runs has been silent. */
export function silences(hands: Hands, observed: readonly Observed[]): (id: string) => number | null {
  const byId = new Map(observed.map((one) => [one.id, one]));
  return (id) => {
    const one = byId.get(id);
    return one === undefined ? null : silentMsOf(hands.project, one, hands.nowMs());
  };
}

/** A journal that is no readable file is named, and never hides the others. */
export function tellUnreadable(hands: Hands, unreadable: readonly Unreadable[]): void {
  for (const { path, cause } of unreadable) {
    hands.tell(`⚠️  ${safeText(hands.shortPath(path))} cannot be read: ${cause}`);
  }
}
