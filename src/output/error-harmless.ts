/** Commands that are echoed, not run yet: `+ grep error log`, `$ make`, `> eslint .`, `ann@host:~$ ls`. */
const ECHOED: readonly RegExp[] = [
  /^\+{1,3} \S/,
  /^(?:[$%] |> (?!(?!The|This|It|If|When)[A-Z][a-z]{1,20} ))(?!Task :)/,
  /^[\w.-]{1,32}@[\w.-]{1,64}:?[ ~/][^ ]{0,100}[$#] /,
  /^(?:RUN|Step \d{1,4}\/\d{1,4} ?:|--->) /,
  /^\S{0,80}\b(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|rustc|javac|ld|ar|cl\.exe)(?:-\d{1,2})? .{0,400} -[A-Za-z]/,
  /^(?:git|grep|rg|sed|awk|echo|make|npm|npx|yarn|docker|kubectl|cargo|go|trap|set|export) (?:-\w|commit |run |-\S+ )/,
];

/** Not the options of a bullet list, nor what go test and CMake begin with dashes. */
const DIFF =
  /^(?!--- FAIL: |-- (?:Could|Error|Configuring|\[E\d))[-+](?!(?:bash|sh|ksh|c|e): |-\d )(?:\S|\s{2,}|$)/;

/** History, listings of files. */
const LISTED: readonly RegExp[] = [
  /^(?:@@ |diff --git |index [0-9a-f]{7}|commit [0-9a-f]{7}|Merge |HEAD is now at |Revert |Already )/,
  /^[*|/\\ ]{0,12}[0-9a-f]{7,40} (?!\[?(?:error|fatal|panic)\b[:\]])/,
  /^\[\S{1,80} (?:\(root-commit\) )?[0-9a-f]{7,40}\] /,
  /^[-dlcbps][-rwxsStT]{9}/,
  /^\s+(?:(?:modified|new file|deleted|renamed|rename): {0,12}\S|(?:create|delete|rename) (?:mode \d{6} )?\S)/,
  /^(?:fix|feat|chore|docs|style|refactor|perf|tests?|build|ci|revert)(?:\([\w./-]{1,40}\))?!?: /,
  /^\s+\S{1,200} \| {1,6}\d{1,6} [-+]{0,80}$/,
  /^\s{0,8}[\w./@-]{0,200}\.(?:py|js|ts|tsx|jsx|rs|go|c|h|cc|cpp|java|rb|php|log|txt|md|html|css|json|csv|o)$/,
];

/** Source text: what a stack, a compiler or grep shows of a program is no statement of that program. */
const CODE: readonly RegExp[] = [
  /^\s*(?:raise|throw|throws|return|catch|except|import|from|def|class|func|fn|const|let|var|public|private|try|elif|else|async|await|yield|defer|static|export|package|use|mod|impl|end) .{0,200}$/,
  /^\s*(?:echo|printf|print|puts|warn|die|raise|console\.\w{1,8}) ?[("'$]/,
  /^\s*(?:readonly |private |public )?[\w$]{1,40}\??: ["(\w][\w$<>[\]| &.,:"()=]{0,150};$/,
  /^\s*(?:if|while|for|switch|match|unless|when) ?[(\w!].{0,200}[{:;)]$/,
  /^\s*[}\])]+[;,]?\s*(?:catch|else|finally|rescue|except)?\b.{0,80}[{(]?$/,
  /^\s*(?!.{1,200}\): )(?:[\w$]{1,40}[.:]{1,2}){0,4}[\w$!]{1,40}\(.{0,200}\);?\s*\{?$/,
  /^\s*(?:\/\/|\/\*|\*(?:\/|\s(?!\*))|#(?! {0,3}[Ff]ail|\d)|--(?!-? ?(?:FAIL|Configuring))|;;|"""|<!--|<\/?[a-z])/,
  /^\s*\d{1,6} ?[|│] /,
  /^\s*\|(?!.{0,80}\|$)/,
  /^\s*(?:>|❯) {0,2}\d{1,6} ?[|│]/,
  /^>\s{2,}\S/,
  /^\s{2,}(?:>|->)\s{2,}\S/,
  /^\s*["'][\w./@-]{1,80}["']\s?[:=]\s?["']?[\w-]{1,20}["']?,?$/,
  /^\s*(?:[\w$'"-]{1,40}\s?:\s?)?[\w$.'"[\]()]{1,60},(?:\s*\/\/.*)?$/,
  /^\s*(?!error\b|err\b|exception\b|message\b)[\w.[\]'"]{1,60} = \S/i,
  /^\s*[\w-]{1,40}\s?[:=]\s?(?:true|false|null|none|nil|continue|ignore|on|off|warn|On|Off|["']{2}|<nil>)[,;]?$/i,
];

/** Frames of stacks: their functions and files may be called anything. */
const FRAMES: readonly RegExp[] = [
  /^\s+at (?:.{1,200}[(:]|async |new |<anonymous>)/,
  /^\s+File "[^"]{1,300}", line \d/,
  /^\s*from \S{1,200}:\d{1,7}:in /,
  /^\s+\S{1,200}\.go:\d{1,7}(?: \+0x[0-9a-f]{1,8})?$/,
  /^#\d{1,4} {1,2}(?:0x[0-9a-f]{1,16}|\/|\[internal|\{main)/,
  /^\s*\d{1,4}: {1,3}(?:0x[0-9a-f]{1,16} - )?[\w<][\w:<>$ {}#-]{0,200}$/,
  /^\s+\.{3} \d{1,6} (?:more|common frames)/,
  /^[\w./*()-]{1,200}\((?:\.\.\.|\{?0x[0-9a-f]).{0,200}\)$/,
];

/** What may be asked of a program, and what it would answer. */
const HELP: readonly RegExp[] = [
  /^\s*(?:usage|options|exit codes?)\b(?!:? ?(?:error|fatal)\b)/i,
  /^\s{2,}(?:-\w\b|--\w)/,
  /^\s{2,}exit code \d/i,
];

/** What went well, is about to happen, or asks about trouble without having any. */
const WELL: readonly RegExp[] = [
  /^\s*(?:✓|✔|√|✅|☑|ℹ|⚠|💡|PASS\b|PASSED\b|SKIPPED\b|XFAIL\b|ok\b|OK\b|Ok \d|\? {2}|--- (?:PASS|SKIP)|=== (?:RUN|CONT|PAUSE|NAME)|\[(?: RUN| {7}OK| {2}PASSED| {2}SKIPPED|----|====))/,
  /(?:\.{2,}|…) *(?:- )?(?:ok|OK|passed|Passed|PASSED|pass|done|Done|yes|no|not found|skipped|ignored|success|Success|on|off|enabled|disabled|succeeded)\b[^:]{0,40}$/,
  /: *(?:ok|OK|passed|Passed|PASSED|pass|done|Done|yes|no|none|nothing|skipped|ignored|success|Success|on|off|enabled|disabled|succeeded)[.!]?$/,
  /: [CRW]\d{3,4}\b/,
  /\b(?:PASSED|SKIPPED|XFAIL|XPASS|NO STATUS)\b(?: .{0,40})?$/,
  /^\s*(?:[Cc]hecking|[Tt]esting|[Ll]ooking|[Ww]atching|[Ss]earching|[Ss]canning|[Rr]etrying|[Rr]etries|[Rr]estarting|[Hh]andling|[Ff]ixed|[Ff]ixing|[Rr]esolved|[Rr]ecovered|[Ii]gnor\w{2,3}|[Ss]kipp\w{2,3}|[Rr]egister\w{2,3}|[Ll]oad(?:ed|ing)|[Cc]ompil(?:ed|ing)|[Ii]nstall(?:ed|ing)|[Cc]ollecting|[Dd]ownload(?:ed|ing)|[Uu]npacking|[Ss]etting up|[Ss]electing|[Gg]et:\d+|[Hh]it:\d+|[Gg]enerat(?:ed|ing)|[Ww]rote|[Ww]rit(?:ing|ten)|[Ss]aved|[Cc]loning|[Ff]etching|[Uu]sing|[Oo]pening|[Bb]uilding|[Ll]inking|[Cc]opying|[Aa]dding|added|inflating|[Ss]tart(?:ed|ing)|[Cc]onnected|[Ll]istening|[Cc]reated|[Rr]unning|[Ss]ubtest|[Ss]uccess\w*) (?!.{0,160}(?:\bfailed|\bfatal|\berror:|: no such|: denied))/,
  /^-- (?:Looking for|Performing Test|Check|Could NOT find|Found|Detecting)/,
  /^# Subtest/,
  /\bbut\b.{1,60}\b(?:succeeded|recovered|passed|worked)\b/,
  /^Unable to find .{1,200} locally$/,
  /\b[Nn]o (?:known )?(?:issues|problems|errors|warnings|offenses|vulnerabilities|differences|changes|failures|violations|conflicts|leaks)\b/,
  /# (?:to-?do|skip)\b/i,
  /^\s*(?:Tip|See|Run|Press|Try|Note|Hint|If|When|You can|Why|How|This|That|These|It (?:looks|seems|appears)|Looks like|Both|Next|Now|Then|So|Since|Here|The (?:command|program|function|error|test)s? (?:fails|returns|is|may|can|that)|An? (?:error|failure|exception) (?:is|may|can|page|message|code|handler))\b(?!:? ?(?:error|ERROR|fatal)\b:)/,
  /\bexit(?:ed)?(?: with)?(?: exit)? (?:code|status)[: ]{1,2}0\b/i,
  // Programs do not speak of themselves; who tells what he did is an assistant.
  /(?:^|[\s(])(?:I(?:['’](?:ve|m|ll|d))?|[Ww]e['’](?:ve|ll)|[Ll]et me|[Ll]et['’]s) [a-z]{2}/,
];

/** Numbers that are called errors: of a model, of a measurement. */
const MEASURED: readonly RegExp[] = [
  /\b(?:error|err|failure|loss)(?: rate| budget)?(?: \([A-Za-z]{1,8}\))?\s?(?:[:=]|is|of)?\s{0,8}(?:\+\/- |±|[-+])?(?:\d{1,9}\.\d|\d{1,4}e-\d|\d{1,3}(?:\.\d{1,6})? ?%)/i,
  /\b(?:mean|squared|absolute|relative|residual|bit|standard|rms|max(?:imum)?|average|train(?:ing)?|test|validation|val)[ _](?:\w{1,12}[ _]){0,2}err(?:or)?(?: rate)?\b ?[:=]? ?\d/i,
];

/** Access logs speak of paths; only the status says whether something went wrong. */
const SERVED: readonly RegExp[] = [
  /^< HTTP\/\d/,
  /\b(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) \S{1,200}(?: HTTP\/\d(?:\.\d)?"?)? (?:1|2|3|4)\d\d\b/,
  /^(?:2|3)\d\d (?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) /,
];

/** A line that a diff adds or takes away: what it says was never said. */
export function isDiffLine(text: string): boolean {
  return DIFF.test(text);
}

/** Source, frames, diffs, listings, echoed commands: whatever their words, they state nothing. */
export function isNoStatement(text: string): boolean {
  return [ECHOED, LISTED, FRAMES, CODE, HELP].some((shapes) => isOneOf(shapes, text));
}

/** A figure that is called an error, of a model or a measurement. */
export function isMeasurement(text: string): boolean {
  return isOneOf(MEASURED, text);
}

/** Passed tests, work that goes on, questions, pages that were served. */
export function isHarmlessLine(text: string): boolean {
  return isOneOf(WELL, text) || isOneOf(SERVED, text);
}

function isOneOf(shapes: readonly RegExp[], text: string): boolean {
  return shapes.some((shape) => shape.test(text));
}
