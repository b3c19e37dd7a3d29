import { foldEvent, startFold } from '../../projections/fold.ts';
import type { CorruptRange } from '../../schemas/event.ts';
import { eventBatches } from '../journal/journal-batches.ts';
import type { Observed } from '../observe/observe.ts';
import { redactRead } from '../output/redact-event.ts';
import { safeJson } from '../output/safe-text.ts';
import { type ExportFormat, encoderFor } from './encoder.ts';

export type ExportWish = {
  readonly format: ExportFormat;
  /** Version of this program. */
  readonly version: string;
  /** A stretch of the journal that is no event, and so is not in the export. */
  readonly onCorrupt?: (range: CorruptRange) => void;
};

/**
 * The journal of one process in the form of another system, as text to write one after the other. Every event is
 * redacted before anything is made of it; second copies are left out. Holds a piece of the journal at a time, however
 * long that is. Throws `journal_unusable`.
 */
export function* exportProcess(
  { id, path, probe }: Pick<Observed, 'id' | 'path' | 'probe'>,
  { format, version, onCorrupt }: ExportWish,
): Generator<string, void, void> {
  const encoder = encoderFor(format, { version, probe });
  let fold = startFold(id);
  for (const batch of eventBatches(path, id, onCorrupt)) {
    const lines: string[] = [];
    for (const read of batch) {
      const redacted = redactRead(read);
      const next = foldEvent(fold, redacted);
      if (next === fold) continue;
      fold = next;
      lines.push(...encoder.take(redacted, fold.events, fold));
    }
    yield textOf(lines);
  }
  yield textOf(encoder.end(fold));
}

/** A terminal may be where it goes. */
function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${safeJson(line)}\n`).join('');
}
