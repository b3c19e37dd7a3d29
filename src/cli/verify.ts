import { FailureError } from '../../schemas/failure.ts';
import { sleepMs } from '../base/clock.ts';
import { listJournals, readingPath } from '../journal/journal-places.ts';
import { type Finding, type Verification, verifyJournal } from '../journal/journal-verify.ts';
import { observe } from '../observe/observe.ts';
import { safeText } from '../output/safe-text.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

export type VerifyArguments = {
  readonly id?: readonly string[] | undefined;
  readonly expect?: string | undefined;
};

/** How long a half-written tail may take to be finished on a process that is over. */
const tailWaitMs = 1000;

type Checked = {
  readonly id: string;
  readonly path: string;
  readonly verification: Verification | null;
  readonly cause: string | null;
};

/** Checks journals: schema, order, one end, tamper evidence. Exit 1 if any is damaged. */
export async function verify(args: VerifyArguments, hands: Hands): Promise<number> {
  const ids: string[] = [];
  for (const reference of args.id ?? []) ids.push((await chooseProcess(hands, reference)).id);
  if (args.expect !== undefined && ids.length !== 1) {
    throw new FailureError({ code: 'usage', message: '--expect needs exactly one id' });
  }
  const checked: Checked[] = [];
  const all = ids.length > 0 ? ids : listJournals(hands.project).map(({ id }) => id);
  for (const id of all) checked.push(await check(hands, id));
  await lookAgainAtCutTails(checked, hands);
  const unexpected = args.expect !== undefined && checked[0]?.verification?.hash !== args.expect;
  const damaged = unexpected || checked.some(isDamaged);
  const journals = checked.map((one) => asJson(one));
  present(hands, { valid: !damaged, journals }, () => [
    ...checked.flatMap((one) => linesOf(one, hands)),
    ...(unexpected ? ['❌ its hash is not the expected one: it was cut or rewritten'] : []),
    summary(checked, damaged),
  ]);
  return damaged ? exitCodes.failed : exitCodes.done;
}

async function check(hands: Hands, id: string): Promise<Checked> {
  const path = readingPath(hands.project, id);
  try {
    const over = (await observe(hands.project, id)).verdict.health === 'ended';
    return { id, path, verification: verifyJournal(path, id, over), cause: null };
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    return { id, path, verification: null, cause: error.failure.cause };
  }
}

/** One wait for all of them, however many: the dead of a whole history would take hours one by one. */
async function lookAgainAtCutTails(checked: Checked[], hands: Hands): Promise<void> {
  if (!checked.some(hasCutTail)) return;
  await sleepMs(tailWaitMs);
  for (const [index, one] of checked.entries()) {
    if (hasCutTail(one)) checked[index] = await check(hands, one.id);
  }
}

function hasCutTail({ verification }: Checked): boolean {
  return verification?.findings.some(({ kind }) => kind === 'cut_tail') ?? false;
}

function isDamaged({ verification }: Checked): boolean {
  return verification === null || verification.findings.some(({ severity }) => severity === 'damage');
}

function asJson({ id, path, verification, cause }: Checked): object {
  return {
    id,
    journal: path,
    valid: !isDamaged({ id, path, verification, cause }),
    events: verification?.events ?? 0,
    hash: verification?.hash ?? null,
    unreadable: cause,
    findings: verification?.findings ?? [],
  };
}

function linesOf({ path, verification, cause }: Checked, hands: Hands): string[] {
  const shown = safeText(hands.shortPath(path));
  if (verification === null) return [`❌ ${shown}: ${cause ?? 'cannot be read'}`];
  const findingLine = ({ severity, line, kind, detail }: Finding): string => {
    return `${severity === 'damage' ? '❌' : 'ℹ️ '} ${shown}:${line}: ${kind.replaceAll('_', ' ')}: ${safeText(detail)}`;
  };
  return verification.findings.map(findingLine);
}

function summary(checked: readonly Checked[], damaged: boolean): string {
  const events = checked.reduce((total, { verification }) => total + (verification?.events ?? 0), 0);
  const [only] = checked;
  const hash = checked.length === 1 && only?.verification ? `, hash ${only.verification.hash}` : '';
  const what = `${checked.length} ${checked.length === 1 ? 'journal' : 'journals'}, ${events} events${hash}`;
  const bad = checked.filter(isDamaged).length;
  return damaged ? `❌ ${what}: ${bad} damaged` : `✅ ${what}: nothing is off`;
}
