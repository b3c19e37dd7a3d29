import { type Awaited, queue, type Turn } from '../../reactors/queue.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isGone } from '../base/file-stamp.ts';
import { findJournal } from '../journal/journal-places.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import { ProcessWatch } from '../observe/process-watch.ts';
import type { Identity } from '../process/identity.ts';
import { settleTicket, slotFolder } from './slot-folder.ts';
import { prepareSlots } from './slot-prepare.ts';
import { placeOf, takeSlotTicket } from './slot-tickets.ts';
import { readTicket, type TicketOwner } from './ticket-file.ts';
import { readTickets } from './tickets.ts';

/** Who waits, and what for. */
export type TurnWish = {
  readonly project: Project;
  readonly id: string;
  /** The program that waits: its supervisor. */
  readonly waiter: Identity;
  readonly after: string | null;
  readonly slots: { readonly limit: number; readonly ticket: number | null } | null;
};

export type TurnHands = {
  /** It has this ticket now. */
  readonly onTicket: (ticket: number) => void;
  /** What it waited for is over, and now it waits for a slot. */
  readonly onQueued: () => void;
  /** Aborted when the wait is to end. */
  readonly signal: AbortSignal;
};

export type TurnEnd =
  | { readonly end: 'go' }
  | { readonly end: 'stopped' }
  | { readonly end: 'blocked'; readonly message: string };

/** Waits by looking, first at the other's journal and the machine, then at the tickets; no service is needed. */
export async function waitForTurn(wish: TurnWish, hands: TurnHands): Promise<TurnEnd> {
  const { project, id, after, slots } = wish;
  const isWanted = (): boolean => !hands.signal.aborted && !isGone(journalPath(project, id));
  if (after !== null) {
    const end = await lookUntilTurn(isWanted, hands.signal, lookerAfter(project, after));
    if (end.end !== 'go') return end;
  }
  if (slots === null) return { end: 'go' };
  return lookUntilTurn(isWanted, hands.signal, lookerAtSlots(wish, slots, hands));
}

const firstPauseMs = 100;
const longestPauseMs = 500;

/**
 * Once its own journal is gone nobody wants it any more. One look that fails (no descriptor left, an I/O error) is not
 * the end of the wait.
 */
async function lookUntilTurn(
  isWanted: () => boolean,
  signal: AbortSignal,
  look: () => Promise<Turn>,
): Promise<TurnEnd> {
  for (let pauseMs = firstPauseMs; isWanted(); pauseMs = Math.min(pauseMs * 1.2, longestPauseMs)) {
    try {
      const turn = await look();
      if (turn.turn === 'go') return { end: 'go' };
      if (turn.turn === 'blocked') return { end: 'blocked', message: turn.message };
    } catch (error) {
      debug('the queue cannot be seen', { error: String(error) });
    }
    await sleepMs(pauseMs, undefined, { signal }).catch(() => {}); // rejects only when it is aborted
  }
  return { end: 'stopped' };
}

/** A journal that was removed is put back by its supervisor, which looks for it every two seconds. */
const removedAfterMs = 6000;

function lookerAfter(project: Project, id: string): () => Promise<Turn> {
  const watch = new ProcessWatch(project, id);
  let last: Awaited | null = null;
  let goneSinceMs: number | null = null;
  return async () => {
    if (findJournal(project, id) === null) {
      goneSinceMs ??= monotonicMs();
      if (monotonicMs() - goneSinceMs >= removedAfterMs) last = { id, verdict: null };
    } else {
      goneSinceMs = null;
      const observed = await watch.next(0);
      if (observed !== null) last = { id, verdict: observed.verdict };
    }
    return last === null ? { turn: 'wait', for: 'after' } : queue({ after: last, place: null });
  };
}

function lookerAtSlots(
  { project, id, waiter, after }: TurnWish,
  { limit, ticket }: NonNullable<TurnWish['slots']>,
  { onQueued, onTicket }: TurnHands,
): () => Promise<Turn> {
  const folder = slotFolder(project);
  let number = ticket;
  let isSaid = after === null;
  return async () => {
    if (number === null || readTicket(folder, number)?.owner.id !== id) {
      number = await anotherTicket(project, { id, ...waiter });
      settleTicket(folder, number, id, 'waits');
      onTicket(number);
    }
    const turn = queue({ after: null, place: await placeOf(project, number, limit, 'quick') });
    if (turn.turn === 'go') settleTicket(folder, number, id, 'runs');
    else if (!isSaid) {
      isSaid = true;
      onQueued();
    }
    return turn;
  };
}

/** Where the folder was deleted, whoever made it again has given one to everybody whom it saw waiting. */
async function anotherTicket(project: Project, owner: TicketOwner): Promise<number> {
  await prepareSlots(project);
  const given = readTickets(slotFolder(project)).find(({ owner: { id } }) => id === owner.id);
  return given?.number ?? takeSlotTicket(project, owner);
}
