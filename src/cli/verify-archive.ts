import { FailureError } from '../../schemas/failure.ts';
import type { VerifyArchiveJson } from '../../schemas/generated/types.ts';
import { type ArchivedCheck, type ArchiveVerification, verifyArchive } from '../archive/verify-archive.ts';
import type { ArchivedFinding } from '../archive/verify-archived.ts';
import { safeText } from '../output/safe-text.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

/** Checks what lies in the history against its manifests. Exit 1 if anything is off. */
export async function verifyArchived(references: readonly string[], hands: Hands): Promise<number> {
  const found = await choose(references, verifyArchive(hands.project), hands);
  const document = documentOf(found);
  present(hands, document, () => [...linesOf(found, hands), summary(found, document.valid)]);
  return document.valid ? exitCodes.done : exitCodes.failed;
}

/** What is missing, or cannot be read, can be named by its id alone. */
async function choose(
  references: readonly string[],
  found: ArchiveVerification,
  hands: Hands,
): Promise<ArchiveVerification> {
  if (references.length === 0) return found;
  const known = new Set(found.checked.map(({ id }) => id));
  const ids = new Set<string>();
  for (const reference of references) {
    const named = reference === '' ? [] : [...known].filter((id) => id.startsWith(reference));
    const [only] = known.has(reference) ? [reference] : named.length === 1 ? named : [];
    const id = only ?? (await chooseProcess(hands, reference)).id;
    if (!known.has(id)) throw noneArchived(reference, hands);
    ids.add(id);
  }
  return { checked: found.checked.filter(({ id }) => ids.has(id)), foreign: [] };
}

function noneArchived(reference: string, { project, shortPath }: Hands): FailureError {
  const folder = shortPath(project.historyFolder);
  return new FailureError({ code: 'no_such_process', reference: safeText(reference), folder });
}

function documentOf({ checked, foreign }: ArchiveVerification): VerifyArchiveJson {
  return {
    valid: foreign.length === 0 && !checked.some(isDamaged),
    journals: checked.map((one) => ({
      id: one.id,
      journal: one.journal,
      valid: !isDamaged(one),
      events: one.events,
      findings: one.findings.map((finding) => ({ ...finding })),
    })),
    foreign: [...foreign],
  };
}

function isDamaged({ findings }: ArchivedCheck): boolean {
  return findings.some(({ severity }) => severity === 'damage');
}

function linesOf({ checked, foreign }: ArchiveVerification, hands: Hands): string[] {
  const lineOf = (journal: string, { severity, kind, line, detail }: ArchivedFinding): string => {
    const where = `${safeText(hands.shortPath(journal))}${line === null ? '' : `:${line}`}`;
    return `${severity === 'damage' ? '❌' : 'ℹ️ '} ${where}: ${kind.replaceAll('_', ' ')}: ${safeText(detail)}`;
  };
  return [
    ...checked.flatMap(({ journal, findings }) => findings.map((finding) => lineOf(journal, finding))),
    ...foreign.map((path) => `❌ ${safeText(hands.shortPath(path))}: foreign: nobody archived it`),
  ];
}

function summary({ checked, foreign }: ArchiveVerification, valid: boolean): string {
  const events = checked.reduce((total, one) => total + one.events, 0);
  const journals = `${checked.length} archived ${checked.length === 1 ? 'journal' : 'journals'}`;
  if (valid) return `✅ ${journals}, ${events} events: nothing is off`;
  const strangers = foreign.length === 0 ? '' : `, ${foreign.length} foreign`;
  return `❌ ${journals}, ${events} events: ${checked.filter(isDamaged).length} damaged${strangers}`;
}
