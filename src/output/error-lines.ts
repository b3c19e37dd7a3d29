import { readErrorCounts } from './error-counts.ts';
import { isDiffLine, isHarmlessLine, isMeasurement, isNoStatement } from './error-harmless.ts';
import { readErrorHead } from './error-head.ts';
import { saysError } from './error-shapes.ts';
import { ERROR_SHAPES_OF_TESTS } from './error-shapes-tests.ts';
import { ERROR_SHAPES_OF_TOOLS } from './error-shapes-tools.ts';
import { structuredLevel } from './error-structured.ts';
import { CUT, plainText } from './progress-text.ts';
import { redactText } from './redact.ts';

/** Evidence stands at the beginning of a line or at its end; what lies between is not read. It bounds every pattern. */
const HEAD_LIMIT_CHARS = 800;
const TAIL_LIMIT_CHARS = 200;
/** The same before the escapes are taken out. */
const RAW_LIMIT_CHARS = 16 * 1024;
const SHOWN_LIMIT_CHARS = 500;
/** From each end of a line: whole lines of output are shorter than both together. */
const REDACTED_LIMIT_CHARS = 64 * 1024;

/**
 * Every line that can be an error has one of these beginnings of words; 9 of 10 ordinary lines have none. The other
 * half are shapes without words: a failed test's mark, a letter and a number of a linter, a place in a Go file.
 */
const WORDS = new RegExp(
  "err|fail|fatal|panic|except|crit|severe|emerg|alert|abort|killed|crash|cannot|can['’]t|could ?n|unable|denied|refused" +
    "|reject|not |no such|\\bno [a-z]|n['’]t |un(?:de|re|k|e|b|t|s|h|c|av|au)|inval|miss|timed? ?out|dumped|fault|traceback" +
    '|stack|corrupt|duplic|exit|halt|died|requir|illegal|bus |oom|out ?of|busy|block|broken|reset|memory|what\\(\\)' +
    '|conflict|wrong|limit|notfound|backoff|deadlock|violat|closed|already|denied|attempt|bad |forbid|insuffi|too many' +
    '|assert|empty|\\*{3}|unterm|malform|expired|lost|giving up|exceed|oops|bug: |unmatched|must |problem|mismatch|assignable|thrown|unauth|interrupt|status [1-9]|overload|back-?off|too quick|sqlstate|incompat|unsatisf|unwrap|ftl\\b|too (?:low|long|large)|"s":"[ef]|status_?code|[._]error\\b|non-?zero|directory|too many|changed!|expected|\\bgot |needed|terminated|multiple def|double free|satisf|overflow|violation|data race|sanitizer|rejection|nan\\b',
  'i',
);
const MARKS =
  /^\s*[✕✖✗✘×❌●!❯⨯🚨💥⛔🛑🔴⬢] ?|^E |^[EF]\d|^-?(?:ba|da|z|k)?sh: |[ :][EF]\d{3,4}\b|\.py [.sxX]{0,99}[FE]|^ {0,8}\d{1,4}\) |^rspec |^Msg \d|: [EF] \S+:\d+\]|^\[E : [EF]: |^[Ee]: |\.go:\d+:\d+: |["']?(?:level|severity)["']?\s?[:=]\s?["']?[56]0/u;

/**
 * Is this one line of a program's output evidence of an error, as a person would say? Then the line as it would be
 * shown, without escapes, without secrets and at most 500 characters long; null when it is not. Warnings are not errors.
 */
export function errorLineOf(line: string): string | null {
  if (!mayBeError(line)) return null;
  const text = readableText(line);
  return isErrorText(text) ? shownLine(line) : null;
}

/** A line as it is told: its secrets go before it is cut, for half of one is not known for what it is. */
export function shownLine(line: string): string {
  return redactedText(line).trim().slice(0, SHOWN_LIMIT_CHARS);
}

/** `readableText` without secrets. */
export function redactedText(line: string): string {
  return shortened(redactText(plainText(withoutMiddle(line))));
}

/**
 * What is far from both ends of a line is never shown: redacting a whole MiB took 90 ms. The word that the cut goes
 * through goes as well, for it may be half a secret.
 */
function withoutMiddle(line: string): string {
  if (line.length <= 2 * REDACTED_LIMIT_CHARS) return line;
  const [head, tail] = [line.slice(0, REDACTED_LIMIT_CHARS), line.slice(-REDACTED_LIMIT_CHARS)];
  const firstBlank = tail.indexOf(' ');
  return `${head.slice(0, head.lastIndexOf(' ') + 1)}${CUT}${firstBlank === -1 ? '' : tail.slice(firstBlank)}`;
}

/** The pre-check that keeps ordinary lines cheap: false means certainly no error. */
export function mayBeError(line: string): boolean {
  const raw = line.length > RAW_LIMIT_CHARS ? line.slice(0, RAW_LIMIT_CHARS) : line;
  return WORDS.test(raw) || MARKS.test(raw);
}

/** What a person would see of the line, its middle left out when it is too long to be read. */
export function readableText(line: string): string {
  return shortened(plainText(line.slice(0, RAW_LIMIT_CHARS)));
}

/** A text whose middle is left out when it is too long to be read. */
export function shortened(plain: string): string {
  const text = plain.trimEnd();
  if (text.length <= HEAD_LIMIT_CHARS + TAIL_LIMIT_CHARS) return text;
  return `${text.slice(0, HEAD_LIMIT_CHARS)} ${CUT} ${text.slice(-TAIL_LIMIT_CHARS)}`;
}

/** What a tool is known to print comes first, then what is no statement at all, then what the words say. */
function isErrorText(text: string): boolean {
  if (isDiffLine(text)) return false;
  const level = structuredLevel(text);
  if (level !== null) return level === 'error';
  if (isOneOf(ERROR_SHAPES_OF_TOOLS, text) || isOneOf(ERROR_SHAPES_OF_TESTS, text)) return true;
  if (isNoStatement(text)) return false;
  const { level: said, message } = readErrorHead(text);
  if (said === 'harmless' || isMeasurement(text)) return false;
  const counts = readErrorCounts(text);
  if (counts !== null) return counts === 'some';
  if (said === 'error' || (message !== text && isOneOf(ERROR_SHAPES_OF_TOOLS, message))) return true;
  return (
    !isHarmlessLine(text) && !isHarmlessLine(message) && !isNoStatement(message) && saysError(message, text)
  );
}

function isOneOf(shapes: readonly RegExp[], text: string): boolean {
  return shapes.some((shape) => shape.test(text));
}
