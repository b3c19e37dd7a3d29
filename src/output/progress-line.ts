import { readExplicitProgress } from './progress-explicit.ts';
import { guessProgress, mayBeProgress } from './progress-guess.ts';
import { type ProgressPattern, readWithPattern } from './progress-match.ts';
import { percentBefore } from './progress-number.ts';
import { readOscProgress } from './progress-osc.ts';
import { CUT, plainText, settledText } from './progress-text.ts';

/** How far something is. `percent` is 0..100 with at most one decimal, rounded down; `step` counts from 1. */
export type Progress = {
  readonly percent?: number;
  readonly step?: number;
  readonly steps?: number;
  readonly label?: string;
};

export type ProgressReading = {
  readonly source: 'explicit' | 'pattern' | 'osc' | 'guess';
  /** `counter`: finished items. `step`: a step begins, so its percent is (step − 1) / steps. `percent`: as printed. */
  readonly kind: 'counter' | 'step' | 'percent';
  /** Empty when a program takes its progress away (OSC 9;4 state 0). */
  readonly progress: Progress;
  /** The total of a `[46/100]`: if a sequence has as many steps, this is that sequence, not a bar inside a step. */
  readonly countsTo?: number;
};

/** What no terminal shows in one line is no progress bar; it bounds the cost of every pattern below. */
const LINE_LIMIT_CHARS = 4096;
/** The same before the escapes are taken out: a gradient colours each character on its own. */
const RAW_LIMIT_CHARS = 16 * LINE_LIMIT_CHARS;

/** `[1/4] Fetching` may yet become a step by its ellipsis or by `STEP 3/7`; nothing has this many of those. */
const SURE_TOTAL = 100;

/**
 * Reads one decoded line without its terminator; colours and redraws are understood. Null: not progress.
 * The explicit line comes first, then OSC 9;4, then the user's pattern or, without one, the guesses.
 */
export function readProgressLine(line: string, pattern?: ProgressPattern): ProgressReading | null {
  const raw = shortened(line, RAW_LIMIT_CHARS);
  if (pattern === undefined && !mayBeProgress(raw)) return null;
  const text = shortened(plainText(raw), LINE_LIMIT_CHARS);
  const explicit = readExplicitProgress(text);
  return explicit === null ? readUnasked(raw, text, pattern) : reading('explicit', explicit);
}

/**
 * Reads a line whose end has not been seen. A number that touches the end may be half a number and is not read,
 * a label that touches the end is left out, and an explicit line counts only when it is whole.
 */
export function readUnfinishedLine(line: string, pattern?: ProgressPattern): ProgressReading | null {
  const raw = shortened(line, RAW_LIMIT_CHARS);
  if (pattern === undefined && !mayBeProgress(raw)) return null;
  const text = shortened(settledText(raw), LINE_LIMIT_CHARS);
  if (text.trimStart().startsWith('::progress')) return null;
  const found = readUnasked(raw, text, pattern);
  if (found?.countsTo !== undefined && found.countsTo < SURE_TOTAL) return null;
  if (found?.progress.label === undefined || !text.trimEnd().endsWith(found.progress.label)) return found;
  const { label: _half, ...progress } = found.progress;
  return { ...found, progress };
}

function readUnasked(raw: string, text: string, pattern?: ProgressPattern): ProgressReading | null {
  const osc = readOscProgress(raw);
  if (osc?.percent !== undefined) return reading('osc', osc);
  const read = pattern === undefined ? guessProgress(text) : matched(pattern, text);
  return read ?? (osc === null ? null : reading('osc', osc));
}

function matched(pattern: ProgressPattern, text: string): ProgressReading | null {
  const progress = readWithPattern(pattern, text);
  return progress === null ? null : reading('pattern', progress);
}

/** A percent that follows from the step alone is told apart from one that was printed. */
function reading(source: 'explicit' | 'pattern' | 'osc', progress: Progress): ProgressReading {
  const { percent, step, steps } = progress;
  if (percent !== undefined || step === undefined) return { source, kind: 'percent', progress };
  if (steps === undefined) return { source, kind: 'step', progress };
  return { source, kind: 'step', progress: { percent: percentBefore(step, steps), ...progress } };
}

/** The last word may be cut in two, and what now stands at the end did not end the line. */
function shortened(text: string, limitChars: number): string {
  if (text.length <= limitChars) return text;
  return `${text.slice(0, Math.max(0, text.lastIndexOf(' ', limitChars)))} ${CUT}`;
}
