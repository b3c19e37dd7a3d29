import type { DataOf } from '../../schemas/event.ts';
import type { ProgressFound } from '../output/progress-scanner.ts';
import { redactText } from '../output/redact.ts';

/** What was found in the output, as it is written down: no secret, and no longer than an event may be. */
export function progressTold(found: ProgressFound): DataOf<'process.progressed'> {
  const { offsetBytes, line, label, ...numbers } = found;
  const safeLabel = label === undefined ? {} : { label: redactText(label).slice(0, 200) };
  return { ...numbers, ...safeLabel, line: redactText(line).slice(0, 500), offset: offsetBytes };
}
