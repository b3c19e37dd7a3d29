import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { isSystemError } from '../base/system-error.ts';
import { historyMonths } from '../journal/journal-places.ts';
import { type Project, processIdOf } from '../journal/project-paths.ts';
import { journalOfManifest, manifestEnding, manifestPath } from './manifest.ts';
import { type ArchivedFinding, checkArchived } from './verify-archived.ts';

/** One archived journal, and what is off with it. */
export type ArchivedCheck = {
  readonly id: string;
  readonly month: string;
  readonly journal: string;
  readonly events: number;
  readonly findings: readonly ArchivedFinding[];
};

export type ArchiveVerification = {
  readonly checked: readonly ArchivedCheck[];
  /** Files that are neither an archived journal nor its manifest. */
  readonly foreign: readonly string[];
};

/**
 * Checks every archived journal against its manifest: the bytes, each line, the chain of `seen`, the last event. What is
 * missing, and what nobody archived, is named. Changes nothing; asks no clock and no machine.
 */
export function verifyArchive(project: Project): ArchiveVerification {
  const foreign = foreignIn(project.historyFolder, (name, isFolder) => {
    return isFolder && historyMonths(project).includes(name);
  });
  const checked: ArchivedCheck[] = [];
  for (const month of [...historyMonths(project)].reverse()) {
    const folder = join(project.historyFolder, month);
    for (const id of idsIn(folder)) {
      const journal = join(folder, `${id}.ndjson`);
      checked.push({ id, month, journal, ...checkOne(journal, id, month) });
    }
    foreign.push(...foreignIn(folder, (name, isFolder) => !isFolder && idOf(name) !== null));
  }
  return { checked: withDoubles(checked), foreign };
}

function checkOne(journal: string, id: string, month: string): Pick<ArchivedCheck, 'events' | 'findings'> {
  try {
    return checkArchived(journal, manifestPath(journal), id, month);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    const detail = `the manifest names it: ${error.failure.cause}`;
    return { events: 0, findings: [{ severity: 'damage', kind: 'missing', line: null, detail }] };
  }
}

/** Ids that a journal or a manifest of this folder has the name of, sorted. */
function idsIn(folder: string): string[] {
  const ids = namesIn(folder).map(({ name }) => idOf(name));
  return [...new Set(ids.filter((id) => id !== null))].sort();
}

function idOf(name: string): string | null {
  return processIdOf(name.endsWith(manifestEnding) ? basename(journalOfManifest(name)) : name);
}

/** A run has one launch, so it lies in one month. */
function withDoubles(checked: readonly ArchivedCheck[]): ArchivedCheck[] {
  const months = new Map<string, string[]>();
  for (const { id, month } of checked) months.set(id, [...(months.get(id) ?? []), month]);
  return checked.map((one) => {
    const all = months.get(one.id) ?? [];
    if (all.length < 2) return one;
    const detail = `it lies in ${all.join(' and ')}`;
    return { ...one, findings: [...one.findings, { severity: 'damage', kind: 'twice', line: null, detail }] };
  });
}

type Named = { readonly name: string; readonly isFolder: boolean };

function foreignIn(folder: string, isOurs: (name: string, isFolder: boolean) => boolean): string[] {
  return namesIn(folder)
    .filter(({ name, isFolder }) => !isOurs(name, isFolder))
    .map(({ name }) => join(folder, name));
}

function namesIn(folder: string): Named[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => {
      return { name: entry.name, isFolder: entry.isDirectory() };
    });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return [];
    throw error;
  }
}
