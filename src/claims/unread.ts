import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NotificationSentData } from '../../schemas/event.ts';
import { isPassing } from '../base/passing.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { isProcessId, type Project } from '../journal/project-paths.ts';
import { demandClaims } from './claims-folder.ts';
import { claimFiles } from './due.ts';

/** A notice that no terminal could show: the next command with one does. */
export type Unread = {
  readonly id: string;
  readonly kind: NotificationSentData['kind'];
  readonly episode: number;
  readonly title: string;
  readonly line: string;
};

const ending = '.unread';
const unreadLimitBytes = 16 * 1024;

/** Written aside and renamed, so that whoever reads it reads all of it. */
export function keepUnread(project: Project, unread: Unread): void {
  demandClaims(project);
  const path = join(project.claimsFolder, `${unread.id}.${unread.kind}-${unread.episode}${ending}`);
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(aside, JSON.stringify(unread), { flag: 'wx', mode: 0o600 });
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true }); // a full disk takes the name and not the text
  }
}

/** Something waits to be shown. Costs one look into a folder. */
export function hasUnread(project: Project): boolean {
  return claimFiles(project).some((name) => name.endsWith(ending));
}

/**
 * Takes what waits to be shown, so that nobody else shows it. Taken before it is shown: a command that is killed in
 * between has shown it or not, and it is in the journal, the log and the inbox all the same.
 */
export function takeUnread(project: Project): Unread[] {
  return claimFiles(project)
    .filter((name) => name.endsWith(ending))
    .map((name) => take(join(project.claimsFolder, name)))
    .filter((unread) => unread !== null);
}

function take(path: string): Unread | null {
  const mine = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    renameSync(path, mine);
    const read = readOrPutBack(mine, path);
    rmSync(mine, { force: true });
    const value: unknown = read.outcome === 'read' ? JSON.parse(read.text) : null;
    return isUnread(value) ? value : null;
  } catch (error) {
    // Somebody else was first, or it is none of ours: what cannot be read cannot be shown.
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null;
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** What cannot be read for want of a descriptor is shown by a later command. */
function readOrPutBack(mine: string, path: string) {
  try {
    return readRegularFile(mine, unreadLimitBytes, 'refused');
  } catch (error) {
    if (isPassing(error)) renameSync(mine, path);
    throw error;
  }
}

const kinds: readonly string[] = [
  'completed',
  'failed',
  'stalled',
  'progress',
  'unsupervised',
] satisfies Unread['kind'][];

function isUnread(value: unknown): value is Unread {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    isProcessId(value.id) &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    kinds.includes(value.kind) &&
    'episode' in value &&
    Number.isInteger(value.episode) &&
    'title' in value &&
    typeof value.title === 'string' &&
    'line' in value &&
    typeof value.line === 'string'
  );
}
