import type { ProgressReading } from './progress-line.ts';
import { readShape, type Shape } from './progress-shape.ts';
import { BAR_SHAPES } from './progress-shapes-bars.ts';
import { COUNTER_SHAPES } from './progress-shapes-counters.ts';
import { STEP_SHAPES } from './progress-shapes-steps.ts';

const ASKED = /::progress|\x1b\]9;4;/;
const COLOUR = '(?:\\x1b\\[[\\d;]{0,12}m){0,2}';
/**
 * A number at a percent sign; `n/m` that is no date and no path; `n of m`; a bold step; three columns of curl's
 * meter. Colours in between are allowed for, so that a coloured log needs no second look.
 */
const NUMBERS = new RegExp(
  `\\d${COLOUR}(?: ?%|[kMGTP]?i?B? ?/ ?${COLOUR}\\d{1,13}(?![\\d/])(?<!/\\d{1,13}/\\d{1,13})|${COLOUR} of ${COLOUR}\\d)` +
    '|\\*\\*[Ss]tep \\d|^ {0,2}\\d{1,3} {1,4}[\\d.]{1,8}[kKMGTP]? {1,5}\\d{1,3} ',
);
/** When it was and how bad: written by loggers before what the program has to say. */
const LOGGED =
  /^\[?(?:\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)?|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(?:Z|[+-]\d\d:?\d\d)?\]?\s{1,4}(?=\S)/;
const SEVERITY = /^\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING)\]?:?\s{1,4}(?=\S)/;
/** Structured logs name their own numbers. */
const DATA = /^\s{0,40}["'{]/;

const WITH_SLASH: readonly Shape[] = [...STEP_SHAPES, ...COUNTER_SHAPES];

/** The pre-check that keeps ordinary lines cheap: false means certainly no progress, asked for or guessed. */
export function mayBeProgress(line: string): boolean {
  return NUMBERS.test(line) || ASKED.test(line);
}

/** Reads a plain line by what real programs are known to print: steps first, then counters, then percentages. */
export function guessProgress(text: string): ProgressReading | null {
  if (!NUMBERS.test(text) || DATA.test(text)) return null;
  const message = withoutPrefix(text.trimEnd());
  if (!NUMBERS.test(message)) return null;
  const counted = /\/| of |\*\*/.test(message) ? firstOf(WITH_SLASH, message) : null;
  return counted ?? firstOf(BAR_SHAPES, message);
}

function firstOf(shapes: readonly Shape[], text: string): ProgressReading | null {
  for (const shape of shapes) {
    const found = readShape(shape, text);
    if (found !== null) return found;
  }
  return null;
}

function withoutPrefix(text: string): string {
  const isLogged = text.charAt(0) === '[' || /^\d{2,4}[-/:]\d\d/.test(text);
  const message = isLogged ? text.replace(LOGGED, '') : text;
  return message.replace(SEVERITY, '');
}
