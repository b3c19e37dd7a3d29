import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { historyMonths } from '../journal/journal-places.ts';
import { type Project, processIdOf } from '../journal/project-paths.ts';
import { journalOfManifest, manifestEnding, manifestPath } from './manifest.ts';
import { type ArchivedFinding, checkArchived } from './verify-archived.ts';

/** One archived journal, or a folder of them that cannot be looked into by its name, and what is off with it. */
export type ArchivedCheck = {
  readonly id: string;
  readonly month: string;
  readonly journal: string;
  readonly events: number;
  readonly findings: readonly ArchivedFinding[];
};

export type ArchiveVerification = {
  readonly checked: readonly ArchivedCheck[];
  /** What is neither an archived journal nor its manifest; also a history that is no folder. Nothing is read behind a link. */
  readonly foreign: readonly string[];
};

/**
 * Checks every archived journal against its manifest: the bytes, each line, the chain of `seen`, the last event. What is
 * missing, and what nobody archived, is named. Changes nothing; asks no clock and no machine.
 */
export function verifyArchive(project: Project): ArchiveVerification {
  const { historyFolder } = project;
  const kind = kindOf(historyFolder);
  if (kind === 'nothing') return { checked: [], foreign: [] };
  if (kind === 'no_folder') return { checked: [], foreign: [historyFolder] };
  const names = namesIn(historyFolder);
  if (typeof names === 'string')
    return { checked: [unreadable(historyFolder, 'unknown', names)], foreign: [] };
  const months = historyMonths(project).reverse();
  const foreign = foreignIn(historyFolder, names, (name, isFolder) => isFolder && months.includes(name));
  const checked: ArchivedCheck[] = [];
  const shut: ArchivedCheck[] = [];
  for (const month of months) {
    const folder = join(historyFolder, month);
    const inMonth = namesIn(folder);
    if (typeof inMonth === 'string') {
      shut.push(unreadable(folder, month, inMonth));
      continue;
    }
    checked.push(...idsOf(inMonth).map((id) => checkOne(join(folder, `${id}.ndjson`), id, month)));
    foreign.push(...foreignIn(folder, inMonth, (name, isFolder) => !isFolder && idOf(name) !== null));
  }
  return { checked: [...withDoubles(checked), ...shut], foreign };
}

function unreadable(folder: string, month: string, cause: string): ArchivedCheck {
  const detail = `what lies in it cannot be checked: ${cause}`;
  const finding = { severity: 'damage', kind: 'unreadable', line: null, detail } as const;
  return { id: basename(folder), month, journal: folder, events: 0, findings: [finding] };
}

function checkOne(journal: string, id: string, month: string): ArchivedCheck {
  try {
    return { id, month, journal, ...checkArchived(journal, manifestPath(journal), id, month) };
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    const { cause } = error.failure;
    const finding = hasCode(error.cause, 'ENOENT')
      ? ({ kind: 'missing', detail: `the manifest names it: ${cause}` } as const)
      : ({ kind: 'unreadable', detail: `it cannot be checked: ${cause}` } as const);
    return { id, month, journal, events: 0, findings: [{ severity: 'damage', line: null, ...finding }] };
  }
}

/** Ids that a journal or a manifest of this folder has the name of, sorted. */
function idsOf(names: readonly Named[]): string[] {
  const ids = names.map(({ name }) => idOf(name));
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

function foreignIn(
  folder: string,
  names: readonly Named[],
  isOurs: (name: string, isFolder: boolean) => boolean,
): string[] {
  return names.filter(({ name, isFolder }) => !isOurs(name, isFolder)).map(({ name }) => join(folder, name));
}

function kindOf(path: string): 'nothing' | 'folder' | 'no_folder' {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return 'nothing';
    return stats.isDirectory() ? 'folder' : 'no_folder';
  } catch (error) {
    if (isSystemError(error)) return 'folder'; // who looks into it is told what is wrong
    throw error;
  }
}

/** In words why it cannot be looked into, where it cannot. */
function namesIn(folder: string): Named[] | string {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => {
      return { name: entry.name, isFolder: entry.isDirectory() };
    });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return [];
    return hasCode(error, 'EACCES', 'EPERM') ? 'permission denied' : error.code;
  }
}
