import type { ProgressPattern } from '../output/progress-match.ts';
import { loadReading } from './late-reading.ts';

/** The patterns of a run, ready to be matched. */
export type RunPatterns = {
  readonly progress: ProgressPattern | undefined;
  readonly failOn: LineMatcher | null;
  readonly doneOn: LineMatcher | null;
};

export type LineMatcher = (line: string) => boolean;

export type PatternSources = {
  readonly progressPattern: string | null;
  readonly failOn: string | null;
  readonly doneOn: string | null;
  /** As in `LineWish`. */
  readonly isEngine: boolean;
};

/**
 * Compiles the patterns of a run, before it is attended to. Their engine takes 11 ms to load and most runs have no
 * pattern, so only those that have one load it. Rejects also where the output decides how the run ends and what reads it
 * cannot be loaded.
 */
export async function runPatterns(sources: PatternSources): Promise<RunPatterns> {
  const { progressPattern, failOn, doneOn, isEngine } = sources;
  if (isEngine || failOn !== null || doneOn !== null) await loadReading();
  return {
    progress: progressPattern === null ? undefined : await progressOf(progressPattern),
    failOn: failOn === null ? null : await matcherOf(failOn),
    doneOn: doneOn === null ? null : await matcherOf(doneOn),
  };
}

/** It was checked at the launch; one that does not compile all the same matches nothing. */
async function progressOf(source: string): Promise<ProgressPattern | undefined> {
  const compiled = (await import('../output/progress-pattern.ts')).compileProgressPattern(source);
  return compiled.ok ? compiled.pattern : undefined;
}

async function matcherOf(source: string): Promise<LineMatcher> {
  const compiled = (await import('../output/line-pattern.ts')).compileLinePattern(source);
  return compiled.ok ? compiled.matches : () => false;
}
