import { statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../base/system-error.ts';
import { ownerPresence, readTicket, type Ticket, textOf, ticketIn, ticketPath } from './ticket-file.ts';
import { dropTicket, namesIn, numbersOf, removeFile } from './tickets.ts';

/** Whether somebody still stands behind a ticket. */
export type Lives = (ticket: Ticket) => boolean | Promise<boolean>;

/** How long ago a file may have been written by one that cannot be looked at from here (another container, say). */
const freshMs = 120_000;

/** Lower numbers only, and no more of them than can make a difference. */
export type Part = { readonly below?: number; readonly enough?: number };

/** The tickets that count, lowest number first. Takes away what the dead left. */
export async function livingTickets(
  folder: string,
  lives: Lives,
  { below = Number.POSITIVE_INFINITY, enough = Number.POSITIVE_INFINITY }: Part = {},
): Promise<Ticket[]> {
  const names = namesIn(folder);
  const [highest = 0, ...lower] = numbersOf(names);
  const living: Ticket[] = [];
  for (const number of [...lower.reverse(), highest]) {
    if (number >= below || living.length >= enough) continue;
    const ticket = await livingTicket(folder, number, lives);
    if (ticket !== null) living.push(ticket);
    else if (number < highest && isEmpty(ticketPath(folder, number))) removeFile(ticketPath(folder, number));
  }
  for (const name of names) if (asidePattern.test(name)) removeLeft(join(folder, name));
  return living;
}

/**
 * A ticket that reads the same after its owner was seen dead keeps that owner for ever: only a living one could have
 * handed it over.
 */
async function livingTicket(folder: string, number: number, lives: Lives): Promise<Ticket | null> {
  for (let ticket = readTicket(folder, number); ticket !== null; ) {
    if (await lives(ticket)) return ticket;
    const again = readTicket(folder, number);
    if (again?.text === ticket.text) {
      dropTicket(folder, number, ticket.owner.id);
      return null;
    }
    ticket = again;
  }
  return null;
}

/** Its owner is there; of one that cannot be looked at, it was heard of lately. */
export function ownerLives(folder: string, ticket: Ticket): boolean {
  const presence = ownerPresence(ticket);
  return presence === 'unknown' ? isFresh(ticketPath(folder, ticket.number)) : presence === 'alive';
}

export function isFresh(path: string): boolean {
  const stats = statOf(path);
  return stats !== null && Date.now() - stats.mtimeMs < freshMs;
}

const asidePattern = /^\.[0-9a-f]{16}$/;

/** What was written aside by a program that was killed before it could put it anywhere. */
function removeLeft(path: string): void {
  const text = textOf(path);
  const ticket = text === null ? null : ticketIn(0, text);
  const isLeft = ticket === null ? !isFresh(path) : ownerPresence(ticket) === 'dead';
  if (isLeft) removeFile(path);
}

function isEmpty(path: string): boolean {
  return statOf(path)?.size === 0;
}

function statOf(path: string): { readonly size: number; readonly mtimeMs: number } | null {
  try {
    return statSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return null;
    throw error;
  }
}
