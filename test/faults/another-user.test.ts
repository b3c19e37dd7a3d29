// timeout: 180s
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { owe } from '../../src/claims/due.ts';
import { prepareStateFolder } from '../../src/journal/state-folder.ts';
import { exited, failed, wholeLife } from '../rig/given-events.ts';
import { emptyProject, givenId, givenJournal } from '../rig/given-journal.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { folderForAll } from '../rig/temporary-folder.ts';

const test = suite('another user of the same machine');
const program = new TestProject();
test.after(() => program.end());

const stranger = 4242;
const options = { needs: 'root', timeoutMs: 90_000 } as const;

test.fault(
  74,
  'no watcher runs the command that the settings of another user name, and no launch goes there',
  async () => {
    const { project } = givenJournal(...wholeLife().slice(0, -1), exited({ code: 1 }), failed());
    const ran = join(project.root, 'ran');
    const settings = `background_processes: {notifications: {command: [touch, ${JSON.stringify(ran)}]}}\n`;
    writeFileSync(project.configFile, settings);
    owe(project, givenId);
    execFileSync('chown', ['-R', `${stranger}:${stranger}`, project.stateFolder]);
    const below = join(project.root, 'below');
    mkdirSync(below);
    const env = { TAPPS_BG_MONITORING_ENABLED: '1' };
    const watcher = join(dirname(program.program), 'watcher.js');
    const { status, signal } = spawnSync(process.execPath, [watcher, project.root], {
      env: { ...process.env, ...env },
      timeout: 30_000,
    });
    assert.equal([status, signal], [0, null], 'it leaves at once');
    for (const command of ['list', 'watch --once', 'run -- true', 'inbox']) {
      const { code, stderr } = await program.call(['bg', ...command.split(' ')], { cwd: below, env });
      if (command !== 'list') assert.match(stderr, /belongs to another user/, command);
      assert.is(code === 0, command === 'list', command);
    }
    assert.not.ok(existsSync(ran));
    assert.not.ok(existsSync(project.runFolder), 'nothing of ours lies there');
  },
  options,
);

test.fault(
  27,
  'somebody else can neither read nor stop nor add to what runs here, and is told so in words',
  async () => {
    const place = folderForAll('tapps-stranger-');
    const [entry, cwd] = [join(place, 'program'), join(place, 'project')];
    cpSync(dirname(program.program), entry, { recursive: true });
    execFileSync('chmod', ['-R', 'a+rX', entry]);
    mkdirSync(cwd);
    chmodSync(cwd, 0o777);
    const { stdout } = await program.call(['bg', 'run', '--quiet', '--', 'sleep', '300'], { cwd });
    const id = stdout.trim();
    const path = join(cwd, '.tapps-agents', 'journal', `${id}.ndjson`);
    const words = ['--reuid', `${stranger}`, '--regid', `${stranger}`, '--clear-groups', process.execPath];
    for (const command of [
      'list',
      `status ${id}`,
      `stop ${id} --yes`,
      'inbox',
      'watch --stop',
      'run -- true',
    ]) {
      const { status, stderr } = spawnSync(
        'setpriv',
        [...words, join(entry, 'main.js'), 'bg', ...command.split(' ')],
        { cwd, encoding: 'utf8', timeout: 30_000 },
      );
      assert.ok(status === 1 || status === 3, `${command}: ${status} ${stderr}`);
      assert.match(stderr, /permission|cannot be read/, command);
      assert.not.match(stderr, /try again with --debug|^\s+at /m, command);
    }
    assert.not.match(readFileSync(path, 'utf8'), /"by":"(?!launcher|supervisor)/);
    assert.is((await program.call(['bg', 'stop', id, '--yes'], { cwd })).code, 0, 'it ran to here');
    rmSync(place, { recursive: true });
  },
  options,
);

test.fault(57, 'others lose the right to write to a state folder of ours, and keep that to read', () => {
  for (const [mode, then] of [
    [0o777, 0o755],
    [0o1777, 0o1755],
    [0o770, 0o750],
    [0o755, 0o755],
    [0o700, 0o700],
  ] as const) {
    const project = emptyProject();
    chmodSync(project.stateFolder, mode);
    chmodSync(project.journalFolder, 0o777);
    assert.equal(prepareStateFolder(project, project.outputFolder), []);
    assert.is(statSync(project.stateFolder).mode & 0o7777, then);
    assert.is(statSync(project.journalFolder).mode & 0o7777, 0o700);
  }
});

test.fault(
  57,
  'a folder of ours that is another user’s by now is refused, whatever its mode',
  () => {
    for (const name of ['journalFolder', 'cacheFolder', 'runFolder'] as const) {
      const project = emptyProject();
      mkdirSync(project[name], { recursive: true });
      chmodSync(project[name], 0o777);
      chownSync(project[name], stranger, stranger);
      const cause = 'it belongs to another user';
      assert.equal(prepareStateFolder(project, project.outputFolder), [{ path: project[name], cause }]);
      assert.is(statSync(project[name]).mode & 0o777, 0o777);
    }
  },
  options,
);

test.run();
