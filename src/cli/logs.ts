import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { outputPathOf } from '../journal/project-paths.ts';
import { outputFolderOf } from '../launch/launch-folders.ts';
import type { Observed } from '../observe/observe.ts';
import { OutputFollower } from '../output/output-follower.ts';
import { tailOffset } from '../output/output-tail.ts';
import { SafeOutput } from '../output/safe-stream.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, writeJson } from './hands.ts';

export type LogsArguments = {
  readonly id: string;
  readonly follow?: boolean | undefined;
  readonly tail: number;
  readonly journal?: boolean | undefined;
  readonly raw?: boolean | undefined;
};

/** A line is shown after half of this, on average; a look takes 0.05 ms. */
const followLimitMs = 40;

/** The output of a process, safe to show; with `--journal` its events. */
export async function logs(args: LogsArguments, hands: Hands): Promise<number> {
  if (args.tail < 0) throw new FailureError({ code: 'usage', message: '--tail must not be negative' });
  const observed = await chooseProcess(hands, args.id);
  if (args.journal === true)
    return (await import('./replay-events.ts')).showEvents(
      observed,
      { tail: args.tail, follow: args.follow === true, speed: null, marks: false },
      hands,
    );
  const path = outputPathOf(hands.project, outputOf(observed, hands));
  const start = path === null ? null : tailOffset(path, args.tail);
  if (path === null || (start === null && observed.verdict.health === 'ended')) {
    hands.tell(
      `No output of ${observed.id}${path === null ? '' : `: ${hands.shortPath(path)} is not there`}`,
    );
    if (hands.json) writeJson(hands, { id: observed.id, output: path, lines: [] });
    return exitCodes.done;
  }
  const follower = new OutputFollower(path, (start ?? 0) + observed.state.facts.outputGoneBytes);
  const sink = sinkFor(args, hands, observed.id, path);
  if (args.follow === true) await followToTheEnd(observed, follower, sink, hands);
  else for (const chunk of follower.read(observed.state.facts.outputGoneBytes)) sink.push(chunk);
  sink.end();
  follower.close();
  return exitCodes.done;
}

/** Where the journal does not say it any more, it lies where a launch of today would write it. */
function outputOf({ id, state }: Observed, { project, settings }: Hands): string {
  return state.spec?.output ?? join(outputFolderOf(project, settings), `${id}.output`);
}

type Sink = { readonly push: (chunk: Buffer) => void; readonly end: () => void };

function sinkFor(args: LogsArguments, hands: Hands, id: string, path: string): Sink {
  if (hands.json) return jsonSink(args, hands, id, path);
  if (args.raw === true) return { push: hands.writeBytes, end: () => {} };
  const safe = new SafeOutput({ colours: hands.colours });
  return { push: (chunk) => hands.write(safe.push(chunk)), end: () => hands.write(safe.end()) };
}

/** One document; followed, a line of NDJSON for each line of output. */
function jsonSink(args: LogsArguments, hands: Hands, id: string, path: string): Sink {
  const safe = new SafeOutput({ colours: false });
  const lines: string[] = [];
  let unfinished = '';
  const take = (text: string, last: boolean): void => {
    const parts = (unfinished + text).split('\n');
    unfinished = last ? '' : (parts.pop() ?? '');
    const whole = last && parts.at(-1) === '' ? parts.slice(0, -1) : parts;
    if (args.follow === true) for (const line of whole) writeJson(hands, { line });
    else lines.push(...whole);
  };
  const end = (): void => {
    take(safe.end(), true);
    if (args.follow !== true) writeJson(hands, { id, output: path, lines });
  };
  return { push: (chunk) => take(safe.push(chunk), false), end };
}

/** Ends when the process has ended and nothing is left to read. */
async function followToTheEnd(
  first: Observed,
  follower: OutputFollower,
  sink: Sink,
  hands: Hands,
): Promise<void> {
  const { ProcessWatch } = await import('../observe/process-watch.ts');
  const watch = new ProcessWatch(hands.project, first.id);
  let observed = first;
  for (;;) {
    const over = observed.verdict.health === 'ended';
    for (const chunk of follower.read(observed.state.facts.outputGoneBytes)) sink.push(chunk);
    if (over) return;
    observed = (await watch.next(followLimitMs)) ?? observed;
  }
}
