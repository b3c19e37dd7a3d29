import type { ProgressPattern } from '../output/progress-match.ts';

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
};

/**
 * Compiles the patterns of a run, before it is attended to. Their engine takes 11 ms to load and most runs have no
 * pattern, so only those that have one load it.
 */
export async function runPatterns({ progressPattern, failOn, doneOn }: PatternSources): Promise<RunPatterns> {
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
