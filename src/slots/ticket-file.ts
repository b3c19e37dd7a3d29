import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../base/read-regular-file.ts';
import { hasCode } from '../base/system-error.ts';
import { type Identity, processTable } from '../process/identity.ts';
import { type Presence, presenceOf, thisHost } from '../process/presence.ts';

/** Who stands in the queue: the process (or whatever else has a name), and the program that stands for it now. */
export type TicketOwner = Identity & { readonly id: string };

/** What its owner wants to be read beside its name: small, plain JSON. */
export type TicketNote = Readonly<Record<string, string | number | boolean | null>>;

export type Ticket = {
  readonly number: number;
  readonly owner: TicketOwner;
  /** False while its owner finds out what the ticket is good for, and may still give it back. */
  readonly settled: boolean;
  readonly note: TicketNote;
  /** Where its owner lives. */
  readonly host: string;
  readonly boot: string;
  /** The file as it was read: a ticket that reads the same still has the same owner. */
  readonly text: string;
};

const ticketLimitBytes = 64 * 1024;
const namePattern = /^[1-9]\d{0,14}$/;

export function numberOfName(name: string): number | null {
  return namePattern.test(name) ? Number(name) : null;
}

export function ticketPath(folder: string, number: number): string {
  return join(folder, `${number}`);
}

/** Owners write of themselves and of their children, so it is this machine. */
export function ticketLine({ owner, settled, note }: Pick<Ticket, 'owner' | 'settled' | 'note'>): string {
  const { id, pid, startToken } = owner;
  const where = { host: thisHost(), boot: processTable.bootId() };
  return `${JSON.stringify({ id, pid, startToken, ...where, settled, note })}\n`;
}

/** Unknown only of one that another machine or container knows: what ran before this machine started is dead. */
export function ownerPresence({ owner, host, boot }: Ticket): Presence {
  const presence = presenceOf(owner);
  const isPast = host === thisHost() && boot !== processTable.bootId();
  return presence === 'unknown' && isPast ? 'dead' : presence;
}

/** Null if it is gone, given back (empty), damaged, or no ticket at all: then nobody stands there. */
export function readTicket(folder: string, number: number): Ticket | null {
  const text = textOf(ticketPath(folder, number));
  return text === null ? null : ticketIn(number, text);
}

/** The last whole line that is one counts: a new owner's is appended, and may have been torn. */
export function ticketIn(number: number, text: string): Ticket | null {
  for (const line of text.split('\n').slice(0, -1).reverse()) {
    const fields = fieldsOf(line);
    if (fields !== null) return { number, ...fields, text };
  }
  return null;
}

/**
 * Appended, never replaced: a file that is renamed over another while the folder is listed may be missed by the list
 * (tmpfs and btrfs give it a new place), and a ticket that is missed is one process too many.
 */
export function appendLine(folder: string, ticket: Ticket): void {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW;
  const fd = openSync(ticketPath(folder, ticket.number), flags);
  try {
    const line = Buffer.from(`${ticket.text.endsWith('\n') ? '' : '\n'}${ticketLine(ticket)}`);
    if (writeSync(fd, line) < line.length) writeSync(fd, Buffer.from(`\n${ticketLine(ticket)}`));
  } finally {
    closeSync(fd);
  }
}

export function textOf(path: string): string | null {
  try {
    const read = readRegularFile(path, ticketLimitBytes, 'refused');
    return read.outcome === 'read' ? read.text : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'ENXIO', 'EISDIR')) return null;
    throw error;
  }
}

function fieldsOf(line: string): Omit<Ticket, 'number' | 'text'> | null {
  const read = parsed(line);
  if (!isRecord(read)) return null;
  const { id, pid, startToken, host, boot, settled, note } = read;
  if (typeof id !== 'string' || id === '' || id.length > 64) return null;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (typeof startToken !== 'string' || startToken.length > 200) return null;
  return {
    owner: { id, pid, startToken },
    settled: settled === true,
    note: noteIn(note),
    host: typeof host === 'string' ? host : '',
    boot: typeof boot === 'string' ? boot : '',
  };
}

function noteIn(note: unknown): TicketNote {
  if (!isRecord(note)) return {};
  const plain = Object.entries(note).filter((entry): entry is [string, string | number | boolean | null] => {
    const value = entry[1];
    return value === null || ['string', 'number', 'boolean'].includes(typeof value);
  });
  return Object.fromEntries(plain);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // torn or foreign
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
