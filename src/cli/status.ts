import { type ListedProcess, selectProcesses } from '../../projections/process-list.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import type { Unreadable } from '../journal/store.ts';
import { asListed } from '../observe/as-listed.ts';
import type { Observed } from '../observe/observe.ts';
import { observeChosen } from '../observe/observe-chosen.ts';
import { type ObservedThen, observeAllThen, observeThen } from '../observe/observe-then.ts';
import { silentMsOf } from '../observe/silence.ts';
import { type ListBackground, listLines } from '../views/list-lines.ts';
import { formatMoment } from '../views/moment.ts';
import { type Showing, statusLines } from '../views/status-lines.ts';
import { watcherLine } from '../views/watcher-line.ts';
import { watcherFacts } from '../watch/watcher-facts.ts';
import { chooseIdThen, chooseProcess, describe } from './choose-process.ts';
import { type Estimator, estimator } from './estimates.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present, presentLater } from './hands.ts';
import { describeWith, silences, tellUnreadable } from './list.ts';
import { readPastMoment } from './read-moment.ts';
import type { Look, watchView } from './watch-view.ts';

export type StatusArguments = {
  readonly id?: string | undefined;
  readonly at?: string | undefined;
  readonly watch?: boolean | undefined;
  readonly exitCode?: boolean | undefined;
};

/** One process in full; without an id the running ones, and whether the watcher runs. As they are, or as they were. */
export async function status(args: StatusArguments, hands: Hands): Promise<number> {
  if (args.at !== undefined) return statusThen(args, readPastMoment(args.at, hands.nowMs()), hands);
  if (args.id === undefined) return statusOfRunning(args, hands);
  let observed = await chooseProcess(hands, args.id);
  const reference = observed.id; // "@last" may become another one while it is watched
  const viewOf = viewsOf(hands);
  if (args.watch === true) {
    await watching(async () => {
      observed = await chooseProcess(hands, reference);
      return { ...(await viewOf(observed)), over: observed.verdict.health === 'ended' };
    }, hands);
  } else {
    const { document, lines } = await viewOf(observed);
    present(hands, document, () => lines);
  }
  return args.exitCode === true ? exitCodeOf(observed.verdict.status) : exitCodes.done;
}

/** What redraws is loaded by who watches. */
const watching: typeof watchView = async (look, hands) =>
  (await import('./watch-view.ts')).watchView(look, hands);

function viewsOf(hands: Hands): (observed: Observed) => Promise<Omit<Look, 'over'>> {
  const estimateOne = estimator(hands);
  return async (observed) => {
    const estimate = await estimateOne(observed);
    const silentMs = silentMsOf(hands.project, observed, hands.nowMs());
    const one = describe(hands, observed, hands.nowMs(), estimate?.etaMs ?? null);
    return {
      document: one,
      lines: statusLines(one, showingOf(observed.state, hands, { silentMs, estimate })),
    };
  };
}

/** What people are shown of a process beside its JSON form. */
export function showingOf(
  { spec, facts }: ProcessState,
  hands: Hands,
  now: Pick<Showing, 'silentMs' | 'estimate'> = { silentMs: null, estimate: null },
): Showing {
  const { errorLineCount: count, errorLines } = facts.output;
  const errorsSaid = { count, newest: errorLines.map(({ line }) => line) };
  const links = { rerunOf: spec?.rerunOf ?? null, repeatedAs: facts.repeatedAs };
  return { nowMs: hands.nowMs(), shortPath: hands.shortPath, errorLines: errorsSaid, links, ...now };
}

async function statusThen(args: StatusArguments, at: string, hands: Hands): Promise<number> {
  if (args.watch === true)
    throw new FailureError({ code: 'usage', message: '--watch shows what is, and --at what was' });
  if (args.id === undefined) return statusOfRunningThen(args, at, hands);
  const id = await chooseIdThen(hands, args.id, at);
  const then = thenAt(id, at, hands);
  presentThen(then, Date.parse(at), hands);
  return args.exitCode === true ? exitCodeOf(then.verdict.status) : exitCodes.done;
}

/** A process as it was at a moment. Throws `no_such_moment` if it was not launched yet. */
export function thenAt(id: string, at: string, hands: Hands): ObservedThen {
  const then = observeThen(hands.project, id, { at });
  if (then.events > 0) return then;
  const message = `Process ${id} was not launched yet at ${formatMoment(at, hands.nowMs()) ?? at}`;
  throw new FailureError({ code: 'no_such_moment', id, message });
}

/** A process as it was. What is silent now says nothing about then. */
export function presentThen(then: Observed, atMs: number, hands: Hands): void {
  present(hands, describe(hands, then, atMs), () => linesThen(then, atMs, hands));
}

export function linesThen(then: Observed, atMs: number, hands: Hands): string[] {
  return statusLines(describe(hands, then, atMs), showingOf(then.state, hands));
}

async function statusOfRunning(args: StatusArguments, hands: Hands): Promise<number> {
  const estimateOne = estimator(hands);
  const first = await runningNow(hands, estimateOne);
  if (args.watch === true) await watching(() => runningNow(hands, estimateOne), hands);
  else present(hands, first.document, () => first.lines);
  tellUnreadable(hands, first.unreadable);
  return args.exitCode === true && !first.over ? exitCodes.running : exitCodes.done;
}

async function runningNow(
  hands: Hands,
  estimateOne: Estimator,
): Promise<Look & { readonly unreadable: readonly Unreadable[] }> {
  const { observed, unreadable } = await observeChosen(hands.project, 'live', goingOf, { to: 'none' });
  const { processes, estimateFor } = await describeWith(estimateOne, observed, hands);
  const watcher = watcherFacts(hands.project);
  return {
    document: { processes, watcher },
    lines: [
      ...(await goingLines(processes, hands.nowMs(), { silentMsOf: silences(hands, observed), estimateFor })),
      watcherLine(watcher, hands.nowMs()),
    ],
    over: processes.length === 0,
    unreadable,
  };
}

async function statusOfRunningThen(args: StatusArguments, at: string, hands: Hands): Promise<number> {
  const { observed, unreadable } = observeAllThen(hands.project, at);
  const going = goingOf(observed.map(asListed));
  const processes = going.map((one) => describe(hands, one.observed, Date.parse(at)));
  await presentLater(hands, { processes, watcher: null }, () => goingLines(processes, hands.nowMs(), { at }));
  tellUnreadable(hands, unreadable);
  return args.exitCode === true && processes.length > 0 ? exitCodes.running : exitCodes.done;
}

/** What waits has a table of its own below. */
async function goingLines(
  processes: readonly ProcessJson[],
  nowMs: number,
  background: ListBackground,
): Promise<string[]> {
  const waiting = processes.filter(({ status }) => status === 'queued');
  const running = processes.filter(({ status }) => status === 'running');
  const lines = await listLines(running, 'running', nowMs, background);
  return waiting.length === 0
    ? lines
    : [...lines, ...(await listLines(waiting, 'queued', nowMs, background))];
}

/** Those that run or wait, newest first. */
function goingOf<Listed extends ListedProcess>(all: readonly Listed[]): Listed[] {
  const filter = { status: 'all', type: null, tags: {}, since: null, limit: null } as const;
  const going = all.filter(({ status }) => status === 'running' || status === 'queued');
  return selectProcesses(going, filter);
}

function exitCodeOf(processStatus: ProcessJson['status']): number {
  if (processStatus === 'completed') return exitCodes.done;
  return processStatus === 'running' || processStatus === 'queued' ? exitCodes.running : exitCodes.failed;
}
