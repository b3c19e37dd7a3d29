/** One pattern text of several lines of alternatives. */
export function anyOf(...alternatives: readonly string[]): string {
  return `(?:${alternatives.join('|')})`;
}

/** What the system says, in the words of strerror, of resolvers and of shells. */
export const SYSTEM_WORDS = anyOf(
  'no such (?:file or directory|file|device|process|host|user|container|pool)|permission denied|is unknown\\b.{0,60}',
  'operation not permitted|access (?:is |was )?denied|no route to host|network is unreachable|broken pipe|i/o error',
  'connection (?:unexpectedly )?(?:refused|reset(?: by peer)?|timed out|aborted|closed|lost)|lost connection',
  'host is (?:down|unreachable)|no space left on device|disk quota exceeded|read-only file system|not found',
  'too many (?:\\w{1,20} (?:failures|errors|requests|connections|redirects|retries)|open files|arguments|levels of symbolic links|links|users)|input/output error|(?:device|target|resource|file|device or resource) (?:is )?busy|is a directory|not a directory|unexpected (?:operator|eof)|(?:unary|binary|integer) (?:operator|expression) expected|[\\w -]{1,30} not (?:allowed|permitted|supported|implemented)|file exists',
  'directory not empty|text file busy|file too large|exec format error|argument list too long|stale file handle',
  '(?:cannot allocate|out of) memory|address already in use|name or service not known|bad file descriptor',
  '(?:temporary failure|failure) in name resolution|operation timed out|timed out|invalid argument|is required',
  'command not found|resource temporarily unavailable|unbound variable|segmentation fault|unexpected end of file',
  'divi(?:sion|ded) by (?:zero|0)|bad (?:option|substitution|interpreter)|syntax error\\b.{0,200}|does not exist',
  'illegal (?:option|instruction)|no module named \\S{1,100}|unterminated\\b.{0,100}|invalid input|out of range',
  '(?:invalid|unrecognized|unknown|bad) (?:option|command|argument|flag|command-line option|keyword)\\b.{0,200}',
  'checksum mismatch|(?:certificate )?signed by unknown authority|is not (?:an?|recognized|installed|in the)\\b.{0,100}',
);

/** Errno names as programs print them. */
export const ERRNO_NAMES = anyOf(
  'E(?:NOENT|ACCES|PERM|CONNREFUSED|CONNRESET|CONNABORTED|TIMEDOUT|ADDRINUSE|ADDRNOTAVAIL|NOSPC|MFILE|NFILE|NOMEM)',
  'E(?:NOTFOUND|AI_AGAIN|EXIST|ISDIR|NOTDIR|NOTEMPTY|ROFS|IO|BUSY|XDEV|HOSTUNREACH|NETUNREACH|LIFECYCLE|RESOLVE|PIPE)',
);

/** They begin a statement of trouble, whatever case they are written in. */
export const SUDDEN_WORDS = anyOf(
  'too many errors|unexpected (?:eof|end of \\w{1,20})|timed out|killed|aborted|segmentation fault|bus error|floating point exception|trace/breakpoint trap|out of memory|oom',
  'core dumped|abort trap|stack overflow|deadlock detected|assertion failed|unhandled|uncaught|access denied',
  'authentication fail(?:ed|ure)|unauthorized|forbidden|bad (?:request|gateway|credentials)|internal server error|service unavailable',
  'gateway timeout|something went wrong|giving up|connection (?:refused|reset|closed|lost)|lost connection',
  '(?:\\S{1,20} )?(?:rate |size |time )?(?:limit|quota) (?:was )?exceeded|loss is nan',
);

/** They do so with a capital or behind the name of who says it; else they may be the middle of a sentence. */
export const LACKING_WORDS = anyOf(
  'unexpected(?! but)|invalid|unknown|unrecognized|unsupported|undefined|unresolved|missing|malformed|corrupt(?:ed)?|illegal',
  'bad (?:owner|permissions?|magic|address|value|format|header|data|argument|character|response|checksum|signature)|duplicate|no such|no matching|not enough|insufficient|too many|unterminated|wrong|unmatched|ambiguous',
  'no (?:["\'`]|\\S{2,30} (?:named|matching|matches|available|provided|specified|given|found|by that name|to make|of ["\'`]))',
);

/** What can be missing, be refused or not exist. */
export const THINGS = anyOf(
  'files?|modules?|packages?|commands?|targets?|hosts?|images?|tables?|columns?|databases?|users?|director(?:y|ies)',
  'folders?|paths?|keys?|symbols?|class(?:es)?|methods?|functions?|variables?|branch(?:es)?|refs?|scripts?|versions?',
  'certificates?|devices?|ports?|services?|resources?|pages?|headers?|librar(?:y|ies)|dependenc(?:y|ies)|fields?',
  'executables?|binar(?:y|ies)|propert(?:y|ies)|types?|names?|repositor(?:y|ies)|units?|projects?|identifiers?|plugins?|themes?|networks?',
);

/** `Fix error: …` is about an error, `Mean error: …` is one of another kind: with these before it, it is none. */
export const NO_ERROR_WORD = anyOf(
  'fix\\w*|handl\\w*|ignor\\w*|suppress\\w*|recover\\w*|expect\\w*|caught|catch\\w*|swallow\\w*|resolv(?:ed|es)|avoid\\w*',
  'no|without|any|zero|on|if|when|for|an?|the|of|and|or|each|every|with|from|to|in|about|max|min|previous|last|docs',
  'this|that|these|those|your?|our|my|its?|throws?|returns?|raises?|prints?|should|tests?|testing|adds?|improve|update',
  'remove|retry\\w*|show\\w*|see|check\\w*|log(?:s|ged)?|level|report\\w*|investigat\\w*|found|find',
);

/** Words before the verb that make it a condition, a promise, a question or a denial. */
export const CONDITION = new RegExp(
  `\\b${anyOf(
    'if|when|whenever|whether|unless|should|could|would|may|might|can|will|any|no|without|zero|never|that|which|not',
    'because|since|skipping|delaying|until|before|how|why|what|where|retry|retrying|were|all|for each|in case',
  )}\\b`,
  'i',
);
