import type { Spec } from './process-life.ts';
import { byLaunch, type ListedProcess } from './process-list.ts';
import type { ProcessState } from './process-state.ts';
import type { Verdict } from './verdict.ts';

/** What makes two launches the same work. */
export type RunSpec = Pick<Spec, 'type' | 'cwd' | 'prompt'> & { readonly command: readonly string[] };

/** What runs of the same work have in common, and those of the same kind in one folder: short hashes, to look for them. */
export type Work = { readonly same: string; readonly alike: string };

/** A run with what became of it. */
export type JudgedRun = { readonly state: ProcessState; readonly verdict: Verdict };

/** The same work failed at once, time after time, for one reason. */
export type PastFailures = {
  readonly count: number;
  readonly latestId: string;
  /** In the words of the verdict. */
  readonly reason: string;
  readonly lastGood: LastGood | null;
};

export type LastGood = {
  readonly id: string;
  readonly at: string;
  /** What was different then, in words; empty where nothing that is written down was. */
  readonly differences: readonly string[];
};

/** Once is an accident, twice is a try at mending it; a third time says that something is wrong with the launch. */
export const failuresInARow = 3;
/** Whoever failed later than this did some work first, and may have failed over that. */
const quickMs = 30_000;
const namesLimit = 5;

/**
 * Given the newest runs first: what the latest runs of the same work say about launching it once more; null if they
 * did not all fail at once for one reason. Runs that still go, were stopped or never began say nothing.
 */
export function pastFailures(runs: readonly JudgedRun[], spec: RunSpec): PastFailures | null {
  const same = runs.filter(
    ({ state, verdict }) => state.spec !== null && tells(verdict) && isSame(state.spec, spec),
  );
  const [latest] = same;
  if (latest === undefined || latest.state.spec === null) return null;
  const end = same.findIndex((run) => !failedLike(run, latest));
  const count = end === -1 ? same.length : end;
  if (count < failuresInARow) return null;
  const { message, reason } = latest.verdict;
  const lastGood = lastGoodOf(runs, latest.state.spec);
  return { count, latestId: latest.state.id, reason: message ?? reason ?? 'failed', lastGood };
}

/**
 * Of many runs, the newest first, by what is known without reading any journal: those that decide what `pastFailures`
 * says of launching this work. All the others may be left out.
 */
export function tellingRuns<Run extends Found>(runs: readonly Run[], work: Work): Run[] {
  const same = runs.filter((run) => run.work.same === work.same && tells(run));
  const end = same.findIndex(({ status }) => status !== 'failed');
  const count = end === -1 ? same.length : end;
  const telling = same.slice(0, count + 1);
  if (count < failuresInARow) return telling;
  const good = runs.find((run) => run.status === 'completed' && run.work.alike === work.alike);
  if (good === undefined || telling.includes(good)) return telling;
  return [...telling, good].sort(byLaunch);
}

type Found = Pick<ListedProcess, 'id' | 'status' | 'launchedAt'> & { readonly work: Work };

function tells({ status }: Pick<Verdict, 'status'>): boolean {
  return status === 'completed' || status === 'failed';
}

function isSame(one: Spec, other: RunSpec): boolean {
  return one.type === other.type && one.cwd === other.cwd && sameWords(one.command, other.command);
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}

function failedLike({ state, verdict }: JudgedRun, latest: JudgedRun): boolean {
  return (
    verdict.status === 'failed' &&
    verdict.reason === latest.verdict.reason &&
    verdict.message === latest.verdict.message &&
    wasQuick(state)
  );
}

/** A run whose end nobody saw is not known to have been quick. */
function wasQuick({ life }: ProcessState): boolean {
  if (life.phase !== 'ended') return false;
  const { ending } = life;
  if (ending.how === 'exited') return ending.data.durationMs <= quickMs;
  return ending.how === 'spawn_failed';
}

/** Of the same kind and folder: its arguments may be just what made the difference. */
function lastGoodOf(runs: readonly JudgedRun[], failed: Spec): LastGood | null {
  for (const { state, verdict } of runs) {
    const { spec } = state;
    if (spec === null || verdict.status !== 'completed') continue;
    if (spec.type !== failed.type || spec.cwd !== failed.cwd || spec.command[0] !== failed.command[0])
      continue;
    return { id: state.id, at: spec.at, differences: differencesOf(spec, failed) };
  }
  return null;
}

function differencesOf(good: Spec, failed: Spec): string[] {
  const without = failed.envNames.filter((name) => !good.envNames.includes(name));
  const withMore = good.envNames.filter((name) => !failed.envNames.includes(name));
  return [
    changed('git commit', shortCommit(good), shortCommit(failed)),
    changed('branch', good.git?.branch ?? null, failed.git?.branch ?? null),
    sameWords(good.command, failed.command) ? null : 'other arguments',
    good.prompt === failed.prompt ? null : 'another prompt',
    withMore.length === 0 ? null : `with ${named(withMore)} in the environment`,
    without.length === 0 ? null : `without ${named(without)} in the environment`,
    changed('engine', good.engineVersion, failed.engineVersion),
    changed('tapps-agents', good.version, failed.version),
    changed('machine', good.host, failed.host),
  ].filter((difference) => difference !== null);
}

/** What is known of one side only tells nothing. */
function changed(what: string, then: string | null, since: string | null): string | null {
  return then === null || since === null || then === since ? null : `${what} ${then}, now ${since}`;
}

function shortCommit({ git }: Spec): string | null {
  return git?.commit?.slice(0, 8) ?? null;
}

function named(names: readonly string[]): string {
  const more = names.length > namesLimit ? ` and ${names.length - namesLimit} more` : '';
  return `${names.slice(0, namesLimit).join(', ')}${more}`;
}
