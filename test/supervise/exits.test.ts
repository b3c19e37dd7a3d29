import { chmodSync, closeSync, copyFileSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import { defaultSettings } from '../../src/config/settings.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { type Launched, launch } from '../../src/launch/launch.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { requestOf } from './request-of.ts';

const test = suite('how a command ends');
const project = new TestProject();
test.after(() => project.end());

/** Launches without the checks before it, as if the file had changed between check and execution. */
function launchUnchecked(command: readonly string[], env: Record<string, string> = {}): Promise<Launched> {
  const request = requestOf(command, project.folder, env);
  const site = {
    project: projectAt(project.folder),
    settings: { ...defaultSettings, maxConcurrent: 100 },
    supervisorEntry: join(project.program, '..', 'supervisor.js'),
    watcherEntry: join(project.program, '..', 'watcher.js'),
    version: '0.0.0',
  };
  const preflight = { valid: true, strict: false, skipped: true, durationMs: 0, checks: [] };
  return launch(request, { preflight, git: null }, site);
}

async function exitOf(script: string): Promise<[DataOf<'process.exited'>, string]> {
  const { id } = await launchUnchecked(['sh', '-c', script]);
  const exited = await project.event(id, 'process.exited');
  const types = project.events(id).map(({ type }) => type);
  assert.not.ok(types.includes('process.spawn_failed'), script);
  assert.ok(types.indexOf('process.started') < types.indexOf('process.exited'));
  return [exited, id];
}

for (const code of [0, 3, 125, 126, 127, 143, 255]) {
  test.fault(9, `exit code ${code} is recorded as it is, and is no failed start`, async () => {
    const [exited] = await exitOf(`exit ${code}`);
    assert.is(exited.code, code);
    assert.is(exited.signal, null);
  });
}

for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGPIPE']) {
  test.fault(9, `a command that dies of ${signal} has no exit code`, async () => {
    const [exited] = await exitOf(`kill -${signal.slice(3)} $$`);
    assert.is(exited.code, null);
    assert.is(exited.signal, signal);
  });
}

test.fault(9, 'the status tells code and signal', async () => {
  const [[, three], [, killed]] = [await exitOf('exit 3'), await exitOf('kill -KILL $$')];
  const byCode = await project.status(three);
  assert.equal(
    [byCode.status, byCode.reason, byCode.exitCode, byCode.signal],
    ['failed', 'exit_code', 3, null],
  );
  const bySignal = await project.status(killed);
  assert.equal(
    [bySignal.status, bySignal.reason, bySignal.exitCode, bySignal.signal],
    ['failed', 'signal', null, 'SIGKILL'],
  );
});

const unexecutable = {
  'a missing command': ['ENOENT', () => './is-not-there'],
  'a name that is on no PATH': ['ENOENT', () => 'no-such-command-anywhere'],
  'a missing interpreter': [
    'ENOENT',
    () => file('script-without-interpreter', '#!/no/such/interpreter\n', 0o755),
  ],
  'a file without permission': ['EACCES', () => file('not-executable', '#!/bin/sh\n', 0o644)],
  'an interpreter without permission': ['EACCES', () => file('bad', `#!${file('no-x', '', 0o644)}\n`, 0o755)],
  'a folder': ['EACCES', () => folder('a-folder')],
} satisfies Record<string, [string, () => string]>;

for (const [what, [code, command]] of Object.entries(unexecutable)) {
  for (const [where, env] of Object.entries({ '': {}, ', in an odd environment': { 'a.b': '1' } })) {
    test.fault(10, `${what}${where} is a failed start with ${code}, and no supervisor is left`, async () => {
      const { id, outcome, answer } = await launchUnchecked([command(), 'argument'], env);
      assert.is(outcome, 'spawn_failed');
      assert.is(answer?.code, code);
      const failed = await project.event(id, 'process.spawn_failed');
      assert.is(failed.code, code);
      assert.match(failed.message, command().slice(0, 400));
      await eventually(() => (processesOf(id).length === 0 ? true : null));
      const types = project.events(id).map(({ type }) => type);
      assert.not.ok(types.includes('process.exited'));
      const { verdict } = await observe(projectAt(project.folder), id);
      assert.equal([verdict.status, verdict.reason, verdict.exitCode], ['failed', 'spawn_failed', null]);
    });
  }
}

test.fault(
  9,
  'a command that really exits with 126 or 127 in an odd environment is no failed start',
  async () => {
    for (const code of [126, 127]) {
      const { id, outcome } = await launchUnchecked(['sh', '-c', `exit ${code}`], { 'a.b': '1' });
      assert.is(outcome, 'started');
      assert.is((await project.event(id, 'process.exited')).code, code);
    }
  },
);

test.fault(
  10,
  'the launch command itself fails when the system refuses what the checks let pass',
  async () => {
    // A file that somebody is still writing is executable to every check; only the kernel says no (ETXTBSY).
    const busy = join(project.folder, 'busy');
    copyFileSync('/bin/true', busy);
    const fd = openSync(busy, 'r+');
    try {
      const { code, stderr } = await project.call(['bg', 'run', '--', './busy']);
      assert.is(code, 1);
      assert.match(
        stderr,
        'could not be executed (UNKNOWN): the system refused to execute the command: ./busy',
      );
    } finally {
      closeSync(fd);
    }
    assert.is((await project.call(['bg', 'run', '--wait', '--', './busy'])).code, 0);
  },
);

test('a script without a first line for an interpreter is run by the shell', async () => {
  const { id, outcome } = await launchUnchecked([file('plain-script', 'exit 9\n', 0o755)]);
  assert.is(outcome, 'started');
  assert.is((await project.event(id, 'process.exited')).code, 9);
});

test.fault(
  11,
  'twelve commands that end at once have started and ended, in this order',
  async () => {
    for (let round = 0; round < 3; round += 1) {
      const launched = await Promise.all(Array.from({ length: 4 }, () => launchUnchecked(['true'])));
      for (const { id, outcome } of launched) {
        assert.is(outcome, 'started');
        await project.event(id, 'process.exited');
        const types = project.events(id).map(({ type }) => type);
        assert.equal(types.slice(0, 4), [
          'launch.requested',
          'launch.validated',
          'process.launched',
          'process.started',
        ]);
        assert.is(types.filter((type) => type === 'process.exited').length, 1);
      }
    }
  },
  { timeoutMs: 60_000 },
);

test.run();

function file(name: string, text: string, mode: number): string {
  const path = join(project.folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function folder(name: string): string {
  mkdirSync(join(project.folder, name), { recursive: true });
  return join(project.folder, name);
}
