import { FailureError } from '../../schemas/failure.ts';
import { sleepMs } from '../base/clock.ts';
import { readingPath, readWhereItLies } from '../journal/journal-places.ts';
import { type Verification, type VerifyOptions, verifyJournal } from '../journal/journal-verify.ts';
import type { Project } from '../journal/project-paths.ts';
import { observe } from './observe.ts';

/** A journal and what was found in it; `cause` says why one could not be read at all. */
export type Checked = { readonly id: string; readonly path: string } & (
  | { readonly verification: Verification; readonly cause: null }
  | { readonly verification: null; readonly cause: string }
);

/** How far a check is: so many journals, and so many bytes of the one at hand. */
export type VerifyProgress = { readonly journals: number; readonly bytes: number };

export type VerifyJournalsOptions = {
  readonly expect?: string | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
};

/** How long a half-written tail may take to be finished on a process that is over. */
const tailWaitMs = 1000;

/** Checks the journals of these processes. They are read where they lie and asked of nothing else, unless one was cut. */
export async function verifyJournals(
  project: Project,
  ids: readonly string[],
  { expect, onProgress }: VerifyJournalsOptions = {},
): Promise<Checked[]> {
  const checked = ids.map((id, journals) => {
    const onBytes = onProgress && ((bytes: number) => onProgress({ journals, bytes }));
    return check(project, id, false, { expect, onBytes });
  });
  return lookAgainAtTails(project, checked, { expect });
}

function check(project: Project, id: string, over: boolean, options: VerifyOptions): Checked {
  const path = readingPath(project, id);
  try {
    return readWhereItLies(project, { id, path }, (there) => {
      return { id, path: there, verification: verifyJournal(there, id, over, options), cause: null };
    });
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    return { id, path, verification: null, cause: error.failure.cause };
  }
}

/**
 * A tail that is half written may be finished in a moment. It is damage where nobody is left who would do that, and
 * after one wait for all of them, however many: the dead of a whole history would take hours one by one.
 */
async function lookAgainAtTails(
  project: Project,
  checked: readonly Checked[],
  options: VerifyOptions,
): Promise<Checked[]> {
  const halfWritten = checked.filter(hasTail).map(({ id }) => id);
  if (halfWritten.length === 0) return [...checked];
  await sleepMs(tailWaitMs);
  const isOver = await Promise.all(halfWritten.map((id) => isEnded(project, id)));
  const over = new Set(halfWritten.filter((_, index) => isOver[index]));
  return checked.map((one) => (hasTail(one) ? check(project, one.id, over.has(one.id), options) : one));
}

function hasTail({ verification }: Checked): boolean {
  return verification?.findings.some(({ kind }) => kind === 'half_written') ?? false;
}

async function isEnded(project: Project, id: string): Promise<boolean> {
  try {
    return (await observe(project, id)).verdict.health === 'ended';
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    return false; // it was removed meanwhile, and the second look says so
  }
}
