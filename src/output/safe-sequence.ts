/**
 * Longest escape sequence that is taken for one. Longer ones (and those cut off by a newline) are shown as text: a
 * title without an end must not swallow the lines after it. Kitty's image chunks are about 4,150 characters.
 */
export const sequenceLimitChars = 8192;

export type Sequence =
  /** A whole sequence: it ends before `end`. `colour` is the argument of an SGR (`1;31`), null for all others. */
  | { readonly kind: 'whole'; readonly end: number; readonly colour: string | null }
  /** May become one with more input. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'none' };

/** CSI: parameters, intermediates, final. */
const csi = /(?:\x1b\[|\x9b)([0-?]{0,256})([ -/]{0,4})([@-~])/y;
const csiSoFar = /(?:\x1b\[|\x9b)[0-?]{0,256}[ -/]{0,4}$/y;

/** OSC ends with BEL or ST; like DCS, SOS, PM and APC it is also ended by CAN, SUB and by whatever starts the next. */
const osc = new RegExp(stringSequence('\\x1b\\]|\\x9d', '\\x07'), 'y');
const oscSoFar = new RegExp(stringSoFar('\\x1b\\]|\\x9d', '\\x07'), 'y');
const dcsLike = new RegExp(stringSequence('\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f]', ''), 'y');
const dcsLikeSoFar = new RegExp(stringSoFar('\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f]', ''), 'y');

/** Two bytes (`ESC 7`, `ESC c`, a stray ST) and those with intermediates (`ESC ( B`), but not an introducer. */
const short = /\x1b(?:[ -/]{1,4}[0-~]|[0-OQ-WYZ\\`-~])|\x9c/y;
const shortSoFar = /\x1b[ -/]{0,4}$/y;

/** Looks at the sequence that starts with the control character at `index`. */
export function sequenceAt(text: string, index: number): Sequence {
  const control = matchAt(csi, text, index);
  if (control !== null) {
    const isColour = control[3] === 'm' && control[2] === '' && /^[\d;:]*$/.test(control[1] ?? '');
    return { kind: 'whole', end: csi.lastIndex, colour: isColour ? (control[1] ?? '') : null };
  }
  for (const pattern of [osc, dcsLike, short]) {
    if (matchAt(pattern, text, index) !== null)
      return { kind: 'whole', end: pattern.lastIndex, colour: null };
  }
  for (const pattern of [csiSoFar, oscSoFar, dcsLikeSoFar, shortSoFar]) {
    if (matchAt(pattern, text, index) !== null) return { kind: 'unfinished' };
  }
  return { kind: 'none' };
}

/** A body holds no character that can start a sequence, so no part of the text is looked at more than a few times. */
function stringSequence(introducer: string, bell: string): string {
  return `(?:${introducer})[^\\n\\x18\\x1a\\x1b\\x80-\\x9f${bell}]{0,${sequenceLimitChars}}(?:[\\x18\\x1a\\x9c${bell}]|\\x1b\\\\|(?=\\x1b[^\\\\]|[\\x80-\\x9b\\x9d-\\x9f]))`;
}

function stringSoFar(introducer: string, bell: string): string {
  return `(?:${introducer})[^\\n\\x18\\x1a\\x1b\\x80-\\x9f${bell}]{0,${sequenceLimitChars}}\\x1b?$`;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
