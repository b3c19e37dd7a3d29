import { queue, type Turn } from '../../reactors/queue.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import type { Project } from '../journal/project-paths.ts';
import { settleTicket, slotFolder } from './slot-folder.ts';
import { observedOrNull } from './slot-lives.ts';
import { placeOf, takeSlotTicket } from './slot-tickets.ts';
import type { Ticket, TicketOwner } from './ticket-file.ts';
import { dropTicket } from './tickets.ts';

/** What came of asking for a slot. Refused, no ticket is left; `holders` have the slots, first those that came first. */
export type Application =
  | { readonly outcome: 'runs' | 'waits'; readonly ticket: number }
  | { readonly outcome: 'refused'; readonly holders: readonly SlotHolder[] };

export type SlotHolder = { readonly id: string; readonly type: string };

/** Asks for one of `limit` slots, for a launch that waits if there is none or does not. */
export async function applyForSlot(
  project: Project,
  owner: TicketOwner,
  limit: number,
  mayWait: boolean,
): Promise<Application> {
  const ticket = await takeSlotTicket(project, owner);
  const folder = slotFolder(project);
  try {
    const { turn, living } = await decidedTurn(project, ticket, limit);
    const outcome = turn === 'go' ? 'runs' : mayWait ? 'waits' : 'refused';
    if (outcome !== 'refused') {
      settleTicket(folder, ticket, owner.id, outcome);
      return { outcome, ticket };
    }
    dropTicket(folder, ticket, owner.id);
    return {
      outcome,
      holders: await Promise.all(living.map((one) => holderOf(project, one))),
    };
  } catch (error) {
    dropTicket(folder, ticket, owner.id);
    throw error;
  }
}

const lookMs = 5;
/** Those before it take milliseconds to decide; one that takes longer (it may be stopped) is taken to stay. */
const undecidedLimitMs = 2000;

async function decidedTurn(
  project: Project,
  ticket: number,
  limit: number,
): Promise<{ readonly turn: Turn['turn']; readonly living: readonly Ticket[] }> {
  for (const deadlineMs = monotonicMs() + undecidedLimitMs; ; ) {
    const place = await placeOf(project, ticket, limit, 'thorough');
    const decided = queue({ after: null, place });
    const isOpen = decided.turn === 'wait' && decided.for === 'undecided';
    if (!isOpen || monotonicMs() >= deadlineMs) return { turn: decided.turn, living: place.living };
    await sleepMs(lookMs);
  }
}

async function holderOf(project: Project, { owner }: Ticket): Promise<SlotHolder> {
  const observed = await observedOrNull(project, owner.id);
  return { id: owner.id, type: observed?.state.spec?.type ?? 'unknown' };
}
