import type { VerifiedJournal, VerifyFinding, VerifyJson } from '../../schemas/generated/types.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';

/** Each finding with its file and line, then what it comes to; the hash where one journal was asked for. */
export function verifyLines(
  { valid, journals }: VerifyJson,
  shortPath: (path: string) => string,
): readonly string[] {
  return [
    ...journals.flatMap((one) => linesOf(one, safeText(shortPath(one.journal)))),
    summary(journals, valid),
  ];
}

/** What is shown while a long check goes on. */
export function verifyProgressLine(journals: number, total: number, bytes: number): string {
  return `Checking journal ${journals + 1} of ${total}: ${formatBytes(bytes)}`;
}

function linesOf({ unreadable, findings }: VerifiedJournal, path: string): string[] {
  if (unreadable !== null) return [`❌ ${path}: ${safeText(unreadable)}`];
  return findings.map((finding) => findingLine(finding, path));
}

function findingLine({ severity, kind, line, fromLine, detail }: VerifyFinding, path: string): string {
  const mark = severity === 'damage' ? '❌' : 'ℹ️ ';
  const from = fromLine < line ? `, from line ${fromLine} on` : '';
  return `${mark} ${path}:${line}: ${kind.replaceAll('_', ' ')}: ${safeText(detail)}${from}`;
}

function summary(journals: readonly VerifiedJournal[], valid: boolean): string {
  const events = journals.reduce((total, one) => total + one.events, 0);
  const [only] = journals;
  const hash = journals.length === 1 && only && only.hash !== null ? `, hash ${only.hash}` : '';
  const what = `${journals.length} ${journals.length === 1 ? 'journal' : 'journals'}, ${events} events${hash}`;
  const damaged = journals.filter((one) => !one.valid).length;
  return valid ? `✅ ${what}: nothing is off` : `❌ ${what}: ${damaged} damaged`;
}
