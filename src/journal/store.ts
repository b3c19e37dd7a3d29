import { closeSync, fstatSync } from 'node:fs';
import { type Fold, foldEvent, startFold } from '../../projections/fold.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { openJournalForReading } from './journal-file.ts';
import { type FileIdentity, identityOf, readEvents } from './journal-reader.ts';
import { journalPath, listProcessIds, type Project } from './project-paths.ts';
import { type Checkpoint, readCheckpoint, tailHash, writeCheckpoint } from './store-checkpoint.ts';

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

/** Folds one journal, going on from its checkpoint if that still fits the file. Throws `journal_unusable`. */
export function foldProcess(project: Project, id: string): Folded {
  const path = journalPath(project, id);
  const fd = openJournalForReading(path);
  try {
    const identity = identityOf(fstatSync(fd));
    const checkpoint = usableCheckpoint(project, id, fd, identity);
    if (
      checkpoint?.identity.sizeBytes === identity.sizeBytes &&
      checkpoint.identity.modifiedMs === identity.modifiedMs
    ) {
      return { id, path, fold: checkpoint.fold, corruptLines: checkpoint.corruptLines };
    }
    return foldOn(project, id, path, fd, identity, checkpoint);
  } finally {
    closeSync(fd);
  }
}

/** Every journal of the project; those that cannot be read are named beside. */
export function foldAllProcesses(project: Project): {
  readonly folded: Folded[];
  readonly unreadable: Unreadable[];
} {
  const folded: Folded[] = [];
  const unreadable: Unreadable[] = [];
  for (const id of listProcessIds(project)) {
    try {
      folded.push(foldProcess(project, id));
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
      unreadable.push({ id, path: error.failure.path, cause: error.failure.cause });
    }
  }
  return { folded, unreadable };
}

function foldOn(
  project: Project,
  id: string,
  path: string,
  fd: number,
  identity: FileIdentity,
  checkpoint: Checkpoint | null,
): Folded {
  let fold = checkpoint?.fold ?? startFold(id);
  let corruptLines = checkpoint?.corruptLines ?? 0;
  const sink = {
    event: (event: ReadEvent) => {
      fold = foldEvent(fold, event);
    },
    corrupt: () => {
      corruptLines += 1;
    },
  };
  const fromOffset = checkpoint?.nextOffset ?? 0;
  const { nextOffset } = readEvents(fd, id, sink, fromOffset);
  const over = fold.state.life.phase === 'ended' || fold.state.life.phase === 'rejected';
  if (over || nextOffset - fromOffset >= checkpointEveryBytes) {
    writeCheckpoint(project, {
      id,
      identity,
      nextOffset,
      tail: tailHash(fd, nextOffset),
      fold,
      corruptLines,
    });
  }
  return { id, path, fold, corruptLines };
}

/** A checkpoint holds for the same file, grown, with the same bytes just before where it left off. */
function usableCheckpoint(
  project: Project,
  id: string,
  fd: number,
  identity: FileIdentity,
): Checkpoint | null {
  const checkpoint = readCheckpoint(project, id);
  if (checkpoint === null) return null;
  const same = checkpoint.identity.device === identity.device && checkpoint.identity.inode === identity.inode;
  const unchanged =
    checkpoint.identity.modifiedMs === identity.modifiedMs &&
    checkpoint.identity.sizeBytes === identity.sizeBytes;
  if (!same || identity.sizeBytes < checkpoint.nextOffset) return null;
  if (!unchanged && identity.sizeBytes <= checkpoint.identity.sizeBytes) return null;
  return tailHash(fd, checkpoint.nextOffset) === checkpoint.tail ? checkpoint : null;
}
