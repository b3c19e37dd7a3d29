// timeout: 120s
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('a supervisor whose later parts cannot be loaded');

/** What is loaded when the command runs already: chokidar, pidusage, and what reads an output. */
const late = /^(?:watcher|pidusage|output-reading)-[A-Z0-9]{8}\.js$/;

function programWithoutLateParts(): {
  readonly main: string;
  readonly putBack: () => void;
  readonly takeAway: () => void;
} {
  const folder = temporaryFolder('late-');
  cpSync(dirname(new TestProject().program), folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => late.test(name));
  assert.is(names.length, 3, names.join(' '));
  const move = (from: string, to: string) => () => {
    for (const name of names) renameSync(join(folder, name + from), join(folder, name + to));
  };
  const takeAway = move('', '.away');
  takeAway();
  return { main: join(folder, 'main.js'), putBack: move('.away', ''), takeAway };
}

const { main, putBack, takeAway } = programWithoutLateParts();
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
  await eventually(() => (memoriesOf(id).length > 4 ? true : null)); // what is late is asked for within three seconds
  assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 0);
  await eventually(() => (typesOf(id).includes('process.exited') ? true : null));
  assert.not(typesOf(id).includes('process.lost'));
  assert.not(typesOf(id).includes('process.warned'));
});

test('what its command says is counted as unread', async () => {
  const id = await project.launch(['sh', '-c', 'echo error: a; exit 3']);
  const { message } = await project.event(id, 'process.warned');
  assert.is(message, '9 B of output were not read: what reads them cannot be loaded');
  assert.is((await project.event(id, 'process.exited')).code, 3);
});

test('a command whose output decides how it ends is not started', async () => {
  const { code, stderr } = await project.call(['bg', 'run', '--fail-on', 'x', '--', 'touch', 'was-here']);
  assert.is(code, 1);
  assert.match(stderr, 'output-reading');
  assert.not.ok(existsSync(join(project.folder, 'was-here')));
});

test('what is there again is loaded then, and measures', async () => {
  const id = await project.launch(['sh', '-c', 'echo error: a; sleep 300']);
  await eventually(() => (memoriesOf(id).length > 0 ? true : null));
  assert.is(memoriesOf(id)[0], null);
  assert.not(typesOf(id).includes('process.warned'));
  putBack();
  assert.is((await project.event(id, 'process.warned')).line, 'error: a');
  await eventually(() => (memoriesOf(id).some((bytes) => bytes !== null && bytes > 0) ? true : null));
  assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 0);
});

test('it is there when a command that was silent at first says something after the program went', async () => {
  const id = await project.launch(['sh', '-c', 'until [ -e go ]; do sleep 0.1; done; echo error: late']);
  await eventually(() => (memoriesOf(id).length > 3 ? true : null));
  takeAway();
  writeFileSync(join(project.folder, 'go'), '');
  assert.is((await project.event(id, 'process.warned')).line, 'error: late');
});

test.run();
