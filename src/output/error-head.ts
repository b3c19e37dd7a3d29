import type { LineLevel } from './error-structured.ts';
import { NO_ERROR_WORD } from './error-words.ts';

/** What stands before a message: when, who, where, how bad. `level` is null when it does not say how bad. */
export type ErrorHead = { readonly level: LineLevel | null; readonly message: string };

/** A stamp, a tag, two names, a place, a level: more than this is not a head any more. */
const PARTS_LIMIT = 8;

const ERROR_WORDS =
  'ERROR|ERR|ERRO|EROR|FATA|FTL|FATAL|CRITICAL|CRIT|SEVERE|ALERT|EMERG|EMERGENCY|PANIC|EXCEPTION|FAILURE';
const OTHER_WORDS =
  'TRACE|TRC|DEBUG|DEBU|DBG|INF|WRN|VERBOSE|FINE|FINER|FINEST|INFO|INFORMATION|NOTICE|LOG|STATEMENT|DETAIL|HINT|WARN|WARNING';
const ZONE = '(?: ?(?:Z|UTC|GMT|CET|CEST|EST|EDT|PST|PDT|[+-]\\d\\d:?\\d\\d))?';
const CLOCK = '(?:\\d{1,2}:\\d\\d[AP]M|\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?: [AP]M)?)';
const STAMP = new RegExp(
  `^[[(]?(?:\\d{4}[-/.]\\d\\d[-/.]\\d\\d(?:[T _:]{1,2}${CLOCK})?|\\d\\d[-/.]\\d\\d[-/.]\\d\\d(?:\\d\\d)?[ T]${CLOCK}|${CLOCK}` +
    `|(?:[A-Z][a-z]{2},? )?(?:[A-Z][a-z]{2} {1,2}\\d{1,2}|\\d{1,2} [A-Z][a-z]{2})(?:,? \\d{4},?)? ${CLOCK}(?: \\d{4})?` +
    `|\\d{1,2}[-/][A-Z][a-z]{2}[-/]\\d{4}[ :]${CLOCK}|\\d{10}\\.\\d{1,6}|\\d{13})${ZONE}[\\])]?[:,]?(?: - |\\s{1,8}|(?=\\[)|$)`,
);
const DMESG = /^\[ {0,6}\d{1,8}\.\d{3,6}\] /;
/** `web-1  | `, `│ `, `#8 12.34 ` of builders, `host app[17]: ` of syslog. */
const FRAME =
  /^\s*(?:[\w.-]{1,60} {1,20}\| |[│┃▌║╷╭╰┌└├╵] |#\d{1,4} (?:\d{1,6}\.\d{1,3} )?|\[\w{1,20}\] {1,4}\| )/;
const GLOG = /^([EFIWD])(?:\d{4}|\d{8}) \d\d:\d\d:\d\d/;
/** `E, [2026-…`, `[E 2026-…`, `E core/gpu.cc:9] …`. */
const LETTER = /^(?:([DIWEFA]), \[\d|\[([DIWEFC]) \d{2}|([DIWEF]) \S{1,200}:\d{1,7}\] )/;
/** `17:M 01 May 2026 10:00:00.123 # `: who, when, how loud. */
const REDIS = new RegExp(`^\\d{1,8}:[A-Z] \\d{1,2} [A-Z][a-z]{2} \\d{4} ${CLOCK} [#*.-] `);
const ERROR_MARK = /^(?:❌|✗|✘|✖|×|❎|🚨|💥|⛔|🛑|🔴|⨯|✕|\[!\]|!!)\uFE0F?\s*/u;
const OTHER_MARK = /^(?:✓|✔|√|✅|☑|ℹ|⚠|💡|🟡|🟢|🎉)\uFE0F?\s*/u;
const TAG = /^[[(<{]([^\])}<>[\n]{1,80})[\])}>]:?\s{0,8}(?:-\s)?/;
const TAG_ERROR = new RegExp(`(?:^|[\\s:/|,])(?:${ERROR_WORDS}|FAIL|FAILED)(?:$|[\\s:/|,])`, 'i');
const TAG_OTHER = new RegExp(`(?:^|[\\s:/|,])(?:${OTHER_WORDS}|OK|PASS(?:ED)?)(?:$|[\\s:/|,])`, 'i');
/** In capitals a level needs no colon; other words after it may make it a heading. */
const LOUD_ERROR = new RegExp(
  `^(?:[A-Z]{1,12} )?(?:${ERROR_WORDS}|FAILED|FAIL)(?:\\s?[:|!\\]>]|\\[\\d|\\s-|\\/|\\s(?![A-Z]{4,} ?[A-Z]*$|HANDLING|CODES?|RATE|LOGS?|COUNT|MESSAGES?|=|is |are |and |or )|$)`,
);
const LOUD_OTHER = new RegExp(`^(?:${OTHER_WORDS})(?:\\s?[:|!\\]>]|\\[\\d|\\s|\\/|$)`);
/** On a line that a logger has stamped, the first level decides, behind thread and logger names. */
const LOGGED_LEVEL = new RegExp(
  `(?:^|[\\s[(|<:/-])(?:(${ERROR_WORDS})|(${OTHER_WORDS}))(?=[\\s\\])|>:/,-]|$)`,
);
const QUIET_ERROR = new RegExp(
  `^(?!${NO_ERROR_WORD} )(?:[\\w'./-]{1,30} (?!${NO_ERROR_WORD} )){0,3}(?:error|errors|fatal|panic|critical|failure|exception|abort|failed|fail|emerg|crit|alert)` +
    "(?:\\[[\\w:.-]{1,40}\\]|\\([\\w-]{1,40}\\)| [A-Za-z]{0,10}-?\\d{1,8}| \\([^)]{1,60}\\)| \\[[\\w-]{1,40}\\]| '[^']{1,60}')?\\s?(?::(?!\\w)|!)",
  'i',
);
const QUIET_OTHER =
  /^(?:(?:warnings?|warn|info|debug\d?|note|help|hint|notice|tip|trace|verbose|usage|see|deprecat\w{2,5}|success|suggestion)(?:\[[\w:-]{1,40}\]|\([\w:-]{1,60}\)| [A-Z]{1,8}\d{1,8}| \([^)]{1,60}\))?\s?[:!]|(?:CMake|npm) (?:\w{1,20} )?(?:[Ww]arn(?:ing)?|WARN|notice|verb|sill|silly|timing|info|http)\b|(?:\w{1,40}\.){0,6}\w{0,40}Warning: |(?:warning|info|success|verbose) ["A-Z]|W: |(?:[A-Z][\w.-]{1,20} ){1,3}warning:)/i;
/** `ValueError: …`, `java.lang.IllegalStateException`, `Bundler::GemNotFound:`. */
const THROWN =
  /^(?:Uncaught |Unhandled |Caused by: |\(node:\d{1,8}\) )?(?:[\w$]{1,60}(?:\.|::|\\|\/)){0,8}[A-Z][\w$]{0,80}(?:Error|Exception|Failure|Panic|Fault|NotFound|Interrupt|Rejection|Exit|RejectionWarning)(?:\([\w., ]{1,80}\))?(?: \[[A-Z][A-Z_\d]{2,40}\])?(?: \([^)]{1,80}\))?(?::(?: (?![Ii]f )|$)|$)/;
/** `django.core.exceptions.ImproperlyConfigured: …`: the module says what the name does not. */
const THROWN_OF_MODULE = /^(?:[a-z_]\w{0,40}\.){1,6}(?:exceptions?|errors?|exc)\.[A-Z]\w{1,80}(?::|$)/;
/** `subprocess.TimeoutExpired: …`, `concurrent.futures.process.BrokenProcessPool: …`: named after trouble. */
const THROWN_OF_TROUBLE =
  /^(?:\w{1,40}\.){0,6}(?:(?:Broken|Invalid|Missing|Bad|Unknown|Unsupported|Illegal|Unexpected|TooMany)[A-Z]\w{1,60}|[A-Z]\w{1,60}(?:Timeout|Expired|Denied|Refused|Aborted|Exceeded|Unavailable|Mismatch|Conflict|Overflow|DoesNotExist)): [A-Z'"`<(]/;
const PLAIN_THROWN =
  /^(?:Uncaught )?(?:Error|Exception)(?: \[[A-Z][A-Z_\d]{2,40}\])?(?: \(\w{1,40}\))?: ?(?!\d{1,6}(?:\.\d{1,9})?$)/;
/** `prog: `, `prog[17]: `, `file.c:3:5: `, `file.cs(3,5): `, `host app[17]: `, `line 3: `. */
const NAME =
  /^(?:[\w.-]{1,60} (?=[\w./-]{1,40}\[\d))?(?:-?[\w./@+~$-]{1,160}(?:\[\d{1,8}\])?(?:\(\d{1,6}(?:,\d{1,5})?\)|(?::\d{1,7}){1,2})?|line \d{1,7}|"[^"]{1,100}"|\[[^\]]{1,40}\])\s?(?::|\s-)\s{1,4}(?=\S)/;
const BULLET = /^(?:[-*•·–>→⎿↳]|[-=]{1,3}>|\d{1,3}[.)]) {1,3}(?=\S)/;

/** Takes the head off, part by part, until a part says how bad it is or the message begins. */
export function readErrorHead(text: string): ErrorHead {
  let message = text.trimStart();
  let isLogged = false;
  for (let parts = 0; parts < PARTS_LIMIT; parts += 1) {
    const level = levelAt(message);
    if (level !== null) return { level, message };
    const rest = withoutPart(message);
    if (rest === message) break;
    isLogged ||= STAMP.test(message);
    message = rest;
    if (!isLogged) continue;
    const logged = LOGGED_LEVEL.exec(message.slice(0, 120));
    if (logged !== null) return { level: logged[1] === undefined ? 'harmless' : 'error', message };
  }
  return { level: null, message };
}

function levelAt(message: string): LineLevel | null {
  const letter = (GLOG.exec(message) ?? LETTER.exec(message))?.slice(1).find((found) => found !== undefined);
  if (letter !== undefined) return 'EFAC'.includes(letter) ? 'error' : 'harmless';
  const tag = DMESG.test(message) || STAMP.test(message) ? undefined : TAG.exec(message)?.[1];
  if (tag !== undefined && TAG_ERROR.test(tag)) return 'error';
  if (tag !== undefined && TAG_OTHER.test(tag)) return 'harmless';
  if (OTHER_MARK.test(message) || LOUD_OTHER.test(message) || QUIET_OTHER.test(message)) {
    return /Rejection/.test(message) ? 'error' : 'harmless';
  }
  const isError =
    ERROR_MARK.test(message) ||
    LOUD_ERROR.test(message) ||
    PLAIN_THROWN.test(message) ||
    THROWN.test(message) ||
    THROWN_OF_MODULE.test(message) ||
    THROWN_OF_TROUBLE.test(message) ||
    /^error - \S/.test(message) ||
    QUIET_ERROR.test(message);
  return isError ? 'error' : null;
}

function withoutPart(message: string): string {
  for (const part of [DMESG, REDIS, STAMP, FRAME, TAG, BULLET, NAME]) {
    const found = part.exec(message);
    if (found !== null && found[0].length > 0) return message.slice(found[0].length).trimStart();
  }
  return message;
}
