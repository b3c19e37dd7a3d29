/** What the system says, in the words of strerror and of shells. */
const SYSTEM_WORDS =
  'no such (?:file or directory|device|process|host)|permission denied|operation not permitted|access (?:is )?denied|connection (?:refused|reset(?: by peer)?|timed out|aborted)|no route to host|network is unreachable|host is (?:down|unreachable)|broken pipe|no space left on device|disk quota exceeded|read-only file system|too many open files|input/output error|device or resource busy|is a directory|not a directory|file exists|directory not empty|text file busy|exec format error|argument list too long|(?:cannot allocate|out of) memory|address already in use|name or service not known|(?:temporary failure|failure) in name resolution|operation timed out|bad file descriptor|invalid argument|command not found|stale file handle|resource temporarily unavailable|file too large|unbound variable|not found|segmentation fault|bad (?:option|substitution|interpreter)|divi(?:sion|ded) by (?:zero|0)|syntax error\\b.{0,200}|unexpected end of file|illegal (?:option|instruction)|(?:invalid|unrecognized|unknown|bad) (?:option|command|argument|flag|command-line option)\\b.{0,200}|timed out|does not exist|no module named \\S{1,100}|is required|empty list|unterminated\\b.{0,100}';
/** At the end of a line, after a colon: how programs have always said it. */
const AT_END = new RegExp(
  `(?:: |\\(\\d{1,3}: )(?:${SYSTEM_WORDS})(?:[.!)]|: [^ ]{1,200}| \\([^)]{1,120}\\)|,? (?:while|at|in|for|on) .{1,120})?\\.?$`,
  'i',
);
const ALONE = new RegExp(`^(?:${SYSTEM_WORDS})(?:[.!]|: .{0,300}| \\([^)]{1,120}\\).{0,40})?$`, 'i');
const CODE_WORD =
  /(?:^|[\s:[(])(?:ENOENT|EACCES|EPERM|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EADDRINUSE|EADDRNOTAVAIL|ENOSPC|EMFILE|ENFILE|ENOMEM|EPIPE|ENOTFOUND|EAI_AGAIN|EEXIST|EISDIR|ENOTDIR|ENOTEMPTY|EROFS|EIO|EBUSY|EXDEV|EHOSTUNREACH|ENETUNREACH|ELIFECYCLE|ERESOLVE)(?::| \S{1,80}$|\)|$)/;

/** Words before the verb that make it a condition, a promise or a denial. */
const CONDITION =
  /\b(?:if|when|whenever|whether|unless|should|could|would|may|might|any|no|without|zero|never|that|which|not|until|before|how|why|what|retry|retrying|were|all)\b/i;
const COULD_NOT =
  /^(?:(?:but|and|sorry,?|oops[,!]?|unfortunately,?|we|i|it|the \w{1,20}) )?(?:failed (?:to|with|at|in|during|while|because|due|after|on|\w{2,20}ing)|(?:was |is |were |are )?unable to|cannot|can ?not|can['’]t|could ?n['’o]t|couldn['’]t|could not) \S/i;
const HAS_FAILED =
  /^(?<before>(?:[\w'"`’./:@#()-]{1,60},? ){1,9})(?:has |have |had |was |is |were |just )?(?<verb>failed|FAILED|errored|crashed|aborted|panicked|timed out|terminated abnormally|died|exploded|was killed)(?:$|[.!:,;]| (?:with|to|after|due|because|at|in|on|for|while|during|unexpectedly|from|\()|\s?\(| - )/;
const QUOTED_MISSING =
  /^(?<before>.{0,200}?)(?:["'`’”][^"'`’”]{1,200}["'`’”]|\b(?:file|module|package|command|target|host|image|table|column|database|user|directory|path|key|symbol|class|method|function|variable|branch|ref|script|version|certificate|device|port|service|resource|page|header|library|dependency|property|field|type|name))s? (?:was |is |were |are |has |could )?(?:not (?:found|defined|recognized|installed|supported|exist|be (?:found|opened|loaded|resolved|read))|undefined|missing|does(?: not|n['’]t) exist|already (?:exists|in use)|unavailable|unreachable|expired|no longer exists|can(?:not|['’]t) be \w{2,20}|could not be \w{2,20})\b.{0,200}$/i;
const ERROR_DOING =
  /^(?:an? )?(?:\w{1,20} )?(?:error|errors|failure|exception)s? (?:while|during|in|when|at|occurred|was|response|from|on line|reading|(?!handling|reporting|tracking|logging|monitoring|checking|correct|messag|pages)\w{2,20}ing)\b/i;
const SUDDEN =
  /^(?:killed|aborted|segmentation fault|bus error|illegal instruction|floating point exception|trace\/breakpoint trap|out of memory|oom|core dumped|abort trap|stack overflow|deadlock detected|assertion failed|unhandled|uncaught|unexpected|invalid|unknown|unrecognized|unsupported|undefined|unresolved|missing|malformed|corrupt(?:ed)?|illegal|duplicate|no such|no matching|not enough|insufficient|too many|access denied|unauthorized|forbidden|bad (?:request|gateway|magic|address|credentials)|internal server error|service unavailable|gateway timeout|connection (?:refused|reset|closed|lost|timed out)|something went wrong|giving up|fatal|panic|crashed)\b/i;
/** `unknown: 3` and `missing 0` are columns; a sudden word needs something to be about, or to stand alone. */
const SUDDEN_REST = /^\S{1,20}(?: \S{1,20})?[.!]?$|^\S{1,20} .{3,}|^[\w ]{1,30}[:(]/;
const EXIT_CODE =
  /\b(?:exit(?:ed|s|ing)?|failed|finished|terminated|ended|returned|status|stopped|died|completed)\b.{0,60}?\b(?:code|status|exit status|signal|rc)[:=]? ?(?:was |of )?\(?(?:-?[1-9]\d{0,4}\b|SIG[A-Z]{3,6})(?! (?:if|when|means|on|for)\b)/i;
const ANYWHERE: readonly RegExp[] = [
  /\b(?:out of memory|core dumped|OOMKilled|oom-kill|segfault at|stack overflow|no space left on device|heap out of memory)\b/i,
  /\b(?:unhandled|uncaught) (?:promise )?(?:error|exception|rejection)/i,
  /\bFATAL\b(?! ?[=_-])|\bKernel panic\b|\bguru meditation\b/,
  /\b(?:with failure status|due to (?:previous|an?) (?:error|failure))/,
  /\bnot met\b/,
  /\bTraceback \(most recent call last\)/,
  /: (?:fatal |internal |syntax |type |link(?:er)? )?(?:error|ERROR|Error)(?:\[[\w:-]{1,40}\]| [A-Z]{0,8}-?\d{1,8}| \([^)]{1,60}\))?(?::|!) /,
  / - (?:error|ERROR|Error|fatal)(?: [A-Z]{1,6}\d{1,6})?(?::| -) /,
  /\bHTTP\/\d(?:\.\d)?"? 5\d\d\b/,
];

/** Says the message of a line, in its words, that something went wrong? `text` is the whole line. */
export function saysError(message: string, text: string): boolean {
  if (ANYWHERE.some((shape) => shape.test(text)) || CODE_WORD.test(message)) return true;
  if (
    COULD_NOT.test(message) ||
    ERROR_DOING.test(message) ||
    AT_END.test(text) ||
    ALONE.test(message) ||
    isExit(text)
  )
    return true;
  if (SUDDEN.test(message) && SUDDEN_REST.test(message)) return !/^\S{1,20}s? ?[:=] ?\d/.test(message);
  const failed = HAS_FAILED.exec(message)?.groups;
  if (failed !== undefined) return !CONDITION.test(failed['before'] ?? '');
  const missing = QUOTED_MISSING.exec(message)?.groups;
  return missing !== undefined && !CONDITION.test(missing['before'] ?? '');
}

function isExit(text: string): boolean {
  const found = EXIT_CODE.exec(text);
  return found !== null && !CONDITION.test(text.slice(0, found.index));
}
