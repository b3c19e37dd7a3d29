import type { DataOf } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Settings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import type { CheckResult } from '../preflight/check.ts';
import { limitReached } from '../preflight/concurrency.ts';
import type { Preflight } from '../preflight/run-checks.ts';
import type { Identity } from '../process/identity.ts';
import { applyForSlot } from '../slots/apply.ts';
import { handOver, settleTicket, slotFolder } from '../slots/slot-folder.ts';
import { observedOrNull } from '../slots/slot-lives.ts';
import { takeSlotTicket } from '../slots/slot-tickets.ts';
import { dropTicket } from '../slots/tickets.ts';
import type { LaunchRequest } from './launch-request.ts';

/** Whether a launch may go on, at once or when its turn has come. */
export type Admission =
  | { readonly admitted: false; readonly problem: CheckResult }
  | {
      readonly admitted: true;
      /** Null: its supervisor takes one, when what it waits for has completed. */
      readonly ticket: number | null;
      /** What it waits for; null: nothing. */
      readonly queued: DataOf<'process.queued'> | null;
    };

export type AdmissionSite = { readonly project: Project; readonly settings: Settings };

/**
 * Takes a ticket: of any number of launches at once, as many are admitted as there are slots. Throws
 * `journal_unusable` where none can be written.
 */
export function admit(
  request: LaunchRequest,
  owner: Identity & { readonly id: string },
  site: AdmissionSite,
): Promise<Admission> {
  return orUnusable(site.project, admitOrThrow(request, owner, site));
}

async function admitOrThrow(
  { queue, after }: LaunchRequest,
  owner: Identity & { readonly id: string },
  { project, settings }: AdmissionSite,
): Promise<Admission> {
  if (after !== null && !(await hasCompleted(project, after)))
    return { admitted: true, ticket: null, queued: { reason: 'after', after } };
  const limit = settings.maxConcurrent;
  const application = await applyForSlot(project, owner, limit, queue || after !== null);
  switch (application.outcome) {
    case 'runs':
      return { admitted: true, ticket: application.ticket, queued: null };
    case 'waits':
      return { admitted: true, ticket: application.ticket, queued: { reason: 'limit' } };
    case 'refused': {
      const finding = limitReached(application.holders, limit);
      return { admitted: false, problem: { name: 'concurrency', ok: false, ...finding } };
    }
  }
}

async function hasCompleted(project: Project, id: string): Promise<boolean> {
  return (await observedOrNull(project, id))?.verdict.status === 'completed';
}

/** The same pre-flight, with what was found out when the slot was asked for. */
export function withAdmission(preflight: Preflight, admission: Admission): Preflight {
  if (admission.admitted) return preflight;
  const { problem } = admission;
  const others = preflight.checks.filter(({ name }) => name !== problem.name);
  return { ...preflight, valid: false, checks: [...others, problem] };
}

/** From the launcher to the supervisor. One that is gone (somebody deleted the folder) is taken anew. */
export function handOverTicket(
  project: Project,
  ticket: number | null,
  heir: Identity & { readonly id: string },
  as: 'runs' | 'waits',
): Promise<number | null> {
  return orUnusable(project, handOverOrThrow(project, ticket, heir, as));
}

async function handOverOrThrow(
  project: Project,
  ticket: number | null,
  heir: Identity & { readonly id: string },
  as: 'runs' | 'waits',
): Promise<number | null> {
  const folder = slotFolder(project);
  if (ticket === null || handOver(folder, ticket, heir)) return ticket;
  const another = await takeSlotTicket(project, heir);
  settleTicket(folder, another, heir.id, as);
  return another;
}

export function giveBack(project: Project, id: string, admission: Admission | null): void {
  if (admission?.admitted === true && admission.ticket !== null)
    dropTicket(slotFolder(project), admission.ticket, id);
}

async function orUnusable<Outcome>(project: Project, outcome: Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcome;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FailureError({ code: 'journal_unusable', path: slotFolder(project), cause: error.code });
  }
}
