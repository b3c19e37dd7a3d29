import { basename, dirname } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { withJournal } from './journal-file.ts';
import { readPieces } from './journal-reader.ts';
import { isProcessId, processIdOf, stateFolderName } from './project-paths.ts';

/** Of so much one begins with a line that can be read, or it is none of ours: the first line alone may have 256 KiB. */
const pieceLimit = 4;

/**
 * The process whose journal the environment names. Whoever sets a variable may name any file, and a line is added to
 * what is named: so it must lie where journals lie, and begin with the launch of the process it is named for. Throws
 * `journal_unusable`.
 */
export function ownJournalId(path: string): string {
  const id = processIdOf(basename(path));
  const folder = dirname(path);
  const isPlace = basename(folder) === 'journal' && basename(dirname(folder)) === stateFolderName;
  if (id === null || !isProcessId(id) || !isPlace || firstType(path, id) !== 'launch.requested')
    throw new FailureError({ code: 'journal_unusable', path, cause: 'it is not the journal of a process' });
  return id;
}

/** Of the first line that is an event of this process; null if there is none. */
function firstType(path: string, id: string): string | null {
  return withJournal(path, (fd) => {
    let type: string | null = null;
    const event = (read: { readonly event: { readonly type: string } }): void => {
      type ??= read.event.type;
    };
    const pieces = readPieces(fd, id, { event, corrupt: () => {} }, 0);
    for (let piece = 0; type === null && piece < pieceLimit; piece += 1)
      if (pieces.next().done === true) break;
    return type;
  });
}
