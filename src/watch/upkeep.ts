import type { CoarseTimer } from '../base/coarse-timer.ts';
import { autoCleanup } from '../cleanup/auto-cleanup.ts';
import type { SettingsNow } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import { sweepUnseen } from './unseen-sweep.ts';
import type { WatcherJournal } from './watcher-journal.ts';

const firstMs = 5000;
const everyMs = 60 * 60_000;

/** Removes what the settings want removed, a moment after the watcher began and then once an hour. */
export function startUpkeep(
  site: { readonly project: Project; readonly settings: SettingsNow },
  journal: WatcherJournal,
): { readonly stop: () => void } {
  let sweep: CoarseTimer | null = null;
  const clean = (): void => {
    sweep?.cancel();
    sweep = sweepUnseen(site.project);
    void cleanOnce(site, journal);
  };
  const first = setTimeout(clean, firstMs);
  const later = setInterval(clean, everyMs);
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(later);
      sweep?.cancel();
    },
  };
}

/** Trouble with it is written down and hinders nothing. */
export async function cleanOnce(
  { project, settings }: { readonly project: Project; readonly settings: SettingsNow },
  journal: WatcherJournal,
): Promise<void> {
  try {
    const { removed, failed } = await autoCleanup(project, settings.now, Date.now());
    for (const { candidate } of removed)
      journal.mention('cleanup', candidate.observed.id, 'removed: it completed long ago');
    for (const { id, failure } of failed) faulted(journal, id, JSON.stringify(failure));
  } catch (error) {
    faulted(journal, null, error instanceof Error ? error.message : String(error));
  }
}

function faulted(journal: WatcherJournal, subject: string | null, message: string): void {
  journal.append({
    type: 'watcher.faulted',
    data: { rule: 'cleanup', subject, message: message.slice(0, 2000) },
  });
}
