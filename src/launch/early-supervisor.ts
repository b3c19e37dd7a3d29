import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { runVariable, supervisorMark } from '../process/run-variables.ts';
import { waitingNode } from '../process/waiting-node.ts';
import { newProcessId } from './process-id.ts';

/** A supervisor that was started for this id, and knows nothing more yet. */
export type SpawnedSupervisor = {
  readonly id: string;
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
};

let early: SpawnedSupervisor | null = null;

/**
 * Starts a supervisor before anything is known of the launch: it loads while the checks run. Until it is told a journal
 * it does nothing, and ends without a trace where its launcher ends first, however that is.
 */
export function startEarly(entry: string, isDebugged: boolean): void {
  try {
    early = spawnSupervisor(entry, newProcessId(), isDebugged);
    holdOpen(early, 'unref');
  } catch {
    // No process, or an environment that is too large: the launch comes to the same, and says so.
  }
}

/** The id that one was started for; null without one. */
export function earlyId(): string | null {
  return early?.id ?? null;
}

/** The one that was started for this id, once: from here on it is the taker's. */
export function takeEarly(id: string): SpawnedSupervisor | null {
  if (early?.id !== id) return null;
  const taken = early;
  early = null;
  holdOpen(taken, 'ref');
  return taken;
}

/** Where nobody took it nothing was launched. It has done nothing, so it need not be asked to end. */
export async function endEarly(): Promise<void> {
  if (early === null) return;
  const { child } = early;
  early = null;
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill('SIGKILL'); // Node signals a child only as long as nobody else can have its pid
  await once(child, 'exit');
}

/** A detached supervisor, a program of its own. Not through execa: loading it takes a third of Node's own start. */
export function spawnSupervisor(entry: string, id: string, isDebugged: boolean): SpawnedSupervisor {
  const child = spawn(process.execPath, [...waitingNode, entry, id], {
    cwd: '/',
    // Its own mark, so that a launch inside a launch is not taken for a member of the outer one's tree.
    env: { ...process.env, [runVariable]: supervisorMark(id) },
    detached: true,
    stdio: ['pipe', 'pipe', isDebugged ? 'inherit' : 'ignore'],
  });
  child.on('error', () => {}); // then it has no pid, which is what is looked at
  return { id, child };
}

/** Whether this program goes on for as long as that one does. */
function holdOpen({ child }: SpawnedSupervisor, as: 'ref' | 'unref'): void {
  child[as]();
  for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe[as]();
}
