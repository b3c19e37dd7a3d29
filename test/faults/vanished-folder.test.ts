// timeout: 120s
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ListJson } from '../../schemas/generated/types.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { folderForAll } from '../rig/temporary-folder.ts';

const test = suite('a journal folder that goes away or is shut under a run');
const project = new TestProject();
test.after(() => project.end());
const patienceMs = 30_000;

const waits = (gate: string): string => `until [ -e ${gate} ]; do sleep 0.05; done; echo done`;

test.fault(
  75,
  'with the folder gone the command goes on to its end, and its record is back once there is a folder again',
  async () => {
    const gate = join(project.folder, 'go');
    const id = await project.launch(['sh', '-c', waits(gate)]);
    const { pid, supervisorPid } = await project.event(id, 'process.started');
    rmSync(dirname(project.journalPath(id)), { recursive: true });
    const later = await project.launch(['true']);
    await project.event(later, 'process.exited', patienceMs);
    const { processes } = await project.callJson<ListJson>(['bg', 'list']);
    assert.ok(processes.some((one) => one.id === later));
    assert.ok(isAlive(pid) && isAlive(supervisorPid), 'it runs on');
    writeFileSync(gate, '');
    await eventually(() => (isAlive(pid) || isAlive(supervisorPid) ? null : true), patienceMs);
    assert.is(readFileSync(project.outputPath(id), 'utf8'), 'done\n');
    assert.is((await project.status(id)).status, 'completed');
    assert.is((await project.call(['bg', 'verify', id])).code, 0);
  },
  { timeoutMs: 90_000 },
);

test.fault(
  75,
  'with the folder shut to writing the end is recorded all the same, and a launch is refused or works, in words',
  async () => {
    const user = '4242';
    const place = folderForAll('tapps-shut-');
    const [entry, cwd] = [join(place, 'program'), join(place, 'project')];
    cpSync(dirname(project.program), entry, { recursive: true });
    mkdirSync(cwd);
    execFileSync('chmod', ['-R', 'a+rX', place]);
    chmodSync(cwd, 0o777);
    const own = (...words: readonly string[]) =>
      spawnSync(
        'setpriv',
        [
          ...[
            '--reuid',
            user,
            '--regid',
            user,
            '--clear-groups',
            process.execPath,
            join(entry, 'main.js'),
            'bg',
          ],
          ...words,
        ],
        {
          cwd,
          encoding: 'utf8',
          timeout: 30_000,
          env: { ...process.env, HOME: cwd, TMPDIR: cwd, NODE_V8_COVERAGE: undefined },
        },
      );
    const launched = own('run', '--quiet', '--', 'sh', '-c', waits('go'));
    const id = launched.stdout.trim();
    assert.is(launched.status, 0, launched.stderr);
    const journals = join(cwd, '.tapps-agents', 'journal');
    chmodSync(journals, 0o500);
    try {
      assert.is(JSON.parse(own('status', id, '--json').stdout).status, 'running');
      const refused = own('run', '--', 'true');
      assert.ok([0, 1, 3].includes(refused.status ?? -1), refused.stderr);
      assert.not.match(refused.stderr, /^\s+at /m);
      chmodSync(journals, 0o500);
      writeFileSync(join(cwd, 'go'), '');
      await eventually(() => {
        const { status, exitCode } = JSON.parse(own('status', id, '--json').stdout);
        return status === 'completed' && exitCode === 0 ? true : null;
      }, patienceMs);
    } finally {
      writeFileSync(join(cwd, 'go'), '');
      own('stop', id, '--yes');
      rmSync(place, { recursive: true, force: true });
    }
  },
  { needs: 'root', timeoutMs: 90_000 },
);

test.run();
