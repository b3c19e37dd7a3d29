import { FailureError } from '../../schemas/failure.ts';
import type { VerifiedJournal, VerifyJson } from '../../schemas/generated/types.ts';
import { listJournals } from '../journal/journal-places.ts';
import { type Checked, type VerifyProgress, verifyJournals } from '../observe/verify-journals.ts';
import { verifyLines, verifyProgressLine } from '../views/verify-lines.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';
import { verifyArchived } from './verify-archive.ts';

export type VerifyArguments = {
  readonly id?: readonly string[] | undefined;
  readonly expect?: string | undefined;
  readonly archive?: boolean | undefined;
};

/** A check that is done sooner says nothing before its result. */
const quietMs = 500;
const redrawMs = 100;

/** Checks journals: schema, order, one end, tamper evidence. Exit 1 if any is damaged. */
export async function verify(args: VerifyArguments, hands: Hands): Promise<number> {
  const expect = readHash(args.expect);
  if (args.archive === true) {
    const message = '--archive checks against the manifests, not against --expect';
    if (expect !== undefined) throw new FailureError({ code: 'usage', message, hint: 'leave --archive out' });
    return verifyArchived(args.id ?? [], hands);
  }
  const references = args.id ?? [];
  if (expect !== undefined && references.length !== 1)
    throw new FailureError({ code: 'usage', message: '--expect needs exactly one id' });
  const known = listJournals(hands.project).map(({ id }) => id);
  const ids = references.length === 0 ? known : await idsOf(references, known, hands);
  const checked = await verifyJournals(hands.project, ids, {
    expect,
    onProgress: progressOn(hands, ids.length),
  });
  hands.progress(null);
  const journals = checked.map(asJson);
  const document: VerifyJson = { valid: journals.every(({ valid }) => valid), journals };
  present(hands, document, () => verifyLines(document, hands.shortPath));
  return document.valid ? exitCodes.done : exitCodes.failed;
}

/** An id is taken as it is: to fold a long journal only to find it would take as long as to check it. */
async function idsOf(
  references: readonly string[],
  known: readonly string[],
  hands: Hands,
): Promise<string[]> {
  const ids: string[] = [];
  for (const reference of references)
    ids.push(known.includes(reference) ? reference : (await chooseProcess(hands, reference)).id);
  return [...new Set(ids)];
}

function readHash(text: string | undefined): string | undefined {
  if (text === undefined || /^[0-9a-f]{32}$/i.test(text)) return text?.toLowerCase();
  const message = '--expect needs a hash: 32 hex digits';
  throw new FailureError({
    code: 'usage',
    message,
    hint: 'take it from: tapps-agents bg verify <id> --json',
  });
}

/** Says on a terminal how far it is, ten times a second at most. */
function progressOn(hands: Hands, total: number): ((progress: VerifyProgress) => void) | undefined {
  if (!hands.terminal.stderr) return undefined;
  let nextMs = hands.nowMs() + quietMs;
  return ({ journals, bytes }) => {
    if (hands.nowMs() < nextMs) return;
    nextMs = hands.nowMs() + redrawMs;
    hands.progress(verifyProgressLine(journals, total, bytes));
  };
}

function asJson({ id, path, verification, cause }: Checked): VerifiedJournal {
  const findings = verification?.findings ?? [];
  return {
    id,
    journal: path,
    valid: verification !== null && findings.every(({ severity }) => severity !== 'damage'),
    events: verification?.events ?? 0,
    hash: verification?.hash ?? null,
    unreadable: cause,
    findings: [...findings],
  };
}
