import type { Progress } from './progress-line.ts';
import { readOrdinal, readPercent } from './progress-number.ts';
import { cleanLabel } from './progress-text.ts';

type Fields = { readonly [key: string]: string | null | undefined };

/** Keys as text → progress. A bad value loses its key only, a step beyond the steps too; null when none is left. */
export function progressFromFields(fields: Fields): Progress | null {
  const percent = readPercent((fields['percent'] ?? '').replace(/\s?%$/, ''));
  const steps = readOrdinal(fields['steps'] ?? '');
  const step = readOrdinal(fields['step'] ?? '');
  const label = cleanLabel(fields['label'] ?? '');
  const hasStep = step !== null && (steps === null || step <= steps);
  if (percent === null && steps === null && !hasStep && label === undefined) return null;
  return {
    ...(percent === null ? {} : { percent }),
    ...(hasStep ? { step } : {}),
    ...(steps === null ? {} : { steps }),
    ...(label === undefined ? {} : { label }),
  };
}
