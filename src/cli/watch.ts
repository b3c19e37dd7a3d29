import type { WatcherEndedData } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { prepareFolder } from '../journal/state-folder.ts';
import { formatMoment } from '../views/moment.ts';
import { FollowedSettings } from '../watch/followed-settings.ts';
import { runWatcher } from '../watch/run-watcher.ts';
import { startOnPurpose, stopWatcher } from '../watch/watcher-control.ts';
import { factsOf, type WatcherFacts, watcherFacts } from '../watch/watcher-facts.ts';
import type { Said } from '../watch/watcher-journal.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present, writeJson } from './hands.ts';

export type WatchArguments = {
  readonly once?: boolean | undefined;
  readonly foreground?: boolean | undefined;
  readonly stop?: boolean | undefined;
};

/** The watcher itself: starts it in the background, runs it here, has one look, or ends it. */
export async function watch(args: WatchArguments, hands: Hands): Promise<number> {
  const ways = [args.once, args.foreground, args.stop].filter((way) => way === true);
  if (ways.length > 1)
    throw new FailureError({ code: 'usage', message: '--once, --foreground and --stop exclude each other' });
  if (args.stop === true) return stopIt(hands);
  const problem =
    prepareFolder(hands.project.stateFolder, 'writes') ?? prepareFolder(hands.project.runFolder, 'all');
  if (problem !== null)
    throw new FailureError({ code: 'journal_unusable', path: problem.path, cause: problem.cause });
  return args.once === true || args.foreground === true
    ? watchHere(args.once === true, hands)
    : startIt(hands);
}

async function startIt(hands: Hands): Promise<number> {
  const before = watcherFacts(hands.project);
  const facts = before.running ? before : await startOnPurpose(hands.project, hands.watcherEntry);
  if (!facts.running) throw new FailureError({ code: 'watcher_failed', message: 'it did not come up' });
  const words = before.running ? 'The watcher runs already' : '✅ Watcher started';
  present(hands, facts, () => [`${words} (${whoIs(facts, hands)})`]);
  return exitCodes.done;
}

async function watchHere(once: boolean, hands: Hands): Promise<number> {
  const asked = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => asked.abort());
  const say = (said: Said): void => {
    if (hands.json) writeJson(hands, said);
    else
      hands.write(`${formatMoment(said.at, hands.nowMs())}  ${said.process ?? 'watcher'}  ${said.words}\n`);
  };
  if (!once && hands.terminal.stdout)
    hands.tell(`Watching ${hands.shortPath(hands.project.journalFolder)} (Ctrl-C ends it)`);
  const { project, notifyHelper: desktopHelper } = hands;
  const settings = await FollowedSettings.read(project.configFile, hands.env);
  const end = await runWatcher(
    { project, settings, desktopHelper },
    { endsWhenIdle: false, once, asked: asked.signal, say },
  );
  if (end.outcome === 'held') {
    const facts = factsOf(end.holder);
    hands.tell(`The watcher runs already (${whoIs(facts, hands)})`);
    return exitCodes.done;
  }
  return exitCodeOf(end);
}

function exitCodeOf({ reason }: { readonly reason: WatcherEndedData['reason'] }): number {
  return reason === 'gone' || reason === 'replaced' ? exitCodes.failed : exitCodes.done;
}

async function stopIt(hands: Hands): Promise<number> {
  const before = watcherFacts(hands.project);
  const outcome = await stopWatcher(hands.project);
  if (outcome === null || (outcome !== 'survived' && outcome.outcome === 'gone')) {
    present(hands, watcherFacts(hands.project), () => ['No watcher runs']);
    return exitCodes.nothingToDo;
  }
  if (outcome === 'survived' || outcome.outcome === 'refused') {
    const cause = outcome === 'survived' ? 'it did not end in time' : outcome.cause;
    throw new FailureError({ code: 'watcher_failed', message: `it cannot be stopped: ${cause}` });
  }
  present(hands, watcherFacts(hands.project), () => [`✅ Watcher stopped (process ${before.pid})`]);
  return exitCodes.done;
}

function whoIs({ pid, since, mode }: WatcherFacts, hands: Hands): string {
  const from = since === null ? '' : `, since ${formatMoment(since, hands.nowMs())}`;
  return `process ${pid}${from}${mode === 'sweep' ? ', looking every two seconds' : ''}`;
}
