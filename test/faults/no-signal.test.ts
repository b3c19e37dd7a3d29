// timeout: 150s
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { requested, started, validated } from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('whom a stop signals');
const program = new TestProject();
test.after(() => program.end());

const ownToken = identityOf(process.pid)?.startToken ?? '';
const here = {
  host: thisHost(),
  bootId: processTable.bootId(),
  launcherPid: 4_194_301,
  launcherStartToken: ownToken,
};

/** A journal whose command should be `pid`, as it stands in the file, its supervisor gone: `bg stop` under strace. */
function signalsOfStop(pid: string, startToken: string): string[] {
  const gone = { supervisorPid: 4_194_302, supervisorStartToken: ownToken };
  const journal = givenJournal(requested(here), validated(), started({ pid: 77_777, startToken, ...gone }));
  const forged = readFileSync(journal.path, 'utf8').replace('"pid":77777', `"pid":${pid}`);
  writeFileSync(journal.path, forged);
  const trace = join(journal.project.root, 'trace');
  const calls = 'trace=kill,tgkill,tkill,pidfd_send_signal,rt_sigqueueinfo,rt_tgsigqueueinfo';
  const strace = ['-f', '-qq', '-o', trace, '-e', calls, '-e', 'signal=none'];
  const stop = [program.program, 'bg', 'stop', journal.id, '--yes', '--grace', '100ms'];
  const { status, stderr } = spawnSync('strace', [...strace, process.execPath, ...stop], {
    cwd: journal.project.root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.ok([0, 1, 4, 5].includes(status ?? -1), `${pid}: ${status} ${stderr}`);
  assert.not.match(stderr, /^\s+at /m, pid);
  // Signal 0 only asks whether somebody is there.
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /^\d+ +\w+\(/.test(line) && !/kill\(\d+, 0\)/.test(line));
}

test.fault(
  39,
  'the kernel is asked for no signal by a stop of what names 0, 1, -1, no number, or too large a one',
  () => {
    for (const pid of ['0', '1', '-1', '"12abc"', '9007199254740992'])
      assert.equal(signalsOfStop(pid, identityOf(1)?.startToken ?? ''), [], pid);
  },
  { needs: 'strace', timeoutMs: 120_000 },
);

test.fault(
  39,
  'nor by one of what names the caller, or a stranger under a token of before',
  () => {
    const stranger = spawn('sleep', ['300'], { stdio: 'ignore', detached: true }); // a leader, as commands are
    const { pid = 0 } = stranger;
    try {
      assert.equal(signalsOfStop(String(pid), ownToken), []);
      assert.equal(signalsOfStop(String(process.pid), ownToken), []);
      assert.ok(isAlive(pid));
      const token = identityOf(pid)?.startToken ?? '';
      assert.match(signalsOfStop(String(pid), token).join(), `kill(${pid}, SIG`, 'it was looked for');
    } finally {
      stranger.kill('SIGKILL');
    }
  },
  { needs: 'strace', timeoutMs: 60_000 },
);

test.run();
