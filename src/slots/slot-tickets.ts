import type { Place } from '../../reactors/queue.ts';
import { hasCode } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import { livingTickets } from './living-tickets.ts';
import { slotFolder } from './slot-folder.ts';
import { slotLives } from './slot-lives.ts';
import { prepareSlots } from './slot-prepare.ts';
import type { Ticket, TicketOwner } from './ticket-file.ts';
import { numbersIn, takeTicket } from './tickets.ts';

export type SlotPlace = Place & { readonly living: readonly Ticket[] };

/** Takes a ticket for a slot of the project; the folder is made, with the tickets of what runs, if there is none. */
export async function takeSlotTicket(project: Project, owner: TicketOwner): Promise<number> {
  for (;;) {
    await prepareSlots(project);
    try {
      return takeTicket(slotFolder(project), owner);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error; // deleted in this very moment
    }
  }
}

/** Where a ticket stands. A quick look is for whoever comes back anyway: one that is just ending may still count. */
export async function placeOf(
  project: Project,
  ticket: number,
  limit: number,
  look: 'quick' | 'thorough',
): Promise<SlotPlace> {
  const folder = slotFolder(project);
  // Where so few files lie nobody has to be looked at.
  const isFree = numbersIn(folder).filter((number) => number < ticket).length < limit;
  const part = { below: ticket, enough: limit };
  return { limit, ticket, living: isFree ? [] : await livingTickets(folder, slotLives(project, look), part) };
}
