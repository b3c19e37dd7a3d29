import { readSettings } from '../../src/config/settings.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { identityOf } from '../../src/process/identity.ts';
import { ProjectWatch } from '../../src/watch/project-watch.ts';
import { WatcherJournal } from '../../src/watch/watcher-journal.ts';

/**
 * A program that watches a project once without asking whether another does, to be forked: as two would that do not see
 * each other's tickets. What keeps them from telling the same is the claims alone.
 */
const project = projectAt(process.argv[2] ?? '');
const self = identityOf(process.pid);
if (self === null) throw new Error('no identity');
const { settings } = await readSettings(project.configFile, process.env);
const journal = new WatcherJournal(project, () => {});
await new ProjectWatch({ project, settings: { now: settings }, self, desktopHelper: '' }, journal, {
  endsWhenIdle: false,
  once: true,
  asked: new AbortController().signal,
  isHeld: () => true,
  modeChanged: () => {},
}).run();
process.exit(0);
