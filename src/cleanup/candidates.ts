import { type CleanupEffect, type CleanupWish, cleanup } from '../../reactors/cleanup.ts';
import { isUntold } from '../claims/untold.ts';
import { leftoversOf } from '../observe/leftovers.ts';
import type { Observed } from '../observe/observe.ts';
import { type OutputSite, outputBytesOf, ownOutputOf } from './output-removal.ts';

/** A process that is to be removed, and what of it. */
export type Candidate = {
  readonly observed: Observed;
  readonly effects: readonly CleanupEffect[];
  /** Null where there is none of ours. */
  readonly output: string | null;
  readonly outputBytes: number;
  /** Members of its tree that live on. */
  readonly leftRunning: readonly number[];
};

/** Those of the processes that the rule wants removed, the longest gone first. */
export function candidatesAmong(
  all: readonly Observed[],
  wish: CleanupWish,
  site: OutputSite,
  nowMs: number,
): Candidate[] {
  return all
    .map((observed) => candidateOf(observed, wish, site, nowMs))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => compare(endOf(a), endOf(b)));
}

function candidateOf(
  observed: Observed,
  wish: CleanupWish,
  site: OutputSite,
  nowMs: number,
): Candidate | null {
  const { state, verdict } = observed;
  const subject = { state, verdict, isUntold: isUntold(site.project, observed.id) };
  // Looking for what it left running reads the environment of every process, so that is only done for few.
  if (cleanup({ ...subject, leftRunning: 0 }, wish, nowMs).length === 0) return null;
  const leftRunning = leftoversOf(state);
  const effects = cleanup({ ...subject, leftRunning: leftRunning.length }, wish, nowMs);
  if (effects.length === 0) return null;
  const output = ownOutputOf(site, state);
  return { observed, effects, output, outputBytes: outputBytesOf(output), leftRunning };
}

function endOf({ observed }: Candidate): string {
  return observed.verdict.endedAt ?? '';
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
