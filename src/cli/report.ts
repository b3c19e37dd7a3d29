import { resolve } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { isBelow } from '../base/is-below.ts';
import { isSystemError } from '../base/system-error.ts';
import { safeText } from '../output/safe-text.ts';
import { reportPage } from '../views/report-page.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';
import { reportFacts } from './report-facts.ts';

export type ReportArguments = { readonly id: string; readonly out?: string | undefined };

/** A run on one page of HTML: on stdout, or in a file. */
export async function report(args: ReportArguments, hands: Hands): Promise<number> {
  const out = args.out === '-' ? undefined : args.out;
  if (out === undefined && (hands.json || hands.terminal.stdout)) {
    const message = hands.json
      ? '--json needs --out: the page is HTML'
      : 'A page is for a browser, not a terminal';
    throw new FailureError({
      code: 'usage',
      message,
      hint: `tapps-agents bg report ${args.id} --out report.html`,
    });
  }
  if (out !== undefined) refuseOwnPlace(out, hands);
  const observed = await chooseProcess(hands, args.id);
  const page = reportPage(await reportFacts(observed, hands));
  if (out === undefined) {
    await hands.writeOut(page);
    return exitCodes.done;
  }
  const file = written(out, page, hands);
  present(hands, { id: observed.id, report: file, bytes: Buffer.byteLength(page) }, () => [
    `✅ Report written: ${hands.shortPath(file)}`,
  ]);
  return exitCodes.done;
}

/** A slip must not cost a journal. */
function refuseOwnPlace(out: string, { cwd, project }: Hands): void {
  if (!isBelow(project.stateFolder, resolve(cwd, out))) return;
  const message = `--out ${safeText(out, { maxChars: 200 })} lies where journals and outputs are`;
  throw new FailureError({ code: 'usage', message, hint: 'name a file elsewhere: --out report.html' });
}

function written(out: string, page: string, hands: Hands): string {
  try {
    return hands.writeFile(out, page);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const message = `Cannot write ${safeText(out, { maxChars: 200 })}: ${whyNot[error.code] ?? error.code}`;
    const hint = 'name a file in a folder that is there: --out FILE';
    throw new FailureError({ code: 'not_writable', message, hint }, { cause: error });
  }
}

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
