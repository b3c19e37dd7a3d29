import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  journalPath,
  type Project,
  watcherJournalPath,
  watchersFolder,
} from '../../src/journal/project-paths.ts';
import { readThrough } from '../rig/given-journal.ts';
import { eventually } from '../rig/project.ts';
import { projectWithAnEnd } from './killed-watcher.ts';
import { inLanes } from './struck-program.ts';

const id = 'p0000000';
const program = join(import.meta.dirname, '..', '..', 'dist', 'watcher.js');
const patienceMs = 20_000;

/** Which calls on its project's files are refused, with what, and so many of each: all that a watcher does to tell one end. */
const refusals = [
  ['openat', 'EMFILE', 10],
  ['pread64', 'EIO', 7],
  ['write', 'ENOSPC', 6],
  ['fdatasync', 'EIO', 3],
  ['link', 'ENOSPC', 1],
  ['unlink', 'EIO', 2],
  ['statx', 'EIO', 10],
  ['mkdir', 'ENOSPC', 2],
] as const;

/**
 * A watcher that starts over an end that somebody is owed a word about, and to whom the n-th call of a name is refused,
 * once: the end is judged, told and settled within seconds. Gives how often something was refused.
 */
export async function refuseWatchers(): Promise<number> {
  const blows = refusals.flatMap(([call, error, count]) =>
    Array.from({ length: count }, (_, index) => ({ call, error, when: index + 1 })),
  );
  const struck = await inLanes(blows, async ({ call, error, when }) => {
    const project = projectWithAnEnd();
    const traceFile = join(project.root, 'trace');
    const watcher = startRefused(project, traceFile, `${call}:error=${error}:when=${when}`);
    try {
      await eventually(() => (isToldAndSettled(project) ? true : null), patienceMs);
    } catch (cause) {
      throw new Error(`${call} ${when}, ${error}: the end was not told`, { cause });
    } finally {
      await ended(watcher);
    }
    return readFileSync(traceFile, 'utf8').includes('(INJECTED)');
  });
  return struck.filter(Boolean).length;
}

/** Its guard is traced, too: strace counts the calls of each process by itself. */
function startRefused(project: Project, traceFile: string, refusal: string): ChildProcess {
  const { claimsFolder, journalFolder, runFolder } = project;
  const claim = join(claimsFolder, id);
  const paths = [
    ...[journalPath(project, id), watcherJournalPath(project), watchersFolder(project)],
    ...[claimsFolder, journalFolder, runFolder],
    ...['doorbell', 'notifications.log'].map((name) => join(runFolder, name)),
    ...['.due', '.failed-0.claim', '.failed-0.unread'].map((ending) => `${claim}${ending}`),
  ];
  const where = paths.flatMap((path) => ['-P', path]);
  const [name = ''] = refusal.split(':');
  const how = ['-e', `trace=${name}`, '-e', `inject=${refusal}`];
  const words = ['-f', '-qq', '-o', traceFile, ...where, ...how, process.execPath, program, project.root];
  return spawn('strace', words, { stdio: 'ignore', detached: true });
}

function isToldAndSettled(project: Project): boolean {
  if (!existsSync(journalPath(project, id))) return false;
  const types = readThrough(journalPath(project, id), id).events.map(({ event }) => event.type);
  const tried = types.filter((type) => type === 'notification.sent' || type === 'notification.failed');
  const open = readdirSync(project.claimsFolder).filter((name) => /\.(?:due|claim)$/.test(name));
  return types.includes('process.failed') && tried.length >= 2 && open.length === 0;
}

/**
 * Strace hands the signal on to none of those that it traces: all of the group are told, again and again, for a signal that
 * is on its way to a program while strace lets go of it may be lost.
 */
async function ended({ pid, exitCode }: ChildProcess): Promise<void> {
  if (pid === undefined || exitCode !== null) return;
  const ask = (): boolean => {
    try {
      return process.kill(-pid, 'SIGTERM');
    } catch {
      return false; // nobody of them is left
    }
  };
  await eventually(() => (ask() ? null : true), patienceMs);
}
