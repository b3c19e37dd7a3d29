import { hostname } from 'node:os';
import { type Identity, identityOf, processTable } from './identity.ts';

/** Whether a process with exactly this identity is there. */
export type Presence = 'alive' | 'dead' | 'unknown';

/**
 * Looks once. Another process under the same number is `dead`; a token from another boot or machine can't be compared
 * here and is `unknown`, as is an identity that can't be read, and one of which nobody can tell whether it is from here.
 */
export function presenceOf(identity: Identity): Presence {
  const sighting = processTable.sight(identity.pid);
  if (sighting.seen !== 'alive')
    return sighting.seen === 'dead' && !comparable(identity) ? 'unknown' : sighting.seen;
  if (sighting.startToken === identity.startToken) return 'alive';
  return comparable(identity, sighting.startToken) ? 'dead' : 'unknown';
}

/** The name of this machine as journals carry it. */
export function thisHost(): string {
  return hostname().slice(0, 255) || 'unknown';
}

/** Tokens are comparable when all but their last part (the start time) agree. */
function comparable(identity: Identity, own?: string): boolean {
  const reference = own ?? ownToken();
  return reference !== null && scopeOf(reference) === scopeOf(identity.startToken);
}

let knownToken: string | null = null;

/** Asked for until it is known, and then never again: the look may be refused at any moment. Null while it is. */
function ownToken(): string | null {
  knownToken ??= identityOf(process.pid)?.startToken ?? null;
  return knownToken;
}

function scopeOf(token: string): string {
  const end = token.lastIndexOf(':');
  return end === -1 ? '' : token.slice(0, end);
}
