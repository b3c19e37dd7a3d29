import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../base/assert.ts';
import { hasCode } from '../base/system-error.ts';
import { asUnusable } from '../journal/journal-file.ts';
import {
  appendLine,
  numberOfName,
  readTicket,
  type Ticket,
  type TicketNote,
  type TicketOwner,
  ticketLine,
  ticketPath,
} from './ticket-file.ts';

/**
 * Tickets in a folder, one file each, its name a number: whoever has fewer than N living tickets before its own may
 * go. Nobody is asked and nothing is locked. What makes it hold, whoever dies where:
 *
 * 1. A ticket appears with its content: it is written aside, then linked under a number, which fails if that is taken.
 * 2. The highest number stays in the folder, if only as an empty file, until there is a higher one. So the highest
 *    number never falls, and a number that was removed has a higher one beside it for ever.
 * 3. The number was chosen from a list that is old when the link is made. So the folder is listed again, and the ticket
 *    given back if there is a higher number. One that stays was therefore linked before any higher one that stays: who
 *    looks at the tickets before its own, looks at all that will ever be there. A slot that was found free stays free.
 * 4. By 2 and 3 no number is ever kept twice, so that a dead one's file can be removed by its name.
 */
export function takeTicket(folder: string, owner: TicketOwner, note: TicketNote = {}): number {
  for (;;) {
    const number = (numbersIn(folder)[0] ?? 0) + 1;
    // Each try has a file of its own: one that mistakes ours for the dead ticket that had this number empties no other.
    if (!isPut(folder, number, ticketLine({ owner, settled: false, note }))) continue;
    if (numbersIn(folder)[0] === number) return number;
    removeFile(ticketPath(folder, number));
  }
}

/** Whoever stands there, lowest number first. Whether they live is not looked at. */
export function readTickets(folder: string): Ticket[] {
  return numbersIn(folder)
    .reverse()
    .map((number) => readTicket(folder, number))
    .filter((ticket) => ticket !== null);
}

export type TicketChange = {
  readonly owner?: TicketOwner;
  readonly settled?: boolean;
  readonly note?: TicketNote;
};

/** Only its owner may do this. False if the ticket is gone, or the number somebody else's (the folder was deleted). */
export function rewriteTicket(folder: string, number: number, id: string, change: TicketChange): boolean {
  const ticket = readTicket(folder, number);
  if (ticket?.owner.id !== id) return false;
  try {
    appendLine(folder, { ...ticket, ...change });
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** By its owner, or by whoever knows that it is dead. Takes no space, so that it works on a full disk. */
export function dropTicket(folder: string, number: number, id: string): void {
  const [highest] = numbersIn(folder);
  if (readTicket(folder, number)?.owner.id !== id) return;
  const path = ticketPath(folder, number);
  if (highest !== undefined && highest > number) removeFile(path);
  else emptyFile(path);
}

/** Numbers that are there, also of files that hold no ticket; highest first. None if there is no folder. */
export function numbersIn(folder: string): number[] {
  return numbersOf(namesIn(folder));
}

export function numbersOf(names: readonly string[]): number[] {
  return names
    .map(numberOfName)
    .filter((number) => number !== null)
    .sort((a, b) => b - a);
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw asUnusable(folder, error);
  }
}

/** Empty files that a higher number has made useless. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    // Somebody else was faster, or it is a folder and so no ticket.
    if (!hasCode(error, 'ENOENT', 'EISDIR', 'EPERM')) throw error;
  }
}

function emptyFile(path: string): void {
  try {
    truncateSync(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** False if the number is taken. Throws `ENOENT` without a folder. */
function isPut(folder: string, number: number, line: string): boolean {
  assert(numberOfName(`${number}`) === number, 'ticket numbers are used up');
  const aside = join(folder, `.${randomBytes(8).toString('hex')}`);
  const path = ticketPath(folder, number);
  try {
    writeFileSync(aside, line, { flag: 'wx', mode: 0o600 }); // on a full disk it makes a file, and then fails
    linkSync(aside, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (hasCode(error, ...linkless)) return isWritten(path, line);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** File systems without hard links (FAT, some shared folders). */
const linkless = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** There the ticket appears when its line is whole: until then it is an empty file, which is nobody's. */
function isWritten(path: string, line: string): boolean {
  try {
    writeFileSync(path, line, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
