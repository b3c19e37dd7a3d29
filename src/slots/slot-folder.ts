import { join } from 'node:path';
import type { Project } from '../journal/project-paths.ts';
import { readTicket, type TicketOwner } from './ticket-file.ts';
import { rewriteTicket } from './tickets.ts';

/** Where the tickets lie whose first so many may run. */
export function slotFolder(project: Project): string {
  return join(project.runFolder, 'tickets');
}

/** It is decided that a ticket is kept: its process has a slot, or waits for one. False if the ticket is gone. */
export function settleTicket(folder: string, number: number, id: string, as: 'runs' | 'waits'): boolean {
  return rewriteTicket(folder, number, id, { settled: true, note: { runs: as === 'runs' } });
}

export function handOver(folder: string, number: number, heir: TicketOwner): boolean {
  return rewriteTicket(folder, number, heir.id, { owner: heir });
}

/** A slot once found free stays free, so that nobody has to look again. */
export function hasSlot(project: Project, number: number | null, id: string): boolean {
  const ticket = number === null ? null : readTicket(slotFolder(project), number);
  return ticket?.owner.id === id && ticket.note['runs'] === true;
}
