import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('settings that change while a watcher runs');
const project = new WatchedProject();
test.after(() => project.end());

const config = join(project.folder, '.tapps-agents', 'config.yaml');
const told = join(project.folder, 'told');
const withCommand = `background_processes:
  notifications: {desktop_enabled: false, command: [sh, -c, 'cat >> told']}
`;

/** A command that ends when the file of its name is there. */
const waiting = (name: string): string[] => ['sh', '-c', `while ! test -e ${name}; do sleep 0.05; done`];

/** Words of the watcher's own journal. */
function saidByWatcher(words: RegExp): Promise<true> {
  const journal = join(project.folder, '.tapps-agents', 'run', 'watcher.ndjson');
  return eventually(() => (words.test(readFileSync(journal, 'utf8')) ? true : null), 20_000);
}

async function isTold(id: string): Promise<void> {
  await eventually(() => (existsSync(told) && readFileSync(told, 'utf8').includes(id) ? true : null), 20_000);
}

test('a command for notices is called for what was launched before; a file that becomes wrong takes it from nobody', async () => {
  const [first, second] = [await project.launch(waiting('one')), await project.launch(waiting('two'))];
  const { pid } = await project.watcherUp();
  writeFileSync(config, withCommand);
  await saidByWatcher(/"watcher\.changed"/);
  writeFileSync(join(project.folder, 'one'), '');
  await isTold(first);
  writeFileSync(config, `${withCommand}  nonsense: [\n`);
  await saidByWatcher(/"watcher\.faulted".*what held before holds on/);
  writeFileSync(join(project.folder, 'two'), '');
  await isTold(second);
  assert.is((await project.watcherUp()).pid, pid);
});

test.run();
