import { statSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';
import { outputPathOf, type Project } from '../journal/project-paths.ts';
import type { Observed } from './observe.ts';

/**
 * How long the output of a running process has been silent, in milliseconds; null where nothing is known of it. By its
 * newest heartbeat and the time since, unless something was written after that.
 */
export function silentMsOf(project: Project, { state, verdict }: Observed, nowMs: number): number | null {
  const { life, spec } = state;
  if (spec === null || life.phase !== 'started' || verdict.status !== 'running') return null;
  const { heartbeat } = life;
  if (heartbeat === null) return null;
  const byHeartbeatMs = heartbeat.silentMs + Math.max(0, nowMs - Date.parse(heartbeat.at));
  const writtenAtMs = changedAtMs(outputPathOf(project, spec.output));
  return writtenAtMs === null ? byHeartbeatMs : Math.min(byHeartbeatMs, Math.max(0, nowMs - writtenAtMs));
}

function changedAtMs(path: string): number | null {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (isSystemError(error)) return null; // it was removed, or is another's: the heartbeat is what is known
    throw error;
  }
}
