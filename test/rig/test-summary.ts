import { stripVTControlCharacters } from 'node:util';
import { skipMark } from './capability.ts';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };
export type Ending = {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
};
export type Verdict = { readonly counts: Counts; readonly problems: readonly string[] };

type Summary = { readonly total: number; readonly passed: number; readonly skipped: number };

/**
 * Judges how a test file ended. Exit code 0 proves nothing with uvu 0.5.6, so its summary must be there and
 * add up: at least one test, every test passed, every skip declared by `skipUnless`.
 */
export function judgeTestFile({ exitCode, signal, output }: Ending): Verdict {
  const text = stripVTControlCharacters(output);
  const summary = readSummary(text);
  const declaredSkips = text.split(skipMark).length - 1;
  const problems: string[] = [];
  if (signal !== null) problems.push(`killed by ${signal}`);
  else if (exitCode !== 0) problems.push(`exit code ${exitCode}`);
  if (summary === undefined) problems.push('no summary: is test.run() missing, or did the file end early?');
  else problems.push(...inconsistencies(summary, declaredSkips));
  return { counts: countTests(summary, problems.length), problems };
}

/** The last summary counts: a test may print the output of another run. */
function readSummary(text: string): Summary | undefined {
  const matches = [...text.matchAll(/^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm)];
  const [, total, passed, skipped] = matches.at(-1) ?? [];
  if (total === undefined || passed === undefined || skipped === undefined) return undefined;
  return { total: Number(total), passed: Number(passed), skipped: Number(skipped) };
}

function inconsistencies({ total, passed, skipped }: Summary, declaredSkips: number): string[] {
  const problems: string[] = [];
  if (total + declaredSkips === 0) problems.push('not a single test');
  if (passed !== total) problems.push(`${total - passed} of ${total} tests did not pass`);
  if (skipped !== declaredSkips) {
    problems.push(
      `${skipped} tests skipped but ${declaredSkips} declared: a leftover only or skip? Use skipUnless`,
    );
  }
  return problems;
}

/** uvu leaves skipped tests out of its total. A file that broke without a failed test counts as one. */
function countTests(summary: Summary | undefined, problems: number): Counts {
  const { total, passed, skipped } = summary ?? { total: 0, passed: 0, skipped: 0 };
  return { passed, failed: Math.max(total - passed, problems > 0 ? 1 : 0), skipped };
}
