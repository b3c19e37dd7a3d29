import type { Point } from '../../projections/time-travel.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { Project } from '../journal/project-paths.ts';
import {
  observeAllThen as allThen,
  type ObservedThen,
  observeThen as oneThen,
} from '../observe/observe-then.ts';

/**
 * One process as it was, right behind its n-th event or at a moment (UTC, as `Date.toISOString()` has it). Throws `usage`
 * for what is neither, `no_such_moment` where it has no such event or was not launched yet, `journal_unusable`.
 */
export function observeThen(project: Project, id: string, point: Point): ObservedThen {
  if ('at' in point) refuseNoMoment(point.at);
  else refuseNoNumber(point.sequence);
  const then = oneThen(project, id, point);
  const message = lackOf(id, then, point);
  if (message === null) return then;
  throw new FailureError({ code: 'no_such_moment', id, message });
}

/** Every process that had been launched at that moment (UTC, as `Date.toISOString()` has it). Throws `usage`. */
export function observeAllThen(project: Project, at: string): ReturnType<typeof allThen> {
  refuseNoMoment(at);
  return allThen(project, at);
}

/** Moments are compared as text: any other form, or a number, would be compared, too, and answer something wrong. */
function refuseNoMoment(at: unknown): void {
  const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (!Number.isNaN(atMs) && new Date(atMs).toISOString() === at) return;
  const message = `at: ${String(at).slice(0, 60)} is no moment in UTC with milliseconds`;
  throw new FailureError({ code: 'usage', message, hint: 'give what Date.toISOString() gives' });
}

function refuseNoNumber(sequence: unknown): void {
  if (Number.isSafeInteger(sequence)) return;
  const message = `sequence: ${String(sequence).slice(0, 60)} is no number of an event`;
  throw new FailureError({ code: 'usage', message, hint: 'give { sequence: 1 } or more, or { at }' });
}

function lackOf(id: string, { events }: ObservedThen, point: Point): string | null {
  if ('at' in point) return events > 0 ? null : `Process ${id} was not launched yet at ${point.at}`;
  const { sequence } = point;
  if (sequence >= 1 && events >= sequence) return null;
  return `Process ${id} has ${events} events; there is none with number ${sequence}`;
}
