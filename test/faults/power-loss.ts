import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observeAll } from '../../src/observe/observe.ts';
import type { DiskCall } from '../rig/disk-trace.ts';
import { ForgetfulDisk, putDown, type Survivor } from '../rig/forgetful-disk.ts';
import { readThrough } from '../rig/given-journal.ts';
import { assert } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

/** An event whose line was written to a journal. */
type Line = { readonly id: string; readonly type: string; readonly name: string };

/** What counts only once it is on disk, as schemas/README.md says. */
const held =
  /^(?:launch\..*|process\.(?:launched|queued|started|spawn_failed|stop_requested|exited|lost|completed|failed|stopped)|notification\..*)$/;

const leftovers = ['nothing', 'zeros', 'part'] as const;

/** How many moments there were, and at how many of them something had to be there. */
export type PowerLosses = { readonly moments: number; readonly acknowledged: number };

/**
 * Plays a trace onto a forgetful disk. The power fails after each call, and what is left is read as a user would: what
 * was acknowledged by then is there, nothing throws, and what is said is true. `seed` chooses what is left by chance.
 */
export async function losePowerEverywhere(
  trace: readonly DiskCall[],
  root: string,
  seed: number,
): Promise<PowerLosses> {
  const disk = new ForgetfulDisk(root);
  const random = randomFrom(seed);
  const known = new Known();
  /** Most calls change nothing that lasts: what was looked at once is not looked at again. */
  const seen = new Map<string, ReadonlySet<string>>();
  let moments = 0;
  for (const call of trace) {
    known.add(call, root);
    if (!disk.apply(call) && !known.hasNews) continue;
    moments += 1;
    for (const leftover of leftovers) {
      const when = `the power fails after ${call.name} ${call.path}, ${leftover} is left of what was not synced`;
      const survivors = disk.survivors(leftover, random);
      const key = keyOf(survivors);
      const there = seen.get(key) ?? (await eventsLeft(survivors, when));
      seen.set(key, there);
      const lost = known.acknowledged.filter(({ id, name }) => !there.has(`${id} ${name}`));
      assert.equal(lost, [], when);
    }
  }
  return { moments, acknowledged: known.acknowledged.length };
}

/** Which events are found by whoever comes afterwards; throws if he is told what cannot be so. */
async function eventsLeft(survivors: readonly Survivor[], when: string): Promise<ReadonlySet<string>> {
  const root = temporaryFolder('tapps-power-');
  try {
    putDown(survivors, root);
    const { observed, unreadable } = await observeAll(projectAt(root));
    assert.equal(unreadable, [], when);
    const there = new Set<string>();
    for (const { id, path, verdict } of observed) {
      const { events } = readThrough(path, id);
      const types = events.map(({ event }) => event.type);
      for (const { event } of events) there.add(`${id} ${event.by} ${event.n}`);
      // Everybody is gone: what is not known to have ended well did not.
      assert.ok(['completed', 'failed', 'stopped'].includes(verdict.status), `${when}: ${verdict.status}`);
      if (verdict.status === 'completed') assert.ok(types.includes('process.exited'), when);
      if (verdict.status === 'stopped') assert.ok(types.includes('process.stop_requested'), when);
    }
    return there;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/**
 * What was acknowledged. Whoever wrote an event that counts only on disk does nothing else until it is there: so once
 * he does anything else, it counts. This does not look at what he did to bring it there.
 */
class Known {
  readonly acknowledged: Line[] = [];
  hasNews = false;
  readonly #waiting = new Map<number, { readonly path: string; readonly line: Line }>();

  add(call: DiskCall, root: string): void {
    this.hasNews = false;
    const line = lineOf(call, root);
    const waiting = this.#waiting.get(call.thread);
    if (waiting !== undefined) {
      if (call.name === 'fdatasync' && call.path === waiting.path) return;
      this.#waiting.delete(call.thread);
      // Written once more: it was not taken for granted yet.
      if (line?.name !== waiting.line.name) this.#acknowledge(waiting.line);
    }
    if (line !== null && held.test(line.type)) this.#waiting.set(call.thread, { path: call.path, line });
  }

  #acknowledge(line: Line): void {
    this.acknowledged.push(line);
    this.hasNews = true;
  }
}

function lineOf({ name, path, bytes }: DiskCall, root: string): Line | null {
  const isJournal = path.startsWith(`${root}/.tapps-agents/journal/`) && path.endsWith('.ndjson');
  if (name !== 'write' || !isJournal) return null;
  const { process, type, by, n } = JSON.parse(bytes.toString());
  assert.is(basename(path), `${process}.ndjson`);
  return { id: String(process), type: String(type), name: `${by} ${n}` };
}

function keyOf(survivors: readonly Survivor[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of survivors) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

/** A small generator: the same seed, the same losses. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
