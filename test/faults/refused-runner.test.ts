// timeout: 180s
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventType } from '../../schemas/event.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a workflow to which the system refuses something');
let project: TestProject;
test.beforeEach(() => {
  project = new TestProject();
  mkdirSync(projectAt(project.folder).journalFolder, { recursive: true, mode: 0o700 });
});
test.afterEach(() => project.end());

const id = 'k3f9a2c7';
const earlier = 'k3f9a2c6';
const workflow = (steps: readonly string[]): string => {
  const file = join(project.folder, 'release.yaml');
  writeFileSync(
    file,
    `workflow:\n  id: release\n  steps:\n${steps.map((step) => `    - ${step}\n`).join('')}`,
  );
  return file;
};

for (const [what, refused, injection] of [
  ['its journal is refused once', `journal/${id}.ndjson`, 'openat:error=EMFILE:when=1'],
  ['its journal is refused twice', `journal/${id}.ndjson`, 'openat:error=EIO:when=1..2'],
  ['the run that it resumes is refused once', `journal/${earlier}.ndjson`, 'openat:error=EIO:when=1'],
  ['its file is refused once', '../release.yaml', 'openat:error=ESTALE:when=1'],
] as const)
  test.fault(
    71,
    `its steps run, although ${what} (${injection})`,
    () => {
      const file = workflow(['{id: build, run: [touch, built], creates: [built]}']);
      for (const name of [id, earlier])
        JournalWriter.create(project.journalPath(name), name, 'launcher')?.close();
      const state = join(project.folder, '.tapps-agents');
      const runner = join(project.program, '..', 'step-runner.js');
      const { status, stderr } = spawnSync(
        'strace',
        [
          ...['-f', '-qq', '-o', '/dev/null', '-P', join(state, refused), '-e', `inject=${injection}`],
          ...[process.execPath, runner, file, '--resume-of', earlier],
        ],
        {
          cwd: project.folder,
          encoding: 'utf8',
          env: { ...process.env, TAPPS_JOURNAL: project.journalPath(id) },
          timeout: 60_000,
        },
      );
      assert.is(status, 0, stderr);
      assert.equal(typesIn(id), ['step.started', 'step.finished', 'workflow.finished']);
    },
    { needs: ['strace', 'procfs'], timeoutMs: 90_000 },
  );

test.fault(
  79,
  'what happens while its journal is away is written once the supervisor has put it back',
  async () => {
    const wait = 'until test -e go; do sleep 0.05; done';
    workflow([`{id: build, run: [sh, -c, "${wait}"], next: ship}`, '{id: ship, run: [touch, shipped]}']);
    const { stdout, stderr, code } = await project.call(['workflow', 'release.yaml', '--quiet']);
    assert.is(code, 0, stderr);
    const run = stdout.trim();
    const { supervisorPid, pid } = await project.event(run, 'process.started');
    await project.event(run, 'step.started');
    process.kill(supervisorPid, 'SIGSTOP'); // it looks after the journal a second later than it would
    rmSync(project.journalPath(run));
    writeFileSync(join(project.folder, 'go'), '');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    process.kill(supervisorPid, 'SIGCONT');
    await eventually(() => (isAlive(pid) ? null : true), 30_000);
    await project.event(run, 'process.exited', 20_000);
    const ofSteps = typesIn(run).filter((type) => /^(?:step|workflow)/.test(type));
    const each = ['step.started', 'step.finished'];
    assert.equal(ofSteps, [...each, ...each, 'workflow.finished']);
    assert.is((await project.call(['bg', 'verify', run])).code, 0);
  },
  { needs: 'procfs', timeoutMs: 90_000 },
);

function typesIn(run: string): EventType[] {
  return project.events(run).map(({ type }) => type);
}

test.run();
