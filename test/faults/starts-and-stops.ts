import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../rig/project.ts';
import { assert } from '../rig/suite.ts';
import type { WatchedProject } from '../rig/watched-project.ts';
import { type Held, heldBy } from './held-resources.ts';
import { processesOf } from './processes-of.ts';

export type Round = { readonly atOnce: number; readonly cycles: number };
export type Leaks = {
  readonly launches: number;
  readonly before: Held;
  readonly during: Held;
  readonly after: Held;
};

const ends = ['process.exited', 'process.lost', 'process.spawn_failed'];

/**
 * Many launches at once that are stopped together, then one start and stop after the other, under a watcher. Each must
 * have come to one end, nobody may be left, and when the journals are cleaned up the watcher holds what it held before.
 */
export async function startAndStop(project: WatchedProject, { atOnce, cycles }: Round): Promise<Leaks> {
  const watcher = await settledWatcher(project);
  const before = heldBy(watcher);
  const ids = await Promise.all(Array.from({ length: atOnce }, () => project.launch(['sleep', '300'])));
  const during = heldBy(watcher);
  await stopAll(project, ids);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const id = await project.launch(['sleep', '300']);
    await stopAll(project, [id]);
    ids.push(id);
  }
  for (const id of ids) {
    await eventually(() => (processesOf(id).length === 0 ? true : null), 30_000);
    assert.is(project.events(id).filter(({ type }) => ends.includes(type)).length, 1, id);
    await project.event(id, 'process.stopped', 30_000);
  }
  assertFiles(project.folder);
  const { code, stderr } = await project.call([
    'bg',
    'cleanup',
    '--older-than',
    '0',
    '--status',
    'all',
    '--yes',
  ]);
  assert.is(code, 0, stderr);
  const after = await eventually(() => {
    const held = heldBy(watcher);
    return held.descriptors <= before.descriptors && held.watches <= before.watches ? held : null;
  }, 30_000);
  return { launches: ids.length, before, during, after };
}

/** The watcher of a project that has seen a first process come and go: what it loads and opens once is there. */
async function settledWatcher(project: WatchedProject): Promise<number> {
  const id = await project.launch(['true']);
  const { pid } = await project.watcherUp();
  await project.event(id, 'process.completed', 30_000);
  await project.call(['bg', 'cleanup', '--older-than', '0', '--status', 'all', '--yes']);
  await eventually(() => (heldBy(pid).watches <= 2 ? true : null), 30_000);
  return pid;
}

async function stopAll(project: WatchedProject, ids: readonly string[]): Promise<void> {
  const { code, stderr } = await project.call(['bg', 'stop', ...ids, '--yes']);
  assert.is(code, 0, stderr);
}

/** Nothing lies about that was only meant for a moment. */
function assertFiles(folder: string): void {
  const state = join(folder, '.tapps-agents');
  const files = (name: string): string[] => readdirSync(join(state, name));
  // One that was the highest stays as an empty file, so that its number is not given out again.
  const tickets = files('run/tickets').map((name) =>
    readFileSync(join(state, 'run', 'tickets', name), 'utf8'),
  );
  assert.is(tickets.join(''), '');
  const ofWatcher = ['doorbell', 'notifications.log', 'watcher.ndjson', 'watchers'];
  assert.equal(
    files('run').filter((name) => !ofWatcher.includes(name)),
    ['reserve', 'tickets'],
  );
  assert.is(files('output').length, files('journal').length);
  const all = readdirSync(state, { recursive: true, encoding: 'utf8' });
  assert.equal(
    all.filter((name) => /tmp|~$|\.lock|\.due$/.test(name)),
    [],
  );
}
