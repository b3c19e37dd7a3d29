import { FailureError } from '../../schemas/failure.ts';
import { isSystemError } from '../base/system-error.ts';
import type { ExportFormat } from '../export/encoder.ts';
import { exportProcess } from '../export/export-process.ts';
import { listJournals } from '../journal/journal-places.ts';
import { observe } from '../observe/observe.ts';
import { safeText } from '../output/safe-text.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import type { Hands } from './hands.ts';

export type ExportArguments = {
  readonly id?: readonly string[] | undefined;
  readonly format: ExportFormat;
};

/** Journals for other systems, on stdout, as fast as it is read there. What cannot be read is told, and the rest goes on. */
export async function exportJournals({ id = [], format }: ExportArguments, hands: Hands): Promise<number> {
  const chosen: string[] = [];
  for (const reference of id) chosen.push((await chooseProcess(hands, reference)).id);
  const ids = chosen.length > 0 ? new Set(chosen) : listJournals(hands.project).map((place) => place.id);
  let exitCode: number = exitCodes.done;
  for (const one of ids) {
    try {
      await exportOne(one, format, hands);
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
      const { path, cause } = error.failure;
      hands.tell(`❌ ${safeText(hands.shortPath(path))} is not in the export: ${cause}`);
      exitCode = exitCodes.failed;
    }
  }
  return exitCode;
}

async function exportOne(id: string, format: ExportFormat, hands: Hands): Promise<void> {
  const observed = await observe(hands.project, id);
  let corrupt = 0;
  const onCorrupt = (): void => {
    corrupt += 1;
  };
  for (const text of exportProcess(observed, { format, version: hands.version, onCorrupt }))
    await write(text, hands);
  if (corrupt === 0) return;
  const what = corrupt === 1 ? '1 damaged line is' : `${corrupt} damaged lines are`;
  hands.tell(`⚠️  ${safeText(hands.shortPath(observed.path))}: ${what} left out (bg verify ${id})`);
}

/** A full disk, say. A reader that has gone has ended this program already, and quietly. */
async function write(text: string, hands: Hands): Promise<void> {
  try {
    await hands.writePaced(text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FailureError({ code: 'append_failed', path: 'stdout', cause: error.code }, { cause: error });
  }
}
