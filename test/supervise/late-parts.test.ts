// timeout: 120s
import { cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('a supervisor whose later parts cannot be loaded');

/** What is loaded when the command has run for a while: chokidar and pidusage. */
const late = /^(?:watcher|pidusage)-[A-Z0-9]{8}\.js$/;

function programWithoutLateParts(): { readonly main: string; readonly putBack: () => void } {
  const folder = temporaryFolder('late-');
  cpSync(dirname(new TestProject().program), folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => late.test(name));
  assert.is(names.length, 2, names.join(' '));
  const move = (from: string, to: string) => () => {
    for (const name of names) renameSync(join(folder, name + from), join(folder, name + to));
  };
  move('', '.away')();
  return { main: join(folder, 'main.js'), putBack: move('.away', '') };
}

const { main, putBack } = programWithoutLateParts();
const project = new TestProject(main);
const settings = join(project.folder, '.tapps-agents');
mkdirSync(settings, { mode: 0o700 });
writeFileSync(join(settings, 'config.yaml'), 'background_processes: {health_check_interval: 1}\n');
test.after(() => project.end());

const typesOf = (id: string) => project.events(id).map(({ type }) => type);
const memoriesOf = (id: string) =>
  project.events(id).flatMap((event) => (event.type === 'process.heartbeat' ? [event.data.memoryBytes] : []));

test('its command is stopped and its exit recorded all the same', async () => {
  const id = await project.launch(['sleep', '300']);
  await eventually(() => (memoriesOf(id).length > 2 ? true : null)); // what is late is asked for after two seconds
  assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 0);
  await eventually(() => (typesOf(id).includes('process.exited') ? true : null));
  assert.not(typesOf(id).includes('process.lost'));
  assert.not(typesOf(id).includes('process.warned'));
});

test('what is there again is loaded then, and measures', async () => {
  const id = await project.launch(['sleep', '300']);
  await eventually(() => (memoriesOf(id).length > 0 ? true : null));
  assert.is(memoriesOf(id)[0], null);
  putBack();
  await eventually(() => (memoriesOf(id).some((bytes) => bytes !== null && bytes > 0) ? true : null));
  assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 0);
});

test.run();
