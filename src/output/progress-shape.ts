import type { Progress, ProgressReading } from './progress-line.ts';
import {
  percentBefore,
  percentOf,
  percentWithin,
  readAmount,
  readOrdinal,
  readPercent,
} from './progress-number.ts';
import { cleanLabel } from './progress-text.ts';

/**
 * How one family of programs writes progress. The pattern's named groups say what is what:
 * `step`, `steps`; `done`, `total`; `percent`; `label`.
 */
export type Shape = {
  readonly seenIn: string;
  readonly kind: ProgressReading['kind'];
  readonly pattern: RegExp;
  /** Lines that look alike and are something else. */
  readonly not?: RegExp;
  /** The text before the match is the label. */
  readonly labelBefore?: true;
  readonly countsSteps?: true;
};

type Groups = { readonly [name: string]: string | undefined };

/** Reads a plain line by one shape. Null when it does not match or its numbers make no sense (3 of 2, 0 of 0, 120 %). */
export function readShape(shape: Shape, text: string): ProgressReading | null {
  const match = shape.pattern.exec(text);
  if (match === null || shape.not?.test(text)) return null;
  const groups: Groups = match.groups ?? {};
  const numbers = shape.kind === 'step' ? stepNumbers(groups) : percentNumbers(groups);
  if (numbers === null) return null;
  const label = labelOf(shape.labelBefore ? before(text, match.index) : groups['label']);
  const progress = label === undefined ? numbers : { ...numbers, label };
  const found: ProgressReading = { source: 'guess', kind: shape.kind, progress };
  const countsTo = shape.countsSteps ? readAmount(groups['total'] ?? '') : null;
  return countsTo === null ? found : { ...found, countsTo };
}

function stepNumbers(groups: Groups): Progress | null {
  const step = readOrdinal(groups['step'] ?? '');
  if (step === null) return null;
  if (groups['steps'] === undefined) return { step };
  const steps = readOrdinal(groups['steps']);
  if (steps === null || step > steps) return null;
  const inner = readPercent(groups['percent'] ?? '');
  const percent = inner === null ? percentBefore(step, steps) : percentWithin(step, steps, inner);
  return { percent, step, steps };
}

/** Counted things are exact where the percent beside them was rounded, maybe up to 100. */
function percentNumbers(groups: Groups): Progress | null {
  const done = groups['done'];
  const total = groups['total'];
  if (done !== undefined && total !== undefined) {
    const percent = percentOf(readAmount(done) ?? -1, readAmount(total) ?? 0);
    return percent === null ? null : { percent };
  }
  const percent = readPercent(groups['percent'] ?? '');
  return percent === null ? null : { percent };
}

/** `src/a.iso   ` and `Epoch 3: ` are labels; a byte count or a prompt is not. */
function before(text: string, index: number): string | undefined {
  const label = text
    .slice(0, index)
    .trim()
    .replace(/[:\-([]$/, '');
  return /\p{L}{2}/u.test(label) ? label : undefined;
}

function labelOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanLabel(text);
}
