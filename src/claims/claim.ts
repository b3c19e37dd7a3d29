import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../base/read-regular-file.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Identity } from '../process/identity.ts';
import { presenceOf } from '../process/presence.ts';
import { demandClaims } from './claims-folder.ts';

/** What a notice is about: of the same kind there may be several. */
export type ClaimedNotice = { readonly id: string; readonly kind: string; readonly episode: number };

export type Claim = {
  /** Whoever held it before died over it: the notice may have been told already. */
  readonly isRepeat: boolean;
  /** To be called when it is written down what became of the notice. */
  readonly release: () => void;
};

const claimLimitBytes = 1000;

/**
 * Takes a notice to tell it, so that nobody else does. Null while somebody who lives holds it. The claim of a dead
 * owner gives way at once: its identity says that it is dead, so there is nothing to wait for.
 */
export function claim(project: Project, notice: ClaimedNotice, owner: Identity): Claim | null {
  demandClaims(project);
  const path = join(project.claimsFolder, `${notice.id}.${notice.kind}-${notice.episode}.claim`);
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    // On a full disk it is made and cannot be written: then, too, it must not stay.
    writeFileSync(aside, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    const isRepeat = taken(path, aside);
    return isRepeat === null ? null : { isRepeat, release: () => rmSync(path, { force: true }) };
  } finally {
    rmSync(aside, { force: true });
  }
}

/** False when it was free, true when it was a dead one's, null when somebody has it. */
function taken(path: string, aside: string): boolean | null {
  if (linked(aside, path)) return false;
  if (ownerOf(path) === 'alive') return null;
  // Moved away before it is replaced: of several who saw the dead owner one moves it, and the others find a new one.
  const moved = `${aside}.dead`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    return linked(aside, path) ? true : null;
  }
  const wasAlive = ownerOf(moved) === 'alive';
  if (wasAlive) linked(moved, path); // taken by somebody in between: it gets it back
  unlinkSync(moved);
  return !wasAlive && linked(aside, path) ? true : null;
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** A claim that says nothing names nobody, so nobody is at work on it; one that cannot be read now may name somebody. */
function ownerOf(path: string): 'alive' | 'dead' {
  try {
    const read = readRegularFile(path, claimLimitBytes, 'refused');
    const value: unknown = read.outcome === 'read' ? JSON.parse(read.text) : null;
    return isIdentity(value) && presenceOf(value) === 'alive' ? 'alive' : 'dead';
  } catch (error) {
    if (hasCode(error, 'EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'ESTALE')) throw error;
    if (isSystemError(error) || error instanceof SyntaxError) return 'dead';
    throw error;
  }
}

function isIdentity(value: unknown): value is Identity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'startToken' in value &&
    typeof value.startToken === 'string'
  );
}
