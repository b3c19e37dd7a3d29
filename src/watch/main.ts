import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { watcherEnvironment } from '../attend/watcher-start.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { type Pauses, patientlyMeanwhile } from '../base/patience.ts';
import { runProgram } from '../base/run-program.ts';
import { projectAt } from '../journal/project-paths.ts';
import { isOurFolder } from '../journal/state-folder.ts';
import { hasStopMark } from '../journal/stop-mark.ts';
import { closeInheritedDescriptors } from '../process/inherited-descriptors.ts';
import { waitingNode } from '../process/waiting-node.ts';
import { keepYoungGenerationSmall } from '../process/young-generation.ts';
import { FollowedSettings } from './followed-settings.ts';
import { type Guard, keepGuard } from './guard.ts';
import { runWatcher } from './run-watcher.ts';

const generationLimit = 5;
const soundAfterMs = 2000;
/** What killed the one before may kill this one, too: it does not come at once. */
const afterDeathMs = 1000;
/**
 * A start that the system refuses is tried again: what is to be told of may have ended, and then nobody else starts a
 * watcher before the next command. Supervisors start another one every two seconds: those that wait must not become many.
 */
const starting: Pauses = { limitMs: 6000, firstMs: 1000, longestMs: 2000 };

/**
 * The watcher's own program: `node watcher.js <root> [generation]`, started detached by supervisors and commands, and by
 * the guard of the one before. It leaves at once where a project has a watcher.
 */
const [root, generationText = '0'] = process.argv.slice(2);
if (root === undefined) {
  console.error('usage: watcher <root>; started by tapps-agents itself');
  process.exit(2);
}
for (const name of ['SIGHUP', 'SIGPIPE'] as const) process.on(name, () => {});
closeInheritedDescriptors();
process.title = `tapps-agents watcher ${root}`;
runProgram(() => main(root, Number(generationText) || 0));

/** One that dies again and again as soon as it begins is not brought back for ever. */
function guardFor(projectRoot: string, generation: number): Guard {
  const none: Guard = { dismiss: () => {} };
  if (generation >= generationLimit) return none;
  const entry = process.argv[1] ?? '';
  const words = [process.execPath, ...waitingNode, entry, projectRoot, String(generation + 1)];
  return keepGuard(words, watcherEnvironment(process.env));
}

async function main(projectRoot: string, generation: number): Promise<void> {
  await keepYoungGenerationSmall();
  if (generation > 0) await sleepMs(afterDeathMs);
  const project = projectAt(projectRoot);
  // Settings name a command that is run for a notice: nobody's but ours are followed.
  if (!isOurFolder(project.stateFolder) || hasStopMark(project)) return;
  const asked = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(name, () => asked.abort());
  const desktopHelper = join(import.meta.dirname, 'notify-helper.js');
  let guard: Guard | null = null;
  const startedMs = monotonicMs();
  const holds = (): void => {
    // Whoever stops the watcher leaves the mark, then looks who holds: looked at in the other order, one of the two sees it.
    if (hasStopMark(project)) {
      asked.abort();
      return;
    }
    guard = guardFor(projectRoot, generation);
    // It lived for a while: what kills it later is not what killed those before it.
    setTimeout(() => {
      const before = guard;
      guard = guardFor(projectRoot, 0); // first: killed between the two it would have none
      before?.dismiss();
    }, soundAfterMs).unref();
  };
  failpoint('watcher.before-held');
  const start = async () => {
    const settings = await FollowedSettings.read(project.configFile, process.env);
    if (!isOurFolder(project.stateFolder)) return { outcome: 'gone' } as const; // it is not made anew for a watcher
    const way = { endsWhenIdle: true, once: false, asked: asked.signal, holds };
    return runWatcher({ project, settings, desktopHelper }, way);
  };
  const isWanted = (): boolean => guard === null && !asked.signal.aborted && !hasStopMark(project);
  const end = await patientlyMeanwhile(start, starting, isWanted).catch((error: unknown) => {
    // Behind a link, or where somebody else has a folder, nobody watches. One that watched and fails dies: its guard follows.
    if (guard !== null || !(error instanceof FailureError)) throw error;
    return { outcome: 'no_place', failure: error.failure } as const;
  });
  debug('watcher ends', { ...end, aliveMs: Math.round(monotonicMs() - startedMs) });
  dismiss(guard);
}

function dismiss(guard: Guard | null): void {
  guard?.dismiss();
}
