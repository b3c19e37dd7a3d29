import { appendFileSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { foldAll } from '../../projections/fold.ts';
import { initialState } from '../../projections/process-state.ts';
import type { Hints } from '../../reactors/watcher.ts';
import { ringDoorbell } from '../../src/journal/doorbell.ts';
import { doorbellPath, journalPath, type Project } from '../../src/journal/project-paths.ts';
import type { HearingMode } from '../../src/watch/hearing.ts';
import { Host, type HostWays, hostWays } from '../../src/watch/host.ts';
import { wholeLife } from '../rig/given-events.ts';
import { emptyProject, givenId, givenJournal } from '../rig/given-journal.ts';
import { numberedId } from '../rig/living-journal.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('how the watcher comes to look');
const never = 24 * 60 * 60_000;
const nobody = { launcher: 'dead', supervisor: 'dead', child: 'dead', rebooted: false } as const;
const { state: ended } = foldAll(givenId, givenJournal(...wholeLife()).read().events);
let host: Host | null = null;
test.afterEach(() => host?.stop());

/** A host in a project, and which of its journals were looked at, in which size. */
class Watching {
  readonly project: Project = emptyProject();
  readonly modes: HearingMode[] = [];
  /** A look finds that these have ended. */
  readonly ended = new Set<string>();
  /** A look at these says nothing, for they cannot be read. */
  readonly unreadable = new Set<string>();
  readonly #looks: { readonly id: string; readonly bytes: number }[] = [];
  readonly #sizes = new Map<string, number>();

  constructor() {
    mkdirSync(this.project.runFolder);
  }

  start(ways: Partial<HostWays>): void {
    const { project } = this;
    const self = new Host(
      project,
      {
        look: (id) => {
          this.#looks.push({ id, bytes: this.#sizes.get(id) ?? 0 });
          if (this.unreadable.has(id)) return;
          const { life } = this.ended.has(id) ? ended : initialState(id);
          queueMicrotask(() => self.note({ ...initialState(id), life }, nobody));
        },
        modeChanged: (mode) => this.modes.push(mode),
        gone: () => {},
      },
      { ...hostWays, ...ways },
    );
    host = self;
    self.start();
  }

  grow(id: string): void {
    appendFileSync(journalPath(this.project, id), 'x\n');
    this.#sizes.set(id, (this.#sizes.get(id) ?? 0) + 2);
  }

  /** Waits until each was looked at after the last change of it. */
  async seen(ids: readonly string[]): Promise<void> {
    await eventually(() => (ids.every((id) => this.isSeen(id)) ? true : null), 20_000);
  }

  isSeen(id: string): boolean {
    return this.#looks.some((look) => look.id === id && look.bytes === this.#sizes.get(id));
  }

  get looks(): number {
    return this.#looks.length;
  }
}

/** Watches that say only what the test says, and know how often each file got one and lost it. */
function toldWatch() {
  const made: { readonly name: string; readonly hints: Hints; isClosed: boolean }[] = [];
  const watch = (path: string, hints: Hints) => {
    const close = async (): Promise<void> => {
      one.isClosed = true;
    };
    const removed = (): void => {
      one.isClosed = true;
      hints.removed();
    };
    const one = { name: basename(path), hints: { ...hints, removed }, isClosed: false };
    made.push(one);
    return { close };
  };
  const open = (): string[] => made.filter(({ isClosed }) => !isClosed).map(({ name }) => name);
  const hintsOf = (name: string): Hints | undefined => made.findLast((one) => one.name === name)?.hints;
  return { made, open, hintsOf, watch };
}

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.fault(12, 'what follows a hint without a hint of its own is found by looking again', async () => {
  const { hintsOf, watch } = toldWatch();
  const watching = new Watching();
  watching.grow('a');
  watching.start({ watch, sweepMs: never });
  await watching.seen(['a']);
  await pauseMs(400); // nobody looks any more because of the start
  watching.grow('a');
  hintsOf('a.ndjson')?.changed();
  watching.grow('a');
  await watching.seen(['a']);
});

test.fault(12, 'of two changes 0 to 60 ms apart the second is seen, and no sweep helps', async () => {
  const watching = new Watching();
  const ids = Array.from({ length: 31 }, (_, index) => numberedId(index));
  for (const id of ids) watching.grow(id);
  watching.start({ sweepMs: never });
  await watching.seen(ids);
  await pauseMs(400);
  await Promise.all(
    ids.map(async (id, index) => {
      watching.grow(id);
      await pauseMs(index * 2);
      watching.grow(id);
    }),
  );
  await watching.seen(ids);
});

test('a launch that rings is heard of at once, as is one that rings just after it', async () => {
  const watching = new Watching();
  watching.start({ sweepMs: never });
  await pauseMs(400);
  for (const id of ['a', 'b']) {
    watching.grow(id);
    ringDoorbell(watching.project);
  }
  await watching.seen(['a', 'b']);
  watching.grow('b');
  await watching.seen(['b']);
});

test.fault(
  80,
  'where a folder lies in the place of the doorbell everything is swept until it is gone',
  async () => {
    const watching = new Watching();
    const doorbell = doorbellPath(watching.project);
    mkdirSync(doorbell);
    watching.start({ sweepMs: 50, rewatchMs: 200 });
    assert.equal(watching.modes, ['sweep']);
    watching.grow('a');
    await watching.seen(['a']);
    rmSync(doorbell, { recursive: true });
    await eventually(() => (host?.mode === 'events' ? true : null));
    assert.ok(lstatSync(doorbell).isFile());
  },
);

test.fault(80, 'a doorbell that is taken away, or is a link, gives way to another one', async () => {
  const watching = new Watching();
  const doorbell = doorbellPath(watching.project);
  const elsewhere = join(watching.project.root, 'elsewhere');
  symlinkSync(elsewhere, doorbell);
  watching.start({ sweepMs: 50 });
  assert.ok(lstatSync(doorbell).isFile());
  rmSync(doorbell);
  await eventually(() => (existsSync(doorbell) ? true : null));
  rmSync(doorbell);
  symlinkSync(elsewhere, doorbell);
  ringDoorbell(watching.project);
  await eventually(() => (lstatSync(doorbell).isFile() ? true : null));
  assert.is(existsSync(elsewhere), false);
  assert.equal(watching.modes, []);
});

test.fault(80, 'a journal that nobody rang for is found by the sweep', async () => {
  const watching = new Watching();
  watching.start({ sweepMs: 50 });
  for (const id of ['a', 'b']) {
    watching.grow(id);
    await watching.seen([id]);
  }
});

test('a doorbell that was away for a moment is listened to again, though it is the same one', async () => {
  const { made, hintsOf, open, watch } = toldWatch();
  const watching = new Watching();
  watching.start({ watch, sweepMs: 50 });
  hintsOf('doorbell')?.removed();
  await eventually(() => (made.length === 2 ? true : null));
  assert.equal(open(), ['doorbell']);
  assert.equal(watching.modes, []);
});

test('a link that loops in the place of the doorbell gives way as well', async () => {
  const watching = new Watching();
  const doorbell = doorbellPath(watching.project);
  watching.start({ sweepMs: 50, rewatchMs: 200 });
  rmSync(doorbell);
  symlinkSync('doorbell', doorbell);
  await eventually(() => (lstatSync(doorbell).isFile() ? true : null));
});

test('what cannot be read is never watched, and of what is no file no folder', async () => {
  const { made, hintsOf, watch } = toldWatch();
  const watching = new Watching();
  const { journalFolder } = watching.project;
  watching.unreadable.add('a');
  watching.grow('a');
  watching.grow('b');
  symlinkSync('b.ndjson', join(journalFolder, 'c.ndjson'));
  mkdirSync(join(journalFolder, 'd.ndjson'));
  watching.start({ watch, sweepMs: 50 });
  await watching.seen(['a', 'b']);
  hintsOf('doorbell')?.removed();
  await eventually(() => (made.length === 4 ? true : null));
  assert.equal(
    made.map(({ name }) => name),
    ['doorbell', 'b.ndjson', 'doorbell', 'b.ndjson'],
  );
});

test('one file that cannot be watched is swept, all others go on being watched', async () => {
  const { hintsOf, open, watch } = toldWatch();
  const watching = new Watching();
  for (const id of ['a', 'b']) watching.grow(id);
  watching.start({ watch, sweepMs: 50 });
  await watching.seen(['a', 'b']);
  hintsOf('a.ndjson')?.troubled(Object.assign(new Error('no'), { code: 'EACCES' }));
  assert.equal(open(), ['doorbell', 'b.ndjson']);
  watching.grow('a');
  await watching.seen(['a']);
  assert.equal(watching.modes, []);
});

test('a folder that cannot be looked into for a moment has lost nothing', async () => {
  const { made, watch } = toldWatch();
  const watching = new Watching();
  const folder = watching.project.journalFolder;
  const away = join(watching.project.root, 'away');
  watching.grow('a');
  watching.start({ watch, sweepMs: 20 });
  await watching.seen(['a']);
  renameSync(folder, away);
  symlinkSync(folder, folder); // to itself: every look into it fails
  await pauseMs(200);
  rmSync(folder);
  renameSync(away, folder);
  await pauseMs(200);
  assert.is(watching.looks, 1);
  assert.is(made.length, 2);
});

test('a journal that was away for a moment is followed again', async () => {
  const { open, hintsOf, watch } = toldWatch();
  const watching = new Watching();
  watching.grow('a');
  watching.start({ watch, sweepMs: never });
  await watching.seen(['a']);
  hintsOf('a.ndjson')?.removed();
  assert.equal(open(), ['doorbell', 'a.ndjson']);
});

test('what may still grow is followed, what has ended no longer, and the folder never', async () => {
  const { open, hintsOf, watch } = toldWatch();
  const watching = new Watching();
  for (const id of ['a', 'b', 'c']) watching.grow(id);
  watching.ended.add('b');
  watching.start({ watch, sweepMs: never });
  await watching.seen(['a', 'b', 'c']);
  assert.equal(open(), ['doorbell', 'a.ndjson', 'c.ndjson']);
  watching.ended.add('a');
  watching.grow('a');
  hintsOf('a.ndjson')?.changed();
  await watching.seen(['a']);
  assert.equal(open(), ['doorbell', 'c.ndjson']);
});

test.fault(13, 'what no hint tells is found by the sweep', async () => {
  const { made, watch } = toldWatch();
  const watching = new Watching();
  watching.start({ watch });
  watching.grow('a');
  await watching.seen(['a']);
  watching.grow('a');
  await watching.seen(['a']);
  assert.is(made.length, 2);
});

test('what is written to a journal of which the end is told is seen as well, when its turn comes', async () => {
  const { watch } = toldWatch();
  const watching = new Watching();
  const ids = Array.from({ length: 200 }, (_, index) => numberedId(index));
  for (const id of ids) watching.ended.add(id);
  for (const id of ids) watching.grow(id);
  watching.start({ watch, sweepMs: 20 });
  await watching.seen(ids);
  for (const id of ids) watching.grow(id);
  await watching.seen(ids);
});

test.fault(15, 'a watch that fails leaves the sweep, and is tried again later', async () => {
  const { made, hintsOf, open, watch } = toldWatch();
  const watching = new Watching();
  watching.grow('a');
  watching.start({ watch, sweepMs: 50, rewatchMs: 200 });
  await watching.seen(['a']);
  hintsOf('a.ndjson')?.troubled(Object.assign(new Error('no watch is left'), { code: 'ENOSPC' }));
  assert.is(host?.mode, 'sweep');
  assert.equal(open(), []);
  watching.grow('a');
  await watching.seen(['a']);
  await eventually(() => (made.length > 2 ? true : null));
  assert.equal(watching.modes, ['sweep', 'events']);
  assert.equal(open(), ['doorbell', 'a.ndjson']);
});

test.fault(
  16,
  'in a folder that is another one than before, journals of the same name are followed',
  async () => {
    const { made, open, watch } = toldWatch();
    const watching = new Watching();
    watching.grow('a');
    watching.start({ watch, sweepMs: 50 });
    await watching.seen(['a']);
    const folder = watching.project.journalFolder;
    renameSync(folder, join(watching.project.root, 'away'));
    mkdirSync(folder, { mode: 0o700 });
    watching.grow('a');
    watching.grow('b');
    await eventually(() => (open().length === 3 && made.length === 4 ? true : null));
    await watching.seen(['b']);
  },
);

test('what did not change since it was looked at is not looked at again, however often it is hinted at', async () => {
  const { hintsOf, watch } = toldWatch();
  const watching = new Watching();
  watching.grow('a');
  watching.start({ watch, sweepMs: never });
  await watching.seen(['a']);
  const looks = watching.looks;
  hintsOf('a.ndjson')?.changed();
  watching.grow('b');
  appendFileSync(join(watching.project.journalFolder, 'notes.txt'), 'x');
  hintsOf('doorbell')?.changed();
  await watching.seen(['b']);
  await pauseMs(400);
  assert.is(watching.looks, looks + 1);
});

test.run();
