import type { CheckResult } from './check.ts';
import type { Finding } from './command-words.ts';

/** What a check found, under its name; where it found nothing, that all is well. */
export function resultsOf(name: string, findings: readonly Finding[], well: string): CheckResult[] {
  if (findings.length === 0) return [{ name, ok: true, severity: 'error', message: well, hint: '' }];
  return findings.map(({ severity, message, hint }) => ({ name, ok: false, severity, message, hint }));
}
