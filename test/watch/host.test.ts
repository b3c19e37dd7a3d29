import { appendFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hints } from '../../reactors/watcher.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { Host, type HostMode, type HostWays, hostWays } from '../../src/watch/host.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { numberedId } from '../rig/living-journal.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('how the watcher comes to look');
const never = 24 * 60 * 60_000;
let host: Host | null = null;
test.afterEach(() => host?.stop());

/** A host in a project, and which of its journals were looked at, in which size. */
class Watching {
  readonly project: Project = emptyProject();
  readonly modes: HostMode[] = [];
  readonly #looks: { readonly id: string; readonly bytes: number }[] = [];
  readonly #sizes = new Map<string, number>();

  start(ways: Partial<HostWays>): void {
    host = new Host(
      this.project,
      {
        look: (id) => this.#looks.push({ id, bytes: this.#sizes.get(id) ?? 0 }),
        modeChanged: (mode) => this.modes.push(mode),
        gone: () => {},
      },
      { ...hostWays, ...ways },
    );
    host.start();
  }

  grow(id: string): void {
    appendFileSync(journalPath(this.project, id), 'x\n');
    this.#sizes.set(id, (this.#sizes.get(id) ?? 0) + 2);
  }

  /** Waits until each was looked at after the last change of it. */
  async seen(ids: readonly string[]): Promise<void> {
    const isSeen = (id: string) =>
      this.#looks.some((look) => look.id === id && look.bytes === this.#sizes.get(id));
    await eventually(() => (ids.every(isSeen) ? true : null), 20_000);
  }

  isLookedAt(id: string): boolean {
    return this.#looks.some((look) => look.id === id);
  }
}

/** A watch that says only what the test says, and knows how often it was made and closed. */
function toldWatch() {
  const told = { hints: [] as Hints[], closed: 0 };
  const watch = (_folder: string, hints: Hints) => {
    told.hints.push(hints);
    const close = async (): Promise<void> => {
      told.closed += 1;
    };
    return { close };
  };
  return { told, watch };
}

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.fault(12, 'what follows a hint without a hint of its own is found by looking again', async () => {
  const { told, watch } = toldWatch();
  const watching = new Watching();
  watching.start({ watch, sweepMs: never });
  watching.grow('a');
  told.hints[0]?.hint('a.ndjson');
  watching.grow('a');
  await watching.seen(['a']);
});

test.fault(12, 'of two changes 0 to 60 ms apart the second is seen, and no sweep helps', async () => {
  const watching = new Watching();
  const ids = Array.from({ length: 31 }, (_, index) => numberedId(index));
  for (const id of ids) watching.grow(id);
  watching.start({ sweepMs: never });
  await watching.seen(ids);
  // Only once its first look at the folder is over does chokidar tell of anything.
  await eventually(() => {
    watching.grow('last');
    return watching.isLookedAt('last') ? true : null;
  });
  await Promise.all(
    ids.map(async (id, index) => {
      watching.grow(id);
      await pauseMs(index * 2);
      watching.grow(id);
    }),
  );
  await watching.seen(ids);
});

test.fault(13, 'what no hint tells is found by the sweep', async () => {
  const { told, watch } = toldWatch();
  const watching = new Watching();
  watching.start({ watch });
  watching.grow('a');
  await watching.seen(['a']);
  watching.grow('a');
  await watching.seen(['a']);
  assert.is(told.hints.length, 1);
});

test.fault(15, 'a watch that fails leaves the sweep, and is tried again later', async () => {
  const { told, watch } = toldWatch();
  const watching = new Watching();
  watching.start({ watch, sweepMs: 50, rewatchMs: 200 });
  told.hints[0]?.troubled(new Error('ENOSPC'));
  assert.is(host?.mode, 'sweep');
  watching.grow('a');
  await watching.seen(['a']);
  await eventually(() => (told.hints.length > 1 ? true : null));
  assert.equal(watching.modes, ['sweep', 'events']);
  assert.is(told.closed, 1);
});

test.fault(
  16,
  'a folder that is another one than before is watched anew, and the old watch closed',
  async () => {
    const { told, watch } = toldWatch();
    const watching = new Watching();
    watching.start({ watch, sweepMs: 50 });
    const folder = watching.project.journalFolder;
    const away = join(watching.project.root, 'away');
    renameSync(folder, away);
    mkdirSync(folder, { mode: 0o700 });
    await eventually(() => (told.hints.length === 2 ? true : null));
    assert.is(told.closed, 1);
    rmSync(away, { recursive: true });
    watching.grow('b');
    await watching.seen(['b']);
  },
);

test('what did not change since it was looked at is not looked at again, however often it is hinted at', async () => {
  const { told, watch } = toldWatch();
  const watching = new Watching();
  watching.grow('a');
  watching.start({ watch, sweepMs: never });
  await watching.seen(['a']);
  told.hints[0]?.hint('a.ndjson');
  told.hints[0]?.hint('notes.txt');
  told.hints[0]?.hint('../a.ndjson');
  watching.grow('b');
  told.hints[0]?.hint('b.ndjson');
  await watching.seen(['b']);
  assert.is(watching.isLookedAt('notes'), false);
});

test.run();
