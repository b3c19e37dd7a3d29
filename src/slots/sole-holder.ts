import { randomBytes } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isGone } from '../base/file-stamp.ts';
import { isPassing } from '../base/passing.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { prepareFolder } from '../journal/state-folder.ts';
import type { Identity } from '../process/identity.ts';
import { livingTickets, ownerLives } from './living-tickets.ts';
import { isPlaceOf, placeOf } from './place.ts';
import { readTicket, type Ticket, type TicketNote, type TicketOwner, ticketPath } from './ticket-file.ts';
import { dropTicket, readTickets, rewriteTicket, takeTicket } from './tickets.ts';

/** Who holds what only one may hold. */
export type Holder = Identity & {
  /** When it came to hold it: UTC with milliseconds. */
  readonly since: string;
  readonly note: TicketNote;
};

export type Sole =
  | {
      readonly held: true;
      /**
       * Changes what a reader is told beside the identity; false if it holds nothing any more. Told with the next
       * refresh where no descriptor or no room was left.
       */
      readonly tell: (note: TicketNote) => boolean;
      /** False once the folder was deleted, so that somebody else may hold it now. Looks at one file. */
      readonly isHeld: () => boolean;
      /** Proves life to those who cannot look at this process (another container); due well within two minutes. */
      readonly refresh: () => void;
      readonly release: () => void;
    }
  | { readonly held: false; readonly holder: Holder };

const lookMs = 4;
/** One that takes longer to find out whether it holds is taken for the holder (it may be stopped). */
const undecidedLimitMs = 3000;

/**
 * Comes to hold the folder, or says who does. With the tickets' order one of any number that try at once holds it: the
 * lowest never steps back, and a higher one does so only for one that does not.
 */
export async function becomeSole(folder: string, identity: Identity, note: TicketNote = {}): Promise<Sole> {
  const owner = { id: `${identity.pid}.${randomBytes(6).toString('hex')}`, ...pick(identity) };
  try {
    return await standInLine(folder, owner, note);
  } catch (error) {
    giveBack(folder, owner.id); // whoever tries again would find its own ticket, of somebody who lives
    throw error;
  }
}

async function standInLine(folder: string, owner: TicketOwner, note: TicketNote): Promise<Sole> {
  const since = new Date().toISOString();
  const { number, kept } = takeInFolder(folder, owner, note, since);
  const deadlineMs = monotonicMs() + undecidedLimitMs;
  for (;;) {
    const [first] = await livingTickets(folder, (ticket) => stands(folder, ticket), { below: number });
    if (first === undefined) return hold(folder, number, owner.id, kept);
    if (first.settled || monotonicMs() >= deadlineMs) {
      dropTicket(folder, number, owner.id);
      return { held: false, holder: holderIn(first) };
    }
    await sleepMs(lookMs);
  }
}

function giveBack(folder: string, id: string): void {
  try {
    for (const { number, owner } of readTickets(folder)) if (owner.id === id) dropTicket(folder, number, id);
  } catch (error) {
    if (!(error instanceof FailureError) && !isSystemError(error)) throw error;
    debug('a ticket could not be given back', { folder, id, error: String(error) });
  }
}

/** A folder that is deleted in this very moment is made again. Throws `journal_unusable` for what is no folder of ours. */
function takeInFolder(
  folder: string,
  owner: TicketOwner,
  note: TicketNote,
  since: string,
): { readonly number: number; readonly kept: TicketNote } {
  for (;;) {
    const problem = prepareFolder(folder, 'all');
    if (problem !== null) {
      const { path, cause, error } = problem;
      throw new FailureError({ code: 'journal_unusable', path, cause }, { cause: error });
    }
    try {
      const kept = { since, place: placeOf(folder) };
      return { number: takeTicket(folder, owner, { ...note, ...kept }), kept };
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}

/** Who holds the folder now; null if nobody does. Reads one or two small files, and writes nothing. */
export function holderOf(folder: string): Holder | null {
  const holding = readTickets(folder).find((ticket) => ticket.settled && stands(folder, ticket));
  return holding === undefined ? null : holderIn(holding);
}

/** Its owner lives, and took it here: a folder that is copied takes along the tickets of those who hold the original. */
function stands(folder: string, ticket: Ticket): boolean {
  const { place } = ticket.note;
  return (typeof place !== 'string' || isPlaceOf(place, folder)) && ownerLives(folder, ticket);
}

/** `kept` is told beside whatever else is. */
function hold(folder: string, number: number, id: string, kept: TicketNote): Sole {
  rewriteTicket(folder, number, id, { settled: true });
  const path = ticketPath(folder, number);
  let untold: TicketNote | null = null;
  const tell = (note: TicketNote): boolean => {
    untold = note;
    const told = unlessRefused(() => rewriteTicket(folder, number, id, { note: { ...note, ...kept } }));
    if (told !== null) untold = null;
    return told ?? !isGone(path);
  };
  return {
    held: true,
    tell,
    isHeld: () => unlessRefused(() => readTicket(folder, number)?.owner.id === id) ?? !isGone(path),
    refresh: () => {
      touch(path);
      if (untold !== null) tell(untold);
    },
    release: () => dropTicket(folder, number, id),
  };
}

/** Null where the system refuses it for a moment: whoever cannot read its ticket now has not lost it. */
function unlessRefused<Answer>(act: () => Answer): Answer | null {
  try {
    return act();
  } catch (error) {
    if (isPassing(error)) return null;
    throw error;
  }
}

function holderIn({ owner, note }: Ticket): Holder {
  const { since, place: _, ...told } = note;
  return { ...pick(owner), since: typeof since === 'string' ? since : '', note: told };
}

function pick({ pid, startToken }: Identity): Identity {
  return { pid, startToken };
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !isPassing(error)) throw error; // it is due again in some seconds
  }
}
