import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';
import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { withJournal } from '../journal/journal-file.ts';
import { readJournal } from '../journal/journal-reader.ts';

const headBytes = 64 * 1024;

/**
 * The supervisor that was launched for this journal, where that is not this program: a second one must neither start
 * the command again nor write how it ended. Null where nobody is named: then the launcher never got so far.
 */
export function rivalIn(path: string, processId: string): number | null {
  let named: number | null = null;
  const sink = {
    event: (read: ReadEvent) => {
      if (read.known && read.event.type === 'process.launched') named = read.event.data.supervisorPid;
    },
    corrupt: () => {},
  };
  try {
    if (withJournal(path, isThisOneNamed)) return null;
    readJournal(path, processId, sink);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    debug('own journal cannot be read', { failure: error.failure }); // whoever was ordered to start does so
  }
  return named === process.pid ? null : named;
}

/**
 * Whether the line of the launch names this program, by its bytes: in a string the quotes would have a backslash before
 * them. The launch waits for it, and reading its first event costs a program 3 ms.
 */
function isThisOneNamed(fd: number): boolean {
  const head = Buffer.allocUnsafe(headBytes);
  const text = head.toString('latin1', 0, readSync(fd, head, 0, headBytes, 0));
  const [, said = ''] = text.split('"type":"process.launched"', 2);
  const [line = ''] = said.split('\n', 1);
  return new RegExp(`[{,]"supervisorPid":${process.pid}[,}]`).test(line);
}
