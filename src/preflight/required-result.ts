import type { CheckResult } from './check.ts';
import { type Finding, shownPath } from './command-words.ts';

/** The 5 s of a check would take the answers of all with them; this is the share of what must be waited for. */
export const waitLimitMs = 4000;

const shownLimit = 10;

/** What a check of declared needs says: each thing found, or that all is there, by name. */
export function resultsOf(
  name: string,
  findings: readonly Finding[],
  present: readonly string[],
): readonly CheckResult[] {
  if (findings.length > 0) return findings.map((finding) => ({ ...finding, name, ok: false }));
  return [{ name, ok: true, severity: 'error', message: listed(present), hint: '' }];
}

/** Names for a message, parted by commas. */
export function listed(names: readonly string[]): string {
  const rest = names.length - shownLimit;
  const shown = names.slice(0, shownLimit).map(shownPath).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
