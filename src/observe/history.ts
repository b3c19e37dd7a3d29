import { monotonicMs } from '../base/clock.ts';
import { archivedPath, type JournalPlace } from '../journal/journal-places.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import type { Unreadable, Which } from '../journal/store.ts';
import {
  type NamesRead,
  namesHold,
  readChanges,
  type WrittenChanges,
  writeChanges,
} from '../journal/store-changes.ts';
import {
  type EndedIndex,
  type EndedRow,
  keyOf,
  readEnded,
  readKeys,
  readRows,
  writeEnded,
} from '../journal/store-ended.ts';
import { readNames, type Spot } from '../journal/store-names.ts';
import { type Stamps, stampsOf, stepLimitMs } from '../journal/store-stamps.ts';
import { asListed } from './as-listed.ts';
import { type Observed, observeMany } from './observe.ts';

/** How a history is read: `keep` picks of those that have not ended whom to look at. */
export type HistoryReading = {
  readonly project: Project;
  readonly which: Which;
  readonly keep?: (places: readonly JournalPlace[]) => readonly JournalPlace[];
};

/** All processes of a project: those that may still change as they are now, and of what ended what lists choose by. */
export type History = {
  readonly reading: HistoryReading;
  readonly observed: readonly Observed[];
  readonly unreadable: readonly Unreadable[];
  /** What ended since the index was written, in no order. */
  readonly fresh: readonly EndedRow[];
  /** Gives the rows of the index, some at a time, newest first, without those that are gone; null: there are no more. */
  readonly indexed: () => () => readonly EndedRow[] | 'damaged' | null;
};

/** So few that came since are looked at one by one; each takes a fifth of a millisecond. */
const firstIndexRows = 16;
/** The index is written anew when so much has changed: that reads the keys of all, 25 ms for 100,000. */
const changesLimit = 100;
/** The index may be replaced while it is read. */
const tries = 3;

/** Reads and uses it; once more where `use` gives null for an index that is not what it was, at last without it. */
export async function withHistory<Use>(
  reading: HistoryReading,
  use: (history: History) => Promise<Use | null>,
): Promise<Use> {
  for (let left = tries; left > 0; left -= 1) {
    const history = await readHistory(reading, left > 1 ? readEnded(reading.project) : null);
    const used = history === null ? null : await use(history);
    if (used !== null) return used;
  }
  throw new Error('assertion failed: without an index nothing of it is damaged');
}

/**
 * Where nothing came or went since the last time, no name is read; else the names are, and no more. What ended is not
 * looked at, however much of it there is.
 */
async function readHistory(reading: HistoryReading, index: EndedIndex | null): Promise<History | null> {
  const { project, which, keep = (places) => places } = reading;
  const known = knownBy(project, index);
  if (known === null) return null;
  const isMeant = ({ month }: Spot): boolean => which === 'all' || month === null;
  const places = keep(known.open.filter(isMeant).map((one) => placeOf(project, one)));
  const { observed, unreadable } = await observeMany(project, which, places);
  write(project, index, known, observed);
  const fresh = known.fresh.filter(isMeant);
  return { reading, observed, unreadable, fresh, indexed: () => rowsOf(index, which, known.gone) };
}

export function placeOf(project: Project, { id, month }: Spot): JournalPlace {
  const path = month === null ? journalPath(project, id) : archivedPath(project, id, month);
  return { id, path, isArchived: month !== null };
}

/** What is there, as far as it is known without a look into any journal. */
type Known = {
  readonly open: readonly Spot[];
  readonly fresh: readonly EndedRow[];
  readonly gone: ReadonlySet<string>;
  readonly stamps: Stamps;
  readonly readMs: number;
  /** What is written down already. */
  readonly written: WrittenChanges | null;
  readonly isHeld: boolean;
};

function knownBy(project: Project, index: EndedIndex | null): Known | null {
  const written = index === null ? null : readChanges(project, index.seal);
  const stamps = stampsOf(project);
  const readMs = monotonicMs();
  const base = { stamps, readMs, written };
  if (written !== null && namesHold(written, stamps)) {
    const { open, fresh, gone } = written;
    return { ...base, open, fresh, gone: new Set(gone), isHeld: true };
  }
  const keys = index === null ? [] : readKeys(index);
  if (keys === null) return null;
  const rows = written?.fresh ?? [];
  // What was gone and is there again may be another journal: it is read.
  const before = written?.gone ?? [];
  const known = new Set([...keys, ...rows.map(keyOf)]);
  for (const key of before) known.delete(key);
  for (const row of rows) known.add(keyOf(row));
  const names = readNames(project, known);
  const lost = new Set(names.gone);
  const fresh = rows.filter((row) => !lost.has(keyOf(row)));
  return { ...base, open: names.unknown, fresh, gone: new Set([...before, ...names.gone]), isHeld: false };
}

function write(
  project: Project,
  index: EndedIndex | null,
  known: Known,
  observed: readonly Observed[],
): void {
  const { open, gone, stamps, readMs } = known;
  const spots = new Map(open.map((spot) => [placeOf(project, spot).path, spot]));
  const ended = observed.filter(isOver).flatMap((one) => rowOf(one, spots.get(one.path)) ?? []);
  const over = new Set(ended.map(keyOf));
  const fresh = [...known.fresh, ...ended];
  const left = open.filter((spot) => !over.has(keyOf(spot)));
  const read: NamesRead = { stamps: stamps.text, agoMs: monotonicMs() - readMs };
  if (isWorthAnIndex(index, fresh.length, gone.size)) {
    const seal = writeEnded(project, index, gone, fresh);
    if (seal !== null) writeChanges(project, { index: seal, gone: [], fresh: [], open: left, ...read });
  } else if (index !== null && (ended.length > 0 || isNews(known))) {
    writeChanges(project, { index: index.seal, gone: [...gone], fresh, open: left, ...read });
  }
}

function isWorthAnIndex(index: EndedIndex | null, fresh: number, gone: number): boolean {
  return index === null ? fresh >= firstIndexRows : fresh + gone >= changesLimit;
}

/** Names that were read so soon after a change that they would not be believed are not worth a file of their own. */
function isNews({ written, isHeld, open, fresh, gone, stamps }: Known): boolean {
  if (isHeld) return false;
  if (written === null || Date.now() - stamps.changedMs >= stepLimitMs) return true;
  return (
    open.length !== written.open.length ||
    fresh.length !== written.fresh.length ||
    gone.size !== written.gone.length
  );
}

/** Nothing that may still be written changes what lists choose by. */
function isOver({ state }: Observed): boolean {
  return state.life.phase === 'ended' || state.life.phase === 'rejected';
}

/** None for a journal that has moved since its name was read. */
function rowOf(one: Observed, spot: Spot | undefined): EndedRow | null {
  if (spot === undefined) return null;
  const { id, name, type, status, tags, launchedAt, work } = asListed(one);
  return { id, name, type, status, tags, launchedAt, work, month: spot.month };
}

function rowsOf(
  index: EndedIndex | null,
  which: Which,
  gone: ReadonlySet<string>,
): ReturnType<History['indexed']> {
  const blocks = index?.blocks.values();
  return () => {
    const block = blocks?.next();
    if (index === null || block === undefined || block.done === true) return null;
    const rows = readRows(index, block.value);
    if (rows === null) return 'damaged';
    return rows.filter((row) => (which === 'all' || row.month === null) && !gone.has(keyOf(row)));
  };
}
