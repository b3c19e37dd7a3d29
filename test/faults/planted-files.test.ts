// timeout: 240s
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { owe } from '../../src/claims/due.ts';
import { ignoreRules } from '../../src/journal/state-folder.ts';
import { wholeLife } from '../rig/given-events.ts';
import { givenId, givenJournal } from '../rig/given-journal.ts';
import { type Impostor, impostors, Outside } from '../rig/planted.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a state folder in which somebody has put other things');
const patient = { timeoutMs: 120_000 };
const program = new TestProject();
test.after(() => program.end());

/** Everything that is written beside the journal. */
const files = [
  ...['.gitignore', '.gitattributes', `output/${givenId}.output`, `cache/${givenId}.json`],
  ...[`claims/${givenId}.due`, 'run/tickets/1', 'run/tickets/2', 'run/reserve', 'run/watch-stopped'],
  ...['run/watcher.ndjson', 'run/notifications.log', 'run/inbox/default.json'],
  'run/inbox/default.holders/1',
];
/** Folders whose links are met one after the other in one launch, or each by another command. */
const folders = [
  ...[[''], ['journal'], ['output'], ['run'], ['run/inbox/default.holders', 'run/tickets', 'cache']],
  ['claims', 'history', 'run/watchers', 'run/inbox'],
];
const looks = ['list', 'logs @last', 'inbox', 'watch --stop'];
const acts = ['watch --once', `archive ${givenId}`, 'run --wait -- true'];
const documented = [0, 1, 2, 3, 4, 5, 6];

/** A project with one run that ended, and a place outside; commands are called in it. */
async function inPlantedProject(
  plant: (outside: Outside, inState: (name: string) => string) => void,
  rounds: readonly (readonly string[])[],
): Promise<void> {
  const { project } = givenJournal(...wholeLife());
  mkdirSync(project.outputFolder, { mode: 0o700 });
  writeFileSync(join(project.outputFolder, `${givenId}.output`), 'hi\n', { mode: 0o600 });
  writeFileSync(join(project.stateFolder, '.gitignore'), ignoreRules);
  owe(project, givenId);
  const outside = new Outside(`${project.root}-outside`);
  plant(outside, (name) => join(project.stateFolder, name));
  const before = outside.snapshot();
  for (const commands of rounds) {
    await Promise.all(commands.map((command) => assertCalled(command, project.root)));
    assert.is(outside.snapshot(), before, commands.join(', '));
  }
  rmSync(project.root, { recursive: true, force: true });
  outside.remove();
}

/** It ends by itself, with an exit code that is documented, and says what it has to say in words. */
async function assertCalled(command: string, cwd: string): Promise<void> {
  const { code, stderr } = await program.call(['bg', ...command.split(' ')], { cwd });
  assert.ok(documented.includes(code), `${command} ended with ${code}: ${stderr}`);
  assert.not.match(stderr, /^\s+at /m, command);
}

for (const impostor of impostors)
  test.fault(
    73,
    `${impostor} in the place of each file is not written through, and nothing waits for it`,
    () =>
      inPlantedProject(
        (outside, inState) => {
          for (const name of files) outside.plant(impostor, inState(name));
        },
        [looks, acts],
      ),
    patient,
  );

for (const names of folders)
  test.fault(
    73,
    `a link in the place of ${names.join('/, ') || 'the state folder'}/ is not written behind`,
    () =>
      inPlantedProject(
        (outside, inState) => {
          for (const name of names) outside.plantFolder(inState(name));
        },
        [looks, acts],
      ),
    patient,
  );

const settings: readonly Impostor[] = ['a link to nothing', 'a FIFO', 'a folder'];
for (const impostor of settings)
  test.fault(
    73,
    `${impostor} in the place of the settings hangs nobody`,
    () =>
      inPlantedProject(
        (outside, inState) => outside.plant(impostor, inState('config.yaml')),
        [['list', 'init', 'run --wait -- true']],
      ),
    patient,
  );

test.run();
