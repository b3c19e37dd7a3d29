import { judge } from '../../projections/judge.ts';
import { selectProcesses } from '../../projections/process-list.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import type { Unreadable } from '../journal/store.ts';
import { foldUntil } from '../journal/store-prefix.ts';
import { type Observed, observeAll } from '../observe/observe.ts';
import { asRecorded } from '../observe/probe.ts';
import { silentMsOf } from '../observe/silence.ts';
import { listLines } from '../views/list-lines.ts';
import { type Showing, statusLines } from '../views/status-lines.ts';
import { watcherLine } from '../views/watcher-line.ts';
import { watcherFacts } from '../watch/watcher-control.ts';
import { asListed, chooseProcess, describe } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';
import { silences, tellUnreadable } from './list.ts';
import { readMoment } from './read-moment.ts';
import { type Look, watchView } from './watch-view.ts';

export type StatusArguments = {
  readonly id?: string | undefined;
  readonly at?: string | undefined;
  readonly watch?: boolean | undefined;
  readonly exitCode?: boolean | undefined;
};

/** One process in full; without an id the running ones, and whether the watcher runs. */
export async function status(args: StatusArguments, hands: Hands): Promise<number> {
  if (args.id === undefined) return statusOfRunning(args, hands);
  const momentMs = args.at === undefined ? undefined : Date.parse(readMoment(args.at, hands.nowMs()));
  let observed = asOf(await chooseProcess(hands, args.id), momentMs);
  const reference = observed.id; // "@last" may become another one while it is watched
  if (args.watch === true && args.at === undefined) {
    await watchView(async () => {
      observed = await chooseProcess(hands, reference);
      return { ...viewOf(observed, hands), over: observed.verdict.health === 'ended' };
    }, hands);
  } else {
    const { document, lines } = viewOf(observed, hands, momentMs);
    present(hands, document, () => lines);
  }
  return args.exitCode === true ? exitCodeOf(observed.verdict.status) : exitCodes.done;
}

function viewOf(observed: Observed, hands: Hands, atMs?: number): Omit<Look, 'over'> {
  const one = describe(hands, observed, atMs);
  // What is silent now says nothing about then.
  const silentMs = atMs === undefined ? silentMsOf(hands.project, observed, hands.nowMs()) : null;
  return { document: one, lines: statusLines(one, showingOf(observed.state, silentMs, hands)) };
}

/** What people are shown of a process beside its JSON form. */
export function showingOf({ facts }: ProcessState, silentMs: number | null, hands: Hands): Showing {
  const { errorLineCount: count, errorLines } = facts.output;
  const newest = errorLines.map(({ line }) => line);
  return { nowMs: hands.nowMs(), shortPath: hands.shortPath, silentMs, errorLines: { count, newest } };
}

async function statusOfRunning(args: StatusArguments, hands: Hands): Promise<number> {
  if (args.at !== undefined)
    throw new FailureError({ code: 'usage', message: 'status --at needs the id of a process' });
  const first = await runningNow(hands);
  if (args.watch === true) await watchView(() => runningNow(hands), hands);
  else present(hands, first.document, () => first.lines);
  tellUnreadable(hands, first.unreadable);
  return args.exitCode === true && !first.over ? exitCodes.running : exitCodes.done;
}

async function runningNow(hands: Hands): Promise<Look & { readonly unreadable: readonly Unreadable[] }> {
  const { observed, unreadable } = await observeAll(hands.project);
  const filter = { type: null, tags: {}, since: null, limit: null };
  const going = observed.map(asListed).filter(({ status }) => status === 'running' || status === 'queued');
  const chosen = selectProcesses(going, { ...filter, status: 'all' });
  const processes = chosen.map((one) => describe(hands, one.observed));
  const watcher = watcherFacts(hands.project);
  return {
    document: { processes, watcher },
    lines: [
      ...listLines(processes, 'running', hands.nowMs(), silences(hands, observed)),
      watcherLine(watcher, hands.nowMs()),
    ],
    over: processes.length === 0,
    unreadable,
  };
}

/** The process as its journal told it at a moment; whoever was recorded as alive then, was. */
function asOf(observed: Observed, momentMs: number | undefined): Observed {
  if (momentMs === undefined) return observed;
  const moment = new Date(momentMs).toISOString();
  const { state, corruptLines } = foldUntil(observed.path, observed.id, (read) => read.event.at <= moment);
  if (state.life.phase === 'unheard') {
    const message = `Process ${observed.id} was not launched yet at ${moment}`;
    throw new FailureError({ code: 'no_such_moment', id: observed.id, message });
  }
  return { ...observed, state, corruptLines, verdict: judge(state, asRecorded) };
}

function exitCodeOf(processStatus: ProcessJson['status']): number {
  if (processStatus === 'completed') return exitCodes.done;
  return processStatus === 'running' || processStatus === 'queued' ? exitCodes.running : exitCodes.failed;
}
