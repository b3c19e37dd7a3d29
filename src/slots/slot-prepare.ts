import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessState } from '../../projections/process-state.ts';
import { FailureError } from '../../schemas/failure.ts';
import { makeFolder } from '../base/make-folder.ts';
import { hasCode } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import { prepareFolder } from '../journal/state-folder.ts';
import { type Observed, observeLive } from '../observe/observe.ts';
import type { Identity } from '../process/identity.ts';
import { settleTicket, slotFolder } from './slot-folder.ts';
import { takeTicket } from './tickets.ts';

/**
 * Makes the folder of the tickets if there is none: before the first launch, or after `run/` was deleted. It is built
 * aside with a ticket for everything that runs or waits for a slot, and renamed: of two that build, one comes to stand,
 * and what it lacks cannot have been launched, for that takes a ticket from a folder that stands.
 */
export async function prepareSlots(project: Project): Promise<void> {
  const folder = slotFolder(project);
  demandOurs(project.runFolder);
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return demandOurs(folder);
  const { observed } = await observeLive(project);
  const aside = join(project.runFolder, `.tickets-${randomBytes(8).toString('hex')}`);
  makeFolder(aside, 0o700);
  try {
    for (const { id, state } of [...observed].filter(holdsSlot).sort(byTurn)) giveTicket(aside, id, state);
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
  }
}

/** Who may write tickets decides what runs: nobody's folder but ours is believed, and none behind a link. */
function demandOurs(folder: string): void {
  const problem = prepareFolder(folder, 'all');
  if (problem !== null)
    throw new FailureError({ code: 'journal_unusable', path: problem.path, cause: problem.cause });
}

function holdsSlot({ state, verdict }: Observed): boolean {
  if (verdict.health === 'unknown' || verdict.health === 'ended') return false;
  const { life } = state;
  const isInQueue = life.phase !== 'waiting' || life.waiting.reason !== 'after';
  return isInQueue && supervisorOf(state) !== null;
}

/** Those that run first, then those that wait, as they began to. */
function byTurn(a: Observed, b: Observed): number {
  const [phaseA, phaseB] = [a, b].map(({ state }) => (state.life.phase === 'waiting' ? 1 : 0));
  if (phaseA !== phaseB) return (phaseA ?? 0) - (phaseB ?? 0);
  return (a.state.spec?.at ?? '') < (b.state.spec?.at ?? '') ? -1 : 1;
}

function giveTicket(folder: string, id: string, state: ProcessState): void {
  const supervisor = supervisorOf(state);
  if (supervisor === null) return;
  const number = takeTicket(folder, { id, ...supervisor });
  settleTicket(folder, number, id, state.life.phase === 'waiting' ? 'waits' : 'runs');
}

function supervisorOf({ life }: ProcessState): Identity | null {
  switch (life.phase) {
    case 'launched':
      return life.supervisor;
    case 'waiting':
      return life.waiting.supervisor;
    case 'started':
      return life.running.supervisor;
    default:
      return null;
  }
}
