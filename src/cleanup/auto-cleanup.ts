import { lstatSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import type { Settings } from '../config/settings.ts';
import { journalPath, listProcessIds, type Project } from '../journal/project-paths.ts';
import { type Observed, observe } from '../observe/observe.ts';
import { candidatesAmong } from './candidates.ts';
import { type CleanupResult, removeAll } from './clean-up.ts';

const dayMs = 86_400_000;
const nothing: CleanupResult = { removed: [], failed: [] };

/**
 * Removes what completed more than `auto_cleanup_days` ago, unless that is switched off. Made to be called once an hour:
 * a journal that was written to since is not even read, so a project without old ones costs a look at each name.
 */
export async function autoCleanup(
  project: Project,
  settings: Settings,
  nowMs: number,
): Promise<CleanupResult> {
  const { autoCleanupDays: days, archiveBeforeCleanup } = settings;
  if (days === null) return nothing;
  const olderThanMs = days * dayMs;
  const old: Observed[] = [];
  for (const id of listProcessIds(project)) {
    if (!wasWrittenSince(journalPath(project, id), nowMs - olderThanMs))
      old.push(...(await readable(project, id)));
  }
  const wish = {
    status: 'completed',
    olderThanMs,
    isAutomatic: true,
    archives: archiveBeforeCleanup,
  } as const;
  const site = { project, settings };
  return removeAll(site, candidatesAmong(old, wish, site, nowMs), `automatic cleanup after ${days} days`);
}

function wasWrittenSince(path: string, momentMs: number): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.mtimeMs > momentMs;
}

/** One that cannot be read is left alone: `bg list` and `bg verify` say so. */
async function readable(project: Project, id: string): Promise<Observed[]> {
  try {
    return [await observe(project, id)];
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'journal_unusable') return [];
    throw error;
  }
}
