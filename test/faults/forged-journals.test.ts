import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { observe } from '../../src/observe/observe.ts';
import { stopProcess } from '../../src/observe/stop-process.ts';
import { type Identity, identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { requested, started, validated } from '../rig/given-events.ts';
import { type GivenJournal, givenJournal } from '../rig/given-journal.ts';
import { type Called, eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journals that name the wrong processes');
const program = new TestProject();
test.after(() => program.end());

/** A launcher that is gone since. */
const here = {
  host: thisHost(),
  bootId: processTable.bootId(),
  launcherPid: 4_194_301,
  launcherStartToken: ownIdentity().startToken,
};

/** A process that should run: its command is `child`, its supervisor is dead. */
function givenRunning(child: Identity, spec: Parameters<typeof requested>[0] = here): GivenJournal {
  const gone = { supervisorPid: 4_194_302, supervisorStartToken: child.startToken };
  return givenJournal(requested(spec), validated(), started({ ...child, ...gone }));
}

function call(journal: GivenJournal, ...args: readonly string[]): Promise<Called> {
  return program.call(args, { cwd: journal.project.root });
}

function ownIdentity(): Identity {
  const identity = identityOf(process.pid);
  if (identity === null) throw new Error('we are gone');
  return identity;
}

/** Everything that the act would have signalled. */
async function signalledBy(act: () => Promise<unknown>): Promise<unknown[]> {
  const sent: unknown[] = [];
  const { kill } = process;
  process.kill = (pid, name) => {
    sent.push([pid, name]);
    return true;
  };
  try {
    await act().catch(() => {}); // that it fails is well; what it sends is the question
  } finally {
    process.kill = kill;
  }
  return sent;
}

const impossible = ['0', '-1', '1.5', '9007199254740992', '"12abc"', 'null', '1e400'];

for (const pid of impossible) {
  test.fault(39, `pid ${pid} in a journal is a corrupt line, and nothing is signalled`, async () => {
    const journal = givenRunning({ ...ownIdentity(), pid: 77_777 });
    writeFileSync(journal.path, readFileSync(journal.path, 'utf8').replace('"pid":77777', `"pid":${pid}`));
    const observed = await observe(journal.project, journal.id);
    assert.is(observed.corruptLines, 1);
    assert.equal([observed.verdict.status, observed.verdict.reason], ['failed', 'lost']);
    const wish = { signal: 'SIGKILL', graceMs: 0, reason: null } as const;
    assert.equal(await signalledBy(() => stopProcess(journal.project, observed, wish)), []);
  });
}

for (const [who, pid] of Object.entries({
  init: 1,
  'our own process': process.pid,
  'our parent': process.ppid,
})) {
  test.fault(
    39,
    `a journal that names ${who} as its command gets nobody signalled`,
    async () => {
      const child = processTable.list().find((row) => row.pid === pid);
      if (child === undefined) return assert.is(pid, 1); // hidden from us: then it can't be named either
      const { startToken } = child;
      const journal = givenRunning({ pid, startToken });
      const observed = await observe(journal.project, journal.id);
      const wish = { signal: 'SIGTERM', graceMs: 50, reason: null } as const;
      assert.equal(await signalledBy(() => stopProcess(journal.project, observed, wish)), []);
    },
    { timeoutMs: 30_000 },
  );
}

test.fault(
  49,
  'after a restart of the machine, a process is lost and whoever has its number now is left alone',
  async () => {
    const bystander = spawn('sleep', ['300'], { stdio: 'ignore' });
    const child = {
      pid: bystander.pid ?? 0,
      startToken: ownIdentity().startToken.replace(here.bootId, 'earlier'),
    };
    const journal = givenRunning(child, { ...here, bootId: 'earlier' });
    const { verdict } = await observe(journal.project, journal.id);
    assert.equal([verdict.status, verdict.reason], ['failed', 'lost']);
    assert.match(verdict.message ?? '', 'the machine was restarted');
    assert.is((await call(journal, 'bg', 'stop', journal.id, '--yes')).code, 5);
    assert.ok(isAlive(child.pid));
    bystander.kill('SIGKILL');
  },
);

test.fault(50, 'a process of another machine is running as far as is known, and stop refuses', async () => {
  const bystander = spawn('sleep', ['300'], { stdio: 'ignore' });
  const journal = givenRunning(
    { ...ownIdentity(), pid: bystander.pid ?? 0 },
    { ...here, host: 'elsewhere', bootId: 'b007' },
  );
  const before = journal.bytes();
  const { verdict } = await observe(journal.project, journal.id);
  assert.equal([verdict.status, verdict.health], ['running', 'unknown']);
  const { code, stderr } = await call(journal, 'bg', 'stop', journal.id, '--yes');
  assert.is(code, 1);
  assert.match(stderr, 'it runs on elsewhere');
  assert.equal(journal.bytes(), before);
  assert.ok(isAlive(bystander.pid ?? 0));
  bystander.kill('SIGKILL');
});

test.fault(40, 'a command that is a zombie, because nobody reaps it, has ended', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 300'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said: Buffer = await new Promise((resolve) => parent.stdout.once('data', resolve));
  const child = await eventually(() => identityOf(Number(said.toString())));
  const journal = givenRunning(child);
  assert.is((await observe(journal.project, journal.id)).verdict.status, 'running');
  await eventually(() => (isAlive(child.pid) ? null : true));
  assert.ok(existsSync(`/proc/${child.pid}`), 'it was reaped: the test proves nothing');
  const { verdict } = await observe(journal.project, journal.id);
  assert.equal([verdict.status, verdict.reason, verdict.health], ['failed', 'lost', 'ended']);
  const wish = { signal: 'SIGTERM', graceMs: 50, reason: null } as const;
  const observed = await observe(journal.project, journal.id);
  assert.equal(await signalledBy(() => stopProcess(journal.project, observed, wish)), []);
  parent.kill('SIGKILL');
});

test.fault(50, 'the same boot is the same machine, whatever its name is by now', async () => {
  const journal = givenRunning({ ...ownIdentity(), pid: 4_194_300 }, { ...here, host: 'renamed' });
  const { verdict } = await observe(journal.project, journal.id);
  assert.equal([verdict.status, verdict.reason], ['failed', 'lost']);
});

test.fault(
  50,
  'a process of another container on this machine is running as far as is known, and stop refuses',
  async () => {
    const token = ownIdentity().startToken.replace(/:[\d.]+:(\d+)$/, ':1.1:$1');
    const journal = givenRunning({ pid: process.pid, startToken: token });
    const { verdict } = await observe(journal.project, journal.id);
    assert.equal([verdict.status, verdict.health], ['running', 'unknown']);
    const { code, stderr } = await call(journal, 'bg', 'stop', journal.id, '--yes');
    assert.is(code, 1);
    assert.match(stderr, 'its identity cannot be read from here');
  },
);

test.run();
