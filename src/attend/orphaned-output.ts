import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { mayBeSeenSoon } from '../base/passing.ts';
import { openOutputForReading } from '../output/output-file.ts';
import type { WatchedOutput } from './output-watch.ts';

/** The dead supervisor may have read less than it had measured, so reading goes back by so much. */
const reachBackBytes = 64 * 1024;

export type KnownOutput = {
  readonly knownBytes: number;
  readonly goneBytes: number;
  readonly fromBytes: number;
};

/**
 * The output of a command whose supervisor died, to go on with: `knownBytes` of it had been written when that was last
 * heard of, `goneBytes` had been removed, and the running attempt begins at `fromBytes`. Reading begins somewhat before
 * what is known, where a line does. An output that was removed, or that one may not read, counts as empty. Throws what
 * the system refuses for a moment: it is there, and what the command says into it must not go unread.
 */
export function orphanedOutput(
  path: string,
  { knownBytes, goneBytes, fromBytes }: KnownOutput,
): WatchedOutput {
  const fd = opened(path) ?? openSync('/dev/null', 'r');
  try {
    const known = Math.min(fstatSync(fd).size, knownBytes - goneBytes);
    const scannedFrom = goneBytes + lineStart(fd, known - reachBackBytes);
    return { path, fd, goneBytes, scannedFrom: Math.max(scannedFrom, fromBytes) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function opened(path: string): number | null {
  try {
    return openOutputForReading(path);
  } catch (error) {
    if (!(error instanceof FailureError) || mayBeSeenSoon(error.cause)) throw error;
    debug('the output of an orphan cannot be read', { failure: error.failure });
    return null;
  }
}

/** Where the first line at or behind a position begins; the position itself if there is none in reach. */
function lineStart(fd: number, position: number): number {
  if (position <= 0) return 0;
  const bytes = Buffer.alloc(reachBackBytes);
  // The byte before tells whether a line begins right here.
  const found = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, position - 1)).indexOf('\n');
  return found === -1 ? position : position + found;
}
