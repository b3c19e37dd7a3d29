// timeout: 150s
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { requested, started, validated } from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
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
async function signalsOfStop(pid: string, startToken: string): Promise<string[]> {
  const gone = { supervisorPid: 4_194_302, supervisorStartToken: ownToken };
  const journal = givenJournal(requested(here), validated(), started({ pid: 77_777, startToken, ...gone }));
  const forged = readFileSync(journal.path, 'utf8').replace('"pid":77777', `"pid":${pid}`);
  writeFileSync(journal.path, forged);
  const trace = join(journal.project.root, 'trace');
  const calls = 'trace=kill,tgkill,tkill,pidfd_send_signal,rt_sigqueueinfo,rt_tgsigqueueinfo';
  // `-D`: strace stands aside, so that whoever calls is the parent, as without it.
  const strace = ['-D', '-f', '-q', '-o', trace, '-e', calls, '-e', 'signal=none'];
  const stop = [program.program, 'bg', 'stop', journal.id, '--yes', '--grace', '1ms'];
  const { status, stderr } = spawnSync('strace', [...strace, process.execPath, ...stop], {
    cwd: journal.project.root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.ok([0, 1, 4, 5].includes(status ?? -1), `${pid}: ${status} ${stderr}`);
  assert.not.match(stderr, /^\s+at /m, pid);
  const traced = () => readFileSync(trace, 'utf8');
  // The program's own line is the last: its threads have ended before.
  await eventually(() => (/\+\+\+ exited with \d+ \+\+\+\n$/.test(traced()) ? true : null));
  // Signal 0 only asks whether somebody is there.
  return traced()
    .split('\n')
    .filter((line) => /^\d+ +\w+\(/.test(line) && !/kill\(\d+, 0\)/.test(line));
}

test.fault(
  39,
  'the kernel is asked for no signal by a stop of what names 0, 1, -1, no number, or too large a one',
  async () => {
    for (const pid of ['0', '1', '-1', '"12abc"', '9007199254740992'])
      assert.equal(await signalsOfStop(pid, identityOf(1)?.startToken ?? ''), [], pid);
  },
  { needs: 'strace', timeoutMs: 120_000 },
);

test.fault(
  39,
  'nor by one of what names the caller, or a stranger under a token of before',
  async () => {
    const stranger = spawn('sleep', ['300'], { stdio: 'ignore', detached: true }); // a leader, as commands are
    const { pid = 0 } = stranger;
    try {
      assert.equal(await signalsOfStop(String(pid), ownToken), []);
      assert.equal(await signalsOfStop(String(process.pid), ownToken), []);
      assert.ok(isAlive(pid));
      const token = identityOf(pid)?.startToken ?? '';
      const [first = ''] = await signalsOfStop(String(pid), token);
      assert.match(
        first,
        `kill(${pid}, SIGTERM)`,
        'whom it names is asked before the grace is over, however short',
      );
    } finally {
      stranger.kill('SIGKILL');
    }
  },
  { needs: 'strace', timeoutMs: 60_000 },
);

test.run();
