import {
  anyOf,
  CONDITION,
  ERRNO_NAMES,
  LACKING_WORDS,
  NO_ERROR_WORD,
  SUDDEN_WORDS,
  SYSTEM_WORDS,
  THINGS,
} from './error-words.ts';

/** `ESLint couldn't find a config`: a name of one word that has failed, not a person, a pronoun or several of them. */
const NAME_COULD_NOT =
  /^(?!(?:The|This|That|These|Those|It|We|You|They|He|She|There|Who|What|Which|Someone|Nobody) )[A-Z][\w.-]{1,30} (?:failed to|could ?n['’o]t|could not|was unable to) [a-z]/;
/** `Timeout of 2000ms exceeded`. */
const EXCEEDED =
  /\b(?:time-?out|retries|attempts|deadline|limit|quota|size|length|depth|budget|memory|heap|stack)\b.{0,60} (?:was |has been |is )?exceeded\b|\b(?:limit|quota) (?:was |has been |is )?(?:reached|hit|exhausted)\b|\b(?:hit|reached|exceeded) (?:your|the) .{0,30}\b(?:limit|quota)\b/i;
/** `got 1, want 2`, `expected 3 but was 4`: what a test says, whatever it is called. */
const OTHER_THAN_EXPECTED =
  /\b(?:expected|want(?:ed)?)\b.{1,200}(?:\b(?:but (?:it )?(?:was|got|found|received)|received|actual(?:ly)?:?)|[,;]? got) |\bgot:? .{1,200}[,;] ?(?:want(?:ed)?|expected)\b/i;
/** `Compilation terminated.`: a piece of work and how it ended, and nothing else. */
const WORK_ENDED =
  /^(?:the )?(?:\w{2,20} )?(?:build|compilation|process|operation|execution|installation|deployment|command|transaction|download|upload|conversion|transfer|migration|pipeline|job|task|request|test run|startup|resolution|solving) (?:terminated|aborted|failed|halted|cancelled|canceled|interrupted|errored|crashed|timed out)[.!]?$/i;
/** `404 Not Found` of a request that this program made. */
const HTTP_STATUS =
  /(?:^|[\s:("])(?:4\d\d (?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Conflict|Gone|Unprocessable \w+|Too Many Requests)|5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out))(?:$|[.,;:!)"]| (?:for|from|while|-|\())/i;
/** `Active: failed`, `status=FAILURE`. */
const STATE_OF_FAILURE =
  /(?:^\s*|[\s,;(])(?:status|state|result|conclusion|outcome|phase|active|health)\s?[:=]\s{0,4}["']?(?:failed|failure|error|errored|crashed|unhealthy|timed?_?out|broken)\b(?! ?(?:->|→|=>))/i;
/** `returned a non-zero code: 2`. */
const NON_ZERO = /\bnon-?zero (?:exit )?(?:code|status|value)\b/i;
/** `moov atom not found`: a few words and nothing else. */
const NOT_FOUND = /^(?!optional )(?:[\w.'"`/-]{1,60} ){1,4}not found[.!]?$/i;
const TOO_MUCH =
  /^(?!(?:The|This|That|It|These) )(?:[\w'"`.-]{1,40} ){1,5}(?:is|are|was) too (?:low|long|large|small|short|big|old|many|deep|high)(?:$|[.:]$|: | for )/;
/** `Connection error.`, `SDK location not found. Define …`, `The profile could not be found`. */
const WHOLE =
  /^(?:(?:\w{1,20} )?(?:connection|network|protocol|parse|syntax|read|write|database|socket|ssl|tls|handshake|authentication|configuration|internal|runtime|server|unknown|unexpected) (?:error|failure)[.!]?$|[A-Z][\w-]{1,40}(?: [\w-]{1,40}){0,3} not found[.:] )/i;
const NOT_WELL =
  /^(?!(?:This|That|It|These|Those) )(?:[\w'"`./():-]{1,60} ){1,6}(?:(?:is|are) (?:currently )?(?:unhealthy|overloaded|unavailable|unreachable|offline|corrupt(?:ed)?)|could not be (?:found|read|opened|loaded|resolved|parsed|created|reached|located|established|verified))(?:$|[.:;,])/i;

/** At the end of a line, after a colon: how programs have always said it. */
const AT_END = new RegExp(
  `(?:: |\\(\\d{1,3}: )${SYSTEM_WORDS}(?:[.!)]|: [^ ]{1,200}| \\([^)]{1,120}\\)(?: \\[\\w{1,20}\\])?|,? (?:while|at|in|for|on|needed) .{1,120})?\\.?$`,
  'i',
);
const ALONE = new RegExp(`^${SYSTEM_WORDS}(?:[.!]|: .{0,300}|, .{0,100}| \\([^)]{1,120}\\).{0,40})?$`, 'i');
const ERRNO = new RegExp(`(?:^|[\\s:[(])${ERRNO_NAMES}(?::| \\S{1,80}$|\\)|$)`);

const SORRY = '(?:(?:sorry,?|oops[,!]?|unfortunately,?|the (?:system|process|file)) )?';
const UNABLE = anyOf(
  'failed (?:to|with|at|in|during|while|because|due|after|on|\\w{2,20}ing)',
  "(?:was |is |were |are )?unable to|cannot|can ?not|can['’]t|could ?n['’o]t|could not",
);
const COULD_NOT = new RegExp(`^${SORRY}${UNABLE} \\S`, 'i');
/** `cannot be used …` begins a statement only when somebody says it: it is the second line of many a help text. */
const PASSIVE = /^(?:cannot|can ?not|can['’]t|could not) (?:be|seem)\b/i;
const COULD_NOT_INSIDE = new RegExp(
  `^(?<before>.{1,600}?)(?<=[\\w)\\]'"])(?<!\\b(?:is|was|says|said))[:!] {1,3}\\*{0,4} ?${UNABLE} \\S`,
  'i',
);
const HAS_FAILED =
  /^(?<before>(?:[\w'"`’./:@#()[\]-]{1,60},? {1,4}){1,9})(?:has |have |had |was |is |were |just )?(?:failed|FAILED|errored|crashed|aborted|panicked|timed out|terminated abnormally|died|exploded|was killed)(?:$|[.!:,;]| (?:with|to|after|due|because|at|in|on|for|while|during|unexpectedly|from|\(|[a-z]{3,20}ing\b)|\s?\(| - )/;
const IS_MISSING = new RegExp(
  `^(?<before>.{0,200}?)(?:["'\`’”][^"'\`’”]{1,200}["'\`’”]|\\b${THINGS}(?: \\S{1,100})?) ?(?:was |is |were |are |has |could )?` +
    anyOf(
      'not (?:found|running|available|reachable|healthy|responding|connected|writable|readable|executable|valid|permitted|allowed|configured|authorized|defined|recognized|installed|supported|exist|met|be (?:found|opened|loaded|resolved|read))',
      "undefined|missing|does(?: not|n['’]t) exist|already (?:exists|in use|allocated|taken|running|bound|defined|declared|locked|mounted)|unavailable|unreachable|expired",
      "no longer exists|can(?:not|['’]t) be \\w{2,20}|could not be \\w{2,20}",
    ) +
    '\\b.{0,200}$',
  'i',
);
/** `Error while …`, `Compilation error in file`, `An exception occurred`. */
const ERROR_DOING = new RegExp(
  `^[=*! ]{0,4}(?:an? )?(?:(?!${NO_ERROR_WORD} )[A-Za-z]{1,20} ){0,2}(?:error|failure|exception)(?:s(?!.{1,100} (?:are|will|can|get) ))? ` +
    anyOf(
      'while|during|in|when|at|occurred|was|response|from|on line|reading|\\(\\w{1,60}\\) at',
      '(?!handling|reporting|tracking|logging|monitoring|checking|correct|messag|pages)\\w{2,20}ing',
    ) +
    '\\b',
  'i',
);
const SUDDEN = new RegExp(
  `^(?:oops!? )?${SUDDEN_WORDS}(?:$|[.!:,;(]| (?:in|at|on|by|after|while|during|for|from|with|near|process \\d|stopping|-|\\d|\\())`,
  'i',
);
const LACKING = new RegExp(`^${LACKING_WORDS}\\b`, 'i');
/** `Unknown options are reported` tells of a rule, `Missing: 0` is a column, `undefined,` is source. */
const RULE =
  /^\S{1,20} \w{1,30}[^s\W]s (?!(?:for|in|of|on|at|from|to|with|provided|specified|given|found|were|detected|or|and)\b)\w+|^\S{1,20}(?: [^\s:]{1,20}){1,3} (?:are|is|will|can|should|must|may|get|gets|have|has|now) (?!not\b)/i;
const LACKS_NOTHING = /^\S{1,20}s? ?[:=] ?(?:\d|$)|^\S{1,20}[,.;]?$|,$/;
/** How programs on Unix speak: `name: `, then what is wrong. */
const NAMED = /^(?:\/[\w./-]{1,100}\/)?[a-z][\w.+-]{1,30}(?:\[\d{1,8}\])?: (?!.{0,100}\bwarning\b)/;
const WRONG_INSIDE =
  /\b(?:no such|bad|wrong|invalid|illegal|unable|non-\w+ argument|is not an?|is not installed|no \w+ \w+ specified|must specify|must be|requires? an?|unterminated|out of range|cannot|can['’]t|expected|not allowed|by that name|is required|(?:is|are) needed|needed$|: not an? \S|: no (?:\w{1,20} ){1,3}(?:for|in|to|at|with|of) |not in \w+ format|no properly|do(?:es)? not (?:match|have|contain|support))\b/i;
const EXIT_CODE =
  /\b(?:exit(?:ed|s|ing)?|failed|finished|terminated|ended|returned|status|stopped|died|completed)\b.{0,60}?\b(?:code|status|exit status|signal|rc|exited)[:=]? ?(?:was |of )?\(?(?:-?[1-9]\d{0,4}\b|SIG[A-Z]{3,6})(?! (?:if|when|means|on|for|unless)\b)(?!, \d)|\bexited with [1-9]\d{0,4}\b/i;
const ENDED_BADLY =
  /\b(?:terminated|stopped|aborted|exiting|exited|quit|finished|completed|done|ended)\b.{0,30} (?:due to|because of|with|on|by) .{0,20}\b(?:errors?|failures?|exceptions?)\b/i;
const ANYWHERE: readonly RegExp[] = [
  /\b(?:out of memory(?! \w+s\b)|core dumped|OOMKilled|oom-kill|segfault at|no space left on device|heap out of memory)\b/i,
  /\b(?:unhandled|uncaught) (?:\w{1,20} )?(?:error|exception|rejection)/i,
  /\bFATAL\b(?! ?[=_-])|\bKernel panic\b|\bBUG: |\bI\/O error,/,
  /\b(?:with failure status|due to (?:previous|an?) (?:error|failure))|\breturned an? (?:error|invalid|unexpected|failure)\b/,
  /\bstack overflow(?:ed)?$|\boverflowed its stack\b|\[signal SIG[A-Z]|: segmentation (?:fault|violation)\b/i,
  /\bdo(?:es)?(?: not|n['’]t) satisfy (?:that|the|its) |, \w+ \w+ failed\.$/,
  /\bError is not recoverable\b|: exiting now$|: (?:authentication|login|handshake|connection|protocol|allocation|verification) failure\b/,
  /\b(?:ErrorCode|error_code|errorCode)[:=] ?["']?[A-Z]\w{3}/,
  /\b[Ee]ncountered an? (?:\w{1,20} )?(?:error|exception|failure|problem)\b/,
  /(?:^|: )(?:did|does|do)(?: not|n['’]t) (?:find|match|complete|respond|finish|start|succeed|exit|work)\b/,
  /^[A-Z]\w{0,60}(?:Error|Exception) (?:while|during|in|at|on) /,
  /, but you have .{1,200} incompatible\.$|\bwe can conclude that .{1,200} unsatisfiable\b|^.{1,200} is not compatible with (?:some|the|any)\b/,
  /^(?:A problem occurred|It (?:was|is) not possible to)\b/,
  /\bTraceback \(most recent call last\)/,
  /(?::|[|>)\]*]) {1,3}(?:fatal |internal |syntax |type |link(?:er)? )?(?:error|ERROR|Error|fatal|FATAL|Fatal)(?:\[[\w:-]{1,40}\]| [A-Z]{0,8}-?\d{1,8}| \([^)]{1,60}\))?(?::|!)(?: |$)/,
  / - (?:error|ERROR|Error|fatal)(?: [A-Z]{1,6}\d{1,6})?(?::| -) /,
  /\b(?:error:[\dA-F]{6,10}:|error:num=\d)/,
  /\bHTTP\/\d(?:\.\d)?"? 5\d\d\b/,
];

/** Says the message of a line, in its words, that something went wrong? `text` is the whole line. */
export function saysError(message: string, text: string): boolean {
  const isBare = message === text.trim();
  return (
    ANYWHERE.some((shape) => shape.test(text)) ||
    ERRNO.test(message) ||
    saysUnable(message, text, isBare) ||
    AT_END.test(text) ||
    ALONE.test(message) ||
    ERROR_DOING.test(message) ||
    SUDDEN.test(message) ||
    saysLacking(message, isBare) ||
    NAME_COULD_NOT.test(message) ||
    WHOLE.test(message) ||
    isUnconditional(NOT_WELL, message) ||
    isUnconditional(NOT_FOUND, message) ||
    TOO_MUCH.test(message) ||
    WORK_ENDED.test(message) ||
    isUnconditional(HTTP_STATUS, text) ||
    isUnconditional(STATE_OF_FAILURE, text) ||
    isUnconditional(NON_ZERO, text) ||
    isUnconditional(OTHER_THAN_EXPECTED, message) ||
    isUnconditional(EXCEEDED, message) ||
    (NAMED.test(text) && isUnconditional(WRONG_INSIDE, text)) ||
    isUnconditional(EXIT_CODE, text) ||
    isUnconditional(ENDED_BADLY, text) ||
    isUnconditional(HAS_FAILED, message) ||
    isUnconditional(IS_MISSING, message)
  );
}

function saysUnable(message: string, text: string, isBare: boolean): boolean {
  if (COULD_NOT.test(message)) return !(isBare && PASSIVE.test(message));
  return isUnconditional(COULD_NOT_INSIDE, text);
}

function saysLacking(message: string, isBare: boolean): boolean {
  if (!LACKING.test(message) || RULE.test(message) || LACKS_NOTHING.test(message)) return false;
  return !isBare || /^[A-Z]|^\w+ \w+ ['"`‘]/.test(message);
}

/** What stands before it does not make it a condition. */
function isUnconditional(shape: RegExp, text: string): boolean {
  const found = shape.exec(text);
  return found !== null && !CONDITION.test(found.groups?.['before'] ?? text.slice(0, found.index));
}
