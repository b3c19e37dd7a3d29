import { type BigIntStats, lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { historyMonths } from './journal-places.ts';
import type { Project } from './project-paths.ts';

/** The folders in which journals lie as they were: while they are the same, so are the names in them. */
export type Stamps = {
  /** Null: one of them cannot be looked at. */
  readonly text: string | null;
  /** When the one that changed last changed, by the clock of its file system. */
  readonly changedMs: number;
};

/**
 * Times go by steps: 10 ms on ext4, seconds on old file systems and shares. What changes within the step in which names
 * were read changes no stamp, so names hold only if they were read later than this after the last change.
 */
export const stepLimitMs = 2000;

export function stampsOf(project: Project): Stamps {
  const followed = [project.journalFolder, project.historyFolder].map((path) => stampOf(path, statSync));
  const months = historyMonths(project).map((month) => {
    return stampOf(join(project.historyFolder, month), lstatSync);
  });
  const all = [...followed, ...months];
  const isWhole = all.every(({ text }) => text !== null);
  return {
    text: isWhole ? all.map(({ text }) => text).join(' ') : null,
    changedMs: Math.max(...all.map(({ changedMs }) => changedMs)),
  };
}

type Look = (path: string, options: { readonly bigint: true }) => BigIntStats;

/** Also the time that nobody can set back, and the folder itself: another one may be put in its place. */
function stampOf(path: string, look: Look): Stamps {
  try {
    const { dev, ino, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = look(path, { bigint: true });
    return {
      text: `${dev}.${ino}.${mtimeNs}.${ctimeNs}`,
      changedMs: Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs),
    };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return { text: '-', changedMs: 0 };
    if (isSystemError(error)) return { text: null, changedMs: 0 };
    throw error;
  }
}
