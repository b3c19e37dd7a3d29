import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../src/base/system-error.ts';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, isAlive } from '../rig/project.ts';
import type { UnderWay } from './death.ts';

/** A loaded machine takes its time. */
const patienceMs = 30_000;

/** `bg stop`, as a person would. */
export function stop({ project, id }: UnderWay, ...options: readonly string[]): Promise<unknown> {
  return project.call(['bg', 'stop', id, '--yes', ...options]);
}

/** Until its output holds this. */
export function hasSaid({ project, id }: UnderWay, text: string): Promise<true> {
  const path = project.outputPath(id);
  const said = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return eventually(() => (said().includes(text) ? true : null), patienceMs);
}

/** Until its journal holds an event of this type. */
export async function hasHappened({ project, id }: UnderWay, type: string): Promise<void> {
  await eventually(() => (project.events(id).some((event) => event.type === type) ? true : null), patienceMs);
}

/** Kills who the journal says runs it, and waits until they are gone. */
export async function kill({ project, id }: UnderWay, ...whom: readonly Whom[]): Promise<void> {
  const started = await project.event(id, 'process.started', patienceMs);
  const pids = whom.map((one) => (one === 'command' ? started.pid : started.supervisorPid));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await eventually(() => (pids.some(isAlive) ? null : true), patienceMs);
}

type Whom = 'command' | 'supervisor';

/** Until nobody is left of those who the journal says ran it. */
export async function isGone({ project, id }: UnderWay): Promise<void> {
  const { pid } = await project.event(id, 'process.started', patienceMs);
  await eventually(() => (isAlive(pid) ? null : true), patienceMs);
}

/** Until a watcher that looks at it has called it stalled. */
export async function hasStalled({ project, id }: UnderWay): Promise<void> {
  const isCalledSo = () =>
    project.events(id).some((event) => event.type === 'process.warned' && event.data.kind === 'stalled');
  await eventually(async () => {
    await project.call(['bg', 'watch', '--once']);
    return isCalledSo() ? true : null;
  }, patienceMs);
}

/** Its journal as it would be if all of it had happened on a machine that was started at another time. */
export function elsewhere({ project, id }: UnderWay, host?: string): void {
  const [requested] = project.events(id);
  if (requested?.type !== 'launch.requested') throw new Error(`${id} has no first line`);
  const { bootId, host: here } = requested.data;
  const path = project.journalPath(id);
  const text = readFileSync(path, 'utf8').replaceAll(bootId, '00000000-0000-4000-8000-000000000000');
  writeFileSync(path, text.replace(`"host":"${here}"`, `"host":"${host ?? here}"`));
}

/** Ends everything that has to do with it and still lives. */
export function endAllOf(id: string): void {
  for (const pid of processesOf(id)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error; // it ended meanwhile
    }
  }
}

/** Makes the file that a command waits for (`untilFile`). */
export function letGo({ place }: UnderWay): void {
  writeFileSync(join(place.folder, 'go'), '');
}

/** A line for the shell that goes on when it is let go. */
export const untilLetGo = 'while ! test -e go; do sleep 0.05; done';
