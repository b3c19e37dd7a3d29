import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';

/** What is wrong with a configuration, where, in words that are safe to show (`file` is a path as it is). */
export type ConfigProblem = {
  readonly severity: 'error' | 'warning';
  /** Null for what an environment variable says. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly lineText: string | null;
  readonly message: string;
  /** What to do about it; empty where only a look at the place helps. */
  readonly hint: string;
};

/** What more than so many faults have in common is the file; each costs a look for its place and its words. */
export const problemLimit = 50;

/** A place in a file: its number, counted from 1, and the line itself. */
export type Place = Pick<ConfigProblem, 'file' | 'line' | 'column' | 'lineText'>;

/** Words about a value, before it is known where that stands. */
export type Words = Pick<ConfigProblem, 'message' | 'hint'> & {
  readonly severity?: ConfigProblem['severity'];
};

/** The whole file, or none: no line says more. */
export function wholeFile(file: string | null): Place {
  return { file, line: null, column: null, lineText: null };
}

/** A problem at its place, made safe to show. */
export function problemAt(place: Place, { severity = 'error', message, hint }: Words): ConfigProblem {
  const lineText = place.lineText === null ? null : shown(place.lineText, 200);
  return { severity, ...place, lineText, message: shown(message, 500), hint: shown(hint, 500) };
}

/** `config.yaml:3:5`, or the path alone. */
export function whereOf({ file, line, column }: Place, shortPath: (path: string) => string): string {
  if (file === null) return 'environment';
  const at = [line, column].filter((number) => number !== null).map((number) => `:${number}`);
  return `${shortPath(file)}${at.join('')}`;
}

/** Text of a file that is quoted in a message. */
export function shown(text: string, maxChars: number): string {
  return safeText(redactText(text), { maxChars });
}
