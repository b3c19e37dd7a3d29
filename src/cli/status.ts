import { judge } from '../../projections/judge.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { sleepMs } from '../base/clock.ts';
import { foldUntil } from '../journal/store-prefix.ts';
import { type Observed, observeAll } from '../observe/observe.ts';
import { asRecorded } from '../observe/probe.ts';
import { listLines } from '../views/list-lines.ts';
import { statusLines } from '../views/status-lines.ts';
import { asListed, chooseProcess, describe } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present, writeJson } from './hands.ts';
import { tellUnreadable, watcherFacts, watcherLine } from './list.ts';
import { readMoment } from './read-moment.ts';

export type StatusArguments = {
  readonly id?: string | undefined;
  readonly at?: string | undefined;
  readonly watch?: boolean | undefined;
  readonly exitCode?: boolean | undefined;
};

const redrawMs = 500;

/** One process in full; without an id the running ones, and whether the watcher runs. */
export async function status(args: StatusArguments, hands: Hands): Promise<number> {
  if (args.id === undefined) return statusOfRunning(args, hands);
  const look = async (): Promise<Observed> => asOf(await chooseProcess(hands, args.id ?? ''), args.at, hands);
  let observed = await look();
  if (args.watch === true) observed = await watchStatus(look, hands);
  else present(hands, describe(hands, observed), () => linesOf(describe(hands, observed), hands));
  return args.exitCode === true ? exitCodeOf(observed.verdict.status) : exitCodes.done;
}

function linesOf(one: ProcessJson, hands: Hands): string[] {
  return statusLines(one, { nowMs: hands.nowMs(), shortPath: hands.shortPath });
}

async function statusOfRunning(args: StatusArguments, hands: Hands): Promise<number> {
  if (args.at !== undefined)
    throw new FailureError({ code: 'usage', message: 'status --at needs the id of a process' });
  const { observed, unreadable } = await observeAll(hands.project);
  const running = observed.map(asListed).filter((one) => one.status === 'running' || one.status === 'queued');
  const processes = running.map((one) => describe(hands, one.observed));
  const lines = (): string[] => [...listLines(processes, 'running', hands.nowMs()), watcherLine()];
  present(hands, { processes, watcher: watcherFacts() }, lines);
  tellUnreadable(hands, unreadable);
  return args.exitCode === true && processes.length > 0 ? exitCodes.running : exitCodes.done;
}

/** The process as its journal told it at a moment; whoever was recorded as alive then, was. */
function asOf(observed: Observed, at: string | undefined, hands: Hands): Observed {
  if (at === undefined) return observed;
  const moment = readMoment(at, hands.nowMs());
  const { state, corruptLines } = foldUntil(observed.path, observed.id, (read) => read.event.at <= moment);
  if (state.life.phase === 'unheard') {
    const message = `Process ${observed.id} was not launched yet at ${moment}`;
    throw new FailureError({ code: 'no_such_moment', id: observed.id, message });
  }
  return { ...observed, state, corruptLines, verdict: judge(state, asRecorded) };
}

/** Redraws in place on a terminal, prints NDJSON or one block a change elsewhere, until the process has ended. */
async function watchStatus(look: () => Promise<Observed>, hands: Hands): Promise<Observed> {
  let drawn = 0;
  let last = '';
  for (;;) {
    const observed = await look();
    const one = describe(hands, observed);
    const text = `${linesOf(one, hands).join('\n')}\n`;
    if (hands.json) writeJson(hands, one);
    else if (hands.terminal.stdout) hands.write(`${drawn === 0 ? '' : `\x1b[${drawn}A\x1b[J`}${text}`);
    else if (text !== last) hands.write(`${text}\n`);
    drawn = text.split('\n').length - 1;
    last = text;
    if (one.health === 'ended') return observed;
    await sleepMs(redrawMs);
  }
}

function exitCodeOf(processStatus: ProcessJson['status']): number {
  if (processStatus === 'completed') return exitCodes.done;
  return processStatus === 'running' || processStatus === 'queued' ? exitCodes.running : exitCodes.failed;
}
