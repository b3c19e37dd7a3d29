import type { Step } from './definition.ts';
import type { WorkflowProblem } from './problem.ts';

/** What a workflow finds when it begins. */
export type GraphFacts = {
  /** Is there something at this path already? */
  readonly exists: (artifact: string) => boolean;
  /** Null: none was given. */
  readonly prompt: string | null;
  /** Who executes a step, by any name; null if nobody can. */
  readonly executorOf: (step: Step) => string | null;
};

export type GraphProblem = WorkflowProblem & { readonly step: string | null };

export function stepError(step: Step, message: string, hint: string): GraphProblem {
  return { severity: 'error', message, hint, at: step.at, source: null, step: step.id };
}

export function stepWarning(step: Step, message: string, hint: string): GraphProblem {
  return { ...stepError(step, message, hint), severity: 'warning' };
}
