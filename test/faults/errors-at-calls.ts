import { readlinkSync } from 'node:fs';
import { eventually, isAlive } from '../rig/project.ts';
import { assert } from '../rig/suite.ts';
import { processesOf } from './processes-of.ts';
import { inLanes, ownJournal, Try } from './struck-program.ts';
import { type Blow, evenSpread } from './system-calls.ts';
import { endOf, eventsOf, journalsIn, outcomeIn, watchfulCommand } from './tried-launch.ts';

/** Which error came at which call, and what became of it. */
export type Erred = { readonly blow: string; readonly code: number; readonly became: string };

const launch = ['bg', 'run', '--', ...watchfulCommand];
/** What a disk can refuse; starting, signalling and talking to somebody is not its matter. */
const ofDisks = ['openat', 'mkdir', 'write', 'fdatasync', 'fsync', 'rename', 'link', 'unlink'];

/** A launcher in a new project, one of whose calls on it fails: it launched and says so, or refuses and nothing ran. */
export async function failLaunchers(parent: string, take = Number.POSITIVE_INFINITY): Promise<Erred[]> {
  const watched = new Try(parent);
  assert.is((await watched.run(launch, 'watched')).code, 0);
  await outcomeIn(watched.folder);
  const calls = watched
    .calls('program')
    .filter(({ name, line }) => ofDisks.includes(name) && line.includes(watched.folder));
  return inLanes(evenSpread(calls, take), async (call) => {
    const blow = { call, by: call.name === 'fdatasync' ? 'error=EIO' : 'error=ENOSPC' } as const;
    const once = new Try(parent);
    const { code, stderr } = await once.run(launch, blow);
    return erred(blow, code, async () => {
      assert.not.match(stderr, /\n\s+at /);
      const outcome = await outcomeIn(once.folder);
      assert.is(code === 0, outcome.ran, `exit ${code}, ${stderr}`);
      return outcome;
    });
  });
}

/** Errors on the journal of a supervisor, once and for ever: each kind of append can meet each of them. */
const onJournal: readonly Blow[] = [
  ...([1, 2] as const).flatMap((nth) => [
    { call: { name: 'write', nth }, by: 'error=ENOSPC', path: ownJournal } as const,
    { call: { name: 'write', nth }, by: 'error=EIO', path: ownJournal } as const,
    { call: { name: 'fdatasync', nth }, by: 'error=EIO', path: ownJournal } as const,
    { call: { name: 'write', nth }, by: 'error=ENOSPC', path: ownJournal, forEver: true } as const,
    { call: { name: 'fdatasync', nth }, by: 'error=EIO', path: ownJournal, forEver: true } as const,
  ]),
  { call: { name: 'openat', nth: 1 }, by: 'error=EIO', path: ownJournal },
  { call: { name: 'openat', nth: 2 }, by: 'error=EIO', path: ownJournal, forEver: true },
];

/**
 * A supervisor whose journal refuses: what cannot be recorded does not run, and once the disk takes it again (strace is
 * gone) the end is there without a restart.
 */
export async function failSupervisors(parent: string): Promise<Erred[]> {
  return inLanes(onJournal, async (blow) => {
    const once = new Try(parent);
    const { code, stderr } = await once.runSupervised(launch, blow);
    return erred(blow, code, async () => {
      await untilIdle(once.folder);
      for (const pid of tracersOf(once.folder)) process.kill(pid, 'SIGKILL');
      const outcome = await outcomeIn(once.folder);
      assert.is(code === 0, outcome.ran, `exit ${code}, ${stderr}`);
      if (outcome.ran) assert.equal([outcome.status, outcome.reason], ['completed', null]);
      return outcome;
    });
  });
}

/** Errors on the journal that a stop writes to: it stops, or says that it could not, and can be asked for again. */
export async function failStops(parent: string): Promise<Erred[]> {
  const blows = (['write', 'fdatasync'] as const).flatMap((name) => [
    { name, forEver: false },
    { name, forEver: true },
  ]);
  return inLanes(blows, async ({ name, forEver }) => {
    const once = new Try(parent);
    assert.is((await once.run(['bg', 'run', '--', 'sleep', '300'])).code, 0);
    const [id = ''] = journalsIn(once.folder);
    const path = `${once.folder}/.tapps-agents/journal/${id}.ndjson`;
    const by = name === 'write' ? 'error=ENOSPC' : 'error=EIO';
    const blow = { call: { name, nth: 1 }, by, forEver, path } as const;
    const stop = ['bg', 'stop', id, '--yes', '--grace', '5s'];
    const { code, stderr } = await once.run(stop, blow);
    return erred(blow, code, async () => {
      assert.is(code, forEver ? 1 : 0, stderr);
      assert.not.match(stderr, /\n\s+at /);
      const child = eventsOf(once.folder, id).find(({ type }) => type === 'process.started');
      const asked = eventsOf(once.folder, id).some(({ type }) => type === 'process.stop_requested');
      if (!asked) assert.ok(child?.type === 'process.started' && isAlive(child.data.pid));
      const second = await once.run(stop);
      assert.ok(second.code === 0 || second.code === 5, `the second stop: ${second.code} ${second.stderr}`);
      await eventually(() => (processesOf(once.folder).length === 0 ? true : null), 30_000);
      return endOf(once.folder, id);
    });
  });
}

/** The command is over: nobody runs in the folder but a supervisor that waits for its disk, if that. */
async function untilIdle(folder: string): Promise<void> {
  const works = (pid: number): boolean => linkOf(`/proc/${pid}/cwd`) === folder;
  await eventually(() => (processesOf(folder).some(works) ? null : true), 30_000);
}

/** Straces that stand beside a supervisor of this folder. */
function tracersOf(folder: string): number[] {
  return processesOf(folder).filter((pid) => linkOf(`/proc/${pid}/exe`).endsWith('/strace'));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // it ended meanwhile
  }
}

async function erred({ call, by, forEver }: Blow, code: number, look: () => Promise<object>): Promise<Erred> {
  const blow = `${by} at ${call.name} ${call.nth}${forEver === true ? ' and later' : ''}`;
  try {
    return { blow, code, became: JSON.stringify(await look()) };
  } catch (error) {
    throw new Error(`${blow}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
