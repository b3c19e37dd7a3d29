import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectAt } from '../../src/journal/project-paths.ts';
import { watcherFacts } from '../../src/watch/watcher-facts.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('a watcher that is not wanted any more while it starts');
const project = new WatchedProject();
let starting: ChildProcess | null = null;
test.after(async () => {
  starting?.kill('SIGKILL');
  await project.end();
});

/** A watcher that stands still when it has looked for the mark, and does not hold the project yet. */
async function startingWatcher(): Promise<ChildProcess> {
  const entry = join(dirname(project.program), 'watcher.js');
  const env = { ...process.env, NODE_ENV: 'test', TAPPS_FAILPOINT: 'watcher.before-held:stop' };
  const child = spawn(process.execPath, [entry, project.folder], { env, stdio: 'ignore' });
  await eventually(() => (stateOf(child.pid) === 'T' ? true : null), 20_000);
  return child;
}

function stateOf(pid: number | undefined): string {
  return / \(.*\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '';
}

test.skipUnless('procfs', 'it sees that nobody wants it any more, and ends at once', async () => {
  mkdirSync(projectAt(project.folder).runFolder, { mode: 0o700 }); // as every launch does
  const child = await startingWatcher();
  starting = child;
  const { code, stderr } = await project.call(['bg', 'watch', '--stop']);
  assert.is(code, 5, stderr); // nobody holds the project
  child.kill('SIGCONT');
  // It would stay for a minute otherwise.
  await eventually(() => (child.exitCode === null ? null : true), 20_000);
  assert.is(child.exitCode, 0);
  assert.is(watcherFacts(projectAt(project.folder)).running, false);
});

test.skipUnless('procfs', 'makes no folder anew where the state folder was removed meanwhile', async () => {
  const { stateFolder } = projectAt(project.folder);
  rmSync(join(stateFolder, 'run'), { recursive: true }); // with the mark of the stop
  const child = await startingWatcher();
  starting = child;
  rmSync(stateFolder, { recursive: true });
  child.kill('SIGCONT');
  await eventually(() => (child.exitCode === null ? null : true), 20_000);
  assert.is(child.exitCode, 0);
  assert.is(existsSync(stateFolder), false);
});

test.run();
