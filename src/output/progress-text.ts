import { redactText } from './redact.ts';

/** CSI, then OSC and other strings, then charset choices, then every two-character escape. */
const ESCAPES =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ #%()*+][ -~]|\x1b[0-Z\\^-~]/g;
/** An escape that the end of the text has cut, or one that nothing ever ended. */
const CUT_ESCAPE = /\x1b[^\x07\x1b]{0,200}$/;
/** Also the marks that turn the writing direction: a label must not rearrange the line it is shown in. */
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
/** Back to the first column without `\r`: cursor-to-column, or a run of backspaces. */
const REDRAW = /\x1b\[[01]?G|\x08+/;
const LABEL_LIMIT_CHARS = 200;
/** Stands for text that was cut off: no pattern takes it for the end of a line, of a word or of a number. */
export const CUT = '⋯';

/** What a person would see of a line at the end: the newest redraw, without escapes and control characters. */
export function plainText(line: string): string {
  if (!/[\x00-\x1f\x7f-\x9f]/.test(line)) return line;
  return withoutEscapes(newestDrawing(line));
}

/** `plainText` of a line whose end is still to come: a number that touches the end gives way to `CUT`. */
export function settledText(line: string): string {
  const text = plainText(line.replace(CUT_ESCAPE, ''));
  let end = text.length;
  while (end > 0 && '0123456789.,/'.includes(text.charAt(end - 1))) end -= 1;
  return end === text.length ? text : `${text.slice(0, end)}${CUT}`;
}

/** A label fit to be shown: one line, at most 200 characters. Undefined when nothing is left. */
export function cleanLabel(label: string): string | undefined {
  const text = cutWithoutSecrets(withoutEscapes(label).trim(), LABEL_LIMIT_CHARS).trimEnd();
  const whole = /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
  return whole === '' ? undefined : whole;
}

/** Half of a secret is not known for what it is: where a text is cut, its secrets go first. What is short is left as it is. */
export function cutWithoutSecrets(text: string, limitChars: number): string {
  return text.length <= limitChars ? text : redactText(text).slice(0, limitChars);
}

function newestDrawing(line: string): string {
  if (!REDRAW.test(line)) return line;
  const drawings = line.split(REDRAW);
  return drawings.findLast((drawing) => withoutEscapes(drawing).trim() !== '') ?? '';
}

function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, '').replaceAll('\t', ' ').replace(CONTROLS, '');
}
