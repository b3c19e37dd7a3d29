/** `3 errors`, `1 failed`, `0 test failures`: the number may carry one word of what is counted. */
const COUNT_BEFORE =
  /(?<![\w.,:/-])((?![45]\d\d error\b)\d{1,7}|no|zero)(?: known data)?(?:%? (?:of \d{1,7} )?(?:tests?|test cases?|checks?|assertions?|jobs?|tasks?|specs?|suites?|snapshots?|migrations?|hosts?|steps?|stages?|builds?|requests?|commands?|examples?|scenarios?|features?|modules?|targets?|pods?|rows?|records?|queries|nodes?|containers?|workers?|hunks?|files?|packages?|fatal|new|total|compile|compilation|type|lint|syntax|unexpected|unrecoverable))? {1,3}(?:errors?|error\(s\)|failures?|failure\(s\)|failed|failing|errored|FAILED|broken|crashed)(?![\w-]|\.\w|\s?[:=]\s?\d)/gi;
/** `failed: 0`, `errors=2`, `"failures": 0`, `Failures:  1`. */
const COUNT_AFTER =
  /(?<![A-Za-z-])["']?(?:\w{1,20}_)?(?:errors?|failures?|failed|errored|error_?counts?|fail|failing|unreachable|Errors?\(s\))["']?(?: ?[:=] {0,8}| (?=\d+ *$)|\t)["']?(?:(\d{1,9})(?![\w%/:-]|\.\d)|(?:none|no|nil|<nil>|null|undefined|false|""|''|\[\]|\{\}|n\/a)["']?(?=$|[,;)}\]]|[ .]$| \w{1,30}=))/gi;
/** They are counted because they are gone, or may come, or went before. */
const NOT_NOW =
  /\b(?:fix(?:ed|es|able|ing)?|resolved?|suppressed(?!:)|ignor\w+|retr(?:y|ied|ying|ies)|re-?run\w*|recovered|cleared|known|expected|previous(?:ly)?|max(?:imum)?|max_\w+|up to|after|at most|allow\w*|limit|threshold|loaded|compiled|registered|if|until|would|removed?|deleted?|pruned?|cleaned|corrected|handled|restart\w*|requeued?)\b/i;
/** `ignored=0`, `0 retried`: of these there were none. */
const NOTHING_OF_IT = /\b\w{1,20}[=:] ?0\b|(?<![\w.])0 \w{1,20}/g;

/**
 * What a summary counts: `some` errors, `none` (every number in it is zero), or null when it counts nothing.
 * A single zero with nothing else that speaks of errors is a good end.
 */
export function readErrorCounts(text: string): 'some' | 'none' | null {
  if (!/\d|\b(?:no|zero|none|nil|null|false|undefined)\b|""|''|\[\]/i.test(text)) return null;
  const numbers = [...text.matchAll(COUNT_BEFORE), ...text.matchAll(COUNT_AFTER)].map(([, word = '0']) =>
    amountOf(word),
  );
  if (numbers.length === 0) return null;
  if (numbers.every((amount) => amount === 0)) return 'none';
  return NOT_NOW.test(text.replace(NOTHING_OF_IT, '')) ? null : 'some';
}

function amountOf(word: string): number {
  return /^\d+$/.test(word) ? Number(word) : 0;
}
