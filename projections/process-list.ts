import type { Status } from './verdict.ts';

/** What a process can be chosen by. */
export type ListedProcess = {
  readonly id: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly status: Status;
  readonly tags: Readonly<Record<string, string>>;
  readonly launchedAt: string | null;
};

export type ListFilter = {
  readonly status: Status | 'all';
  readonly type: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Launched at or after this moment, in UTC. */
  readonly since: string | null;
  readonly limit: number | null;
};

/** Those that fit the filter, newest first. Times are UTC with milliseconds, so that text order is time order. */
export function selectProcesses<Listed extends ListedProcess>(
  all: readonly Listed[],
  filter: ListFilter,
): Listed[] {
  const fitting = all.filter(
    (one) =>
      (filter.status === 'all' || one.status === filter.status) &&
      (filter.type === null || one.type === filter.type) &&
      (filter.since === null || (one.launchedAt ?? '') >= filter.since) &&
      Object.entries(filter.tags).every(([key, value]) => one.tags[key] === value),
  );
  return newestFirst(fitting).slice(0, filter.limit ?? fitting.length);
}

/** What a user's reference means: exactly one process, none, or too many. */
export type Resolved<Listed> =
  | { readonly found: 'one'; readonly process: Listed }
  | { readonly found: 'none' }
  | { readonly found: 'many'; readonly candidates: readonly string[] };

/**
 * `@last`, `@last-failed`, a full id, the name of the newest process with that name, or a prefix of an id that only
 * one process has; tried in that order.
 */
export function resolveReference<Listed extends ListedProcess>(
  all: readonly Listed[],
  reference: string,
): Resolved<Listed> {
  const sorted = newestFirst(all);
  if (reference === '@last') return one(sorted[0]);
  if (reference === '@last-failed') return one(sorted.find(({ status }) => status === 'failed'));
  const exact = sorted.find(({ id }) => id === reference) ?? sorted.find(({ name }) => name === reference);
  if (exact !== undefined) return one(exact);
  const prefixed = reference === '' ? [] : sorted.filter(({ id }) => id.startsWith(reference));
  if (prefixed.length > 1) return { found: 'many', candidates: prefixed.map(({ id }) => id) };
  return one(prefixed[0]);
}

function one<Listed>(process: Listed | undefined): Resolved<Listed> {
  return process === undefined ? { found: 'none' } : { found: 'one', process };
}

export function newestFirst<Listed extends Dated>(all: readonly Listed[]): Listed[] {
  return [...all].sort(byLaunch);
}

type Dated = Pick<ListedProcess, 'id' | 'launchedAt'>;

/** The order of every list: negative if the first is the newer one. */
export function byLaunch(a: Dated, b: Dated): number {
  return compare(b.launchedAt ?? '', a.launchedAt ?? '') || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
