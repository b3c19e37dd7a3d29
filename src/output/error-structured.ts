export type LineLevel = 'error' | 'harmless';

/** Only the beginning is looked at: loggers write the level before the message, or a short line. */
const LEVEL_FIELD =
  /["'](?:level|severity|lvl|levelname|level_name|loglevel|log_level|log\.level|@l|status|type)["']\s?:\s?["']?(\w{1,12})/gi;
const LOGFMT_LEVEL = /(?:^|[\s,[{])(?:level|lvl|severity|loglevel)[=:]\s?["']?(\w{1,12})/i;
const ERROR_FIELD =
  /["'](?:error|err|exception|errors)["']\s?:\s?(?:"[^"]|'[^']|\{\s?["']|\[\s?["'{\d]|true)/i;
/** It says so itself, in its kind or in the status of what it answers. */
const IS_ERROR = /["'](?:is|has)_?errors?["']\s?:\s?true/i;
const KIND_OF_ERROR =
  /["'](?:type|subtype|event|kind)["']\s?:\s?["'](?:(?!no)\w{1,30}[._:-]){0,3}(?:failed|error|failure|errored|crashed)["']/i;
const SERVER_STATUS = /["'](?:status|status_?code|http_?status|code)["']\s?:\s?["']?5\d\d\b/i;
/** MongoDB: `"s":"E"`. */
const LETTER_FIELD = /["']s["']\s?:\s?["']([DEFIW])["']/;
const FALSE_SUCCESS = /["'](?:success|ok|succeeded)["']\s?:\s?false/i;
const DATA = /^\s{0,40}\{\s{0,4}["']/;

const ERRORS: readonly string[] = [
  ...['error', 'err', 'eror', 'fatal', 'critical', 'crit', 'panic', 'dpanic', 'alert', 'emerg', 'emergency'],
  ...['severe', 'failure', 'failed', 'exception', '50', '60'],
];
const OTHERS: readonly string[] = [
  ...['trace', 'debug', 'verbose', 'info', 'information', 'notice', 'warn', 'warning', 'trce', 'dbug', 'dbg'],
  ...['10', '20', '30', '40', 'success', 'ok', 'passed', 'completed', 'default'],
];

/** What a structured line (JSON, logfmt) says of itself; null when it says nothing or is not structured. */
export function structuredLevel(text: string): LineLevel | null {
  if (DATA.test(text)) return levelOfData(text);
  const word = text.includes('=') ? LOGFMT_LEVEL.exec(text)?.[1] : undefined;
  return word === undefined ? null : levelOf(word);
}

function levelOfData(text: string): LineLevel | null {
  if (IS_ERROR.test(text)) return 'error';
  const letter = LETTER_FIELD.exec(text)?.[1];
  if (letter !== undefined) return 'EF'.includes(letter) ? 'error' : 'harmless';
  for (const [, word = ''] of text.matchAll(LEVEL_FIELD)) {
    const level = levelOf(word);
    if (level !== null) return level;
  }
  const isError = [ERROR_FIELD, FALSE_SUCCESS, KIND_OF_ERROR, SERVER_STATUS].some((shape) =>
    shape.test(text),
  );
  return isError ? 'error' : null;
}

function levelOf(word: string): LineLevel | null {
  const key = word.toLowerCase();
  if (ERRORS.includes(key)) return 'error';
  return OTHERS.includes(key) ? 'harmless' : null;
}
