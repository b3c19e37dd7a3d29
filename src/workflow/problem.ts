import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';
import type { Position } from './definition.ts';

/** Something wrong with a workflow, in words: what, where, and what to type about it. */
export type WorkflowProblem = {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** Null if the whole file is meant. */
  readonly at: Position | null;
  /** The text of that line, safe to show. */
  readonly source: string | null;
};

/** What more than so many faults have in common is the file; 131 000 of one kind took minutes to word. */
export const problemLimit = 100;

/** A name, path or value out of a file, as a message shows it. */
export function shown(text: string): string {
  return safeText(redactText(text.slice(0, 1000)), { maxChars: 200 });
}
