import { fstatSync } from 'node:fs';
import { type Fold, foldEvent, startFold } from '../../projections/fold.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { withJournal } from './journal-file.ts';
import {
  findJournal,
  type JournalPlace,
  listJournals,
  listLive,
  readingPath,
  readWhereItLies,
} from './journal-places.ts';
import { type FileIdentity, identityOf, readEvents } from './journal-reader.ts';
import { PrefixHash } from './prefix-hash.ts';
import type { Project } from './project-paths.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './store-checkpoint.ts';

/** A journal as folded to its last complete line. */
export type Folded = {
  readonly id: string;
  readonly path: string;
  readonly fold: Fold;
  readonly corruptLines: number;
};
/** A journal that is no readable file. It never hides the others. */
export type Unreadable = { readonly id: string; readonly path: string; readonly cause: string };

/** Bytes that must have come since the last checkpoint before a new one is worth its write. */
const checkpointEveryBytes = 64 * 1024;
/**
 * Of more journals than this only those have a checkpoint that are long: to read one takes as long as to fold thirty
 * events, and to write it four times that. The rows of a list are fewer; they are folded from theirs.
 */
const manyLimit = 64;

/**
 * Folds one journal, live or archived, going on from its checkpoint if that still fits the file. Throws
 * `journal_unusable`.
 */
export function foldProcess(project: Project, id: string): Folded {
  return foldPlace(project, { id, path: readingPath(project, id) });
}

/** Whether journals that are read in a moment have checkpoints, too. */
type Saving = 'all' | 'long ones';

function foldPlace(
  project: Project,
  place: Pick<JournalPlace, 'id' | 'path'>,
  saving: Saving = 'all',
): Folded {
  return readWhereItLies(project, place, (path) => foldFile(project, place.id, path, saving));
}

function foldFile(project: Project, id: string, path: string, saving: Saving): Folded {
  return withJournal(path, (fd) => {
    const identity = identityOf(fstatSync(fd));
    if (saving === 'long ones' && identity.sizeBytes < checkpointEveryBytes)
      return { id, path, ...foldAnew(id, fd) };
    const checkpoint = readCheckpoint(project, id);
    if (checkpoint !== null && isSame(checkpoint.identity, identity)) {
      return { id, path, fold: checkpoint.fold, corruptLines: checkpoint.corruptLines };
    }
    const { fold, corruptLines } = foldOn(project, id, fd, identity, checkpoint);
    return { id, path, fold, corruptLines };
  });
}

/** All journals: for whoever reads. Live ones: for whoever acts on processes, or tells of them. */
export type Which = 'all' | 'live';

/** Where the journals of the project lie. */
export function placesOf(project: Project, which: Which): JournalPlace[] {
  return which === 'live' ? listLive(project) : listJournals(project);
}

/** The journals of the project, or some of them; those that cannot be read are named beside. */
export function foldProcesses(
  project: Project,
  which: Which,
  places: readonly JournalPlace[] = placesOf(project, which),
): { readonly folded: Folded[]; readonly unreadable: Unreadable[] } {
  const saving = places.length > manyLimit ? 'long ones' : 'all';
  const folded: Folded[] = [];
  const unreadable: Unreadable[] = [];
  for (const place of places) {
    try {
      folded.push(
        which === 'live'
          ? foldFile(project, place.id, place.path, saving)
          : foldPlace(project, place, saving),
      );
    } catch (error) {
      if (which === 'live' && findJournal(project, place.id)?.isArchived === true) continue;
      if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
      unreadable.push({ id: place.id, path: error.failure.path, cause: error.failure.cause });
    }
  }
  return { folded, unreadable };
}

function foldOn(
  project: Project,
  id: string,
  fd: number,
  identity: FileIdentity,
  checkpoint: Checkpoint | null,
): Pick<Folded, 'fold' | 'corruptLines'> {
  const prefix = new PrefixHash();
  const fits = checkpoint !== null && beginsAs(checkpoint, fd, identity, prefix);
  if (!fits) prefix.restart();
  const sink = foldSink(fits ? checkpoint : { fold: startFold(id), corruptLines: 0 });
  const fromOffset = prefix.offsetBytes;
  let position = fromOffset;
  // What is long is hashed while it is at hand; only a line that goes on in the next chunk is read once more.
  const bytes = (chunk: Buffer, linesEnd: number): void => {
    if (linesEnd > position) {
      prefix.addUpTo(fd, position);
      prefix.add(chunk.subarray(0, linesEnd - position));
    }
    position += chunk.length;
  };
  const isLong = identity.sizeBytes - fromOffset >= checkpointEveryBytes;
  const { nextOffset } = readEvents(fd, id, isLong ? { ...sink, bytes } : sink, fromOffset);
  const { fold, corruptLines } = sink.folded();
  const over = fold.state.life.phase === 'ended' || fold.state.life.phase === 'rejected';
  if (over || nextOffset - fromOffset >= checkpointEveryBytes) {
    prefix.addUpTo(fd, nextOffset);
    const made = { id, identity, nextOffset, prefix: prefix.digest(), fold, corruptLines };
    writeCheckpoint(project, made);
  }
  return { fold, corruptLines };
}

/** Folds what it is given, on from where a fold stood. */
function foldSink(from: Pick<Folded, 'fold' | 'corruptLines'>) {
  let { fold, corruptLines } = from;
  return {
    event: (event: ReadEvent): void => {
      fold = foldEvent(fold, event);
    },
    corrupt: (): void => {
      corruptLines += 1;
    },
    folded: () => ({ fold, corruptLines }),
  };
}

function foldAnew(id: string, fd: number): Pick<Folded, 'fold' | 'corruptLines'> {
  const sink = foldSink({ fold: startFold(id), corruptLines: 0 });
  readEvents(fd, id, sink, 0);
  return sink.folded();
}

/**
 * A checkpoint holds for a file that begins with the very same bytes. All of them are hashed: that costs a tenth of
 * folding them again, and an edit far from the end is seen even if the file has grown since.
 */
function beginsAs(checkpoint: Checkpoint, fd: number, identity: FileIdentity, prefix: PrefixHash): boolean {
  if (identity.sizeBytes < checkpoint.nextOffset) return false;
  prefix.addUpTo(fd, checkpoint.nextOffset);
  return prefix.offsetBytes === checkpoint.nextOffset && prefix.digest() === checkpoint.prefix;
}

function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return (
    a.device === b.device &&
    a.inode === b.inode &&
    a.sizeBytes === b.sizeBytes &&
    a.modifiedMs === b.modifiedMs &&
    a.changedMs === b.changedMs
  );
}
