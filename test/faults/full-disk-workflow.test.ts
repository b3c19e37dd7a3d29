// timeout: 120s
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a workflow on a disk that is full for a while');
const project = new TestProject();
test.after(() => project.end());

const steps = `workflow:
  id: release
  steps:
    - {id: build, run: [sh, -c, "while ! test -e go; do sleep 0.05; done; touch built"], creates: [built], next: note}
    - {id: note, run: [touch, noted], requires: [built], next: ship}
    - {id: ship, run: [touch, shipped], requires: [built]}
`;

test.fault(
  30,
  'it waits for room between two steps, and comes to its end',
  async () => {
    mkdirSync(join(project.folder, '.tapps-agents'), { mode: 0o700 });
    writeFileSync(join(project.folder, 'release.yaml'), steps);
    const { stdout, stderr, code } = await project.call(['workflow', 'release.yaml', '--quiet']);
    assert.is(code, 0, stderr);
    const id = stdout.trim();
    const { pid } = await project.event(id, 'process.started');
    await project.event(id, 'step.started');
    const path = project.journalPath(id);
    const failing = await FailingCalls.of(pid, path, ['write,pwrite64:error=ENOSPC']);
    writeFileSync(join(project.folder, 'go'), '');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.not.match(
      readFileSync(path, 'utf8'),
      '"step.finished"',
      'it could be written: the test proves nothing',
    );
    assert.ok(isAlive(pid), 'the runner died of it');
    await failing.end();
    await eventually(() => (isAlive(pid) ? null : true), 40_000);
    await project.event(id, 'process.exited');
    const status: ProcessJson = JSON.parse((await project.call(['bg', 'status', id, '--json'])).stdout);
    assert.is(status.status, 'completed');
    const finished = readFileSync(path, 'utf8').split('"step.finished"').length - 1;
    assert.is(finished, 3);
    assert.is((await project.call(['bg', 'verify', id])).code, 0);
  },
  { needs: ['strace', 'procfs'], timeoutMs: 90_000 },
);

test.run();
