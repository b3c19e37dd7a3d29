import type { SecretKind } from './redact-names.ts';

export const mask = '***';

/** `tight` is `name=value`; `loose` is `name: value`, `name = value` and `--name value`, which code and prose use too. */
export type ValueStyle = 'tight' | 'loose';
export type ValueSpan = { readonly from: number; readonly to: number; readonly isQuoted: boolean };

const openingQuote = /(?:[bfru]{1,2}|[$@])?(\\{0,7}(?:"""|'''|["'`]))/iy;
/** A quote before a letter belongs to the value (`it's`), a separator before another `name=` does not. */
const unquoted = /(?:[^\s"'`,;&\\]|[,;&](?!\s|$|[\w.-]{1,64}["']?[=:])|\\(?!\\{0,7}["'`])|["'](?=\w))+/y;

/** Where the value at `start` lies, without its quotes. Null if there is none. */
export function valueAt(text: string, start: number): ValueSpan | null {
  openingQuote.lastIndex = start;
  const quote = openingQuote.exec(text)?.[1];
  if (quote !== undefined) {
    const from = openingQuote.lastIndex;
    const to = closingQuote(text, from, quote);
    return to > from ? { from, to, isQuoted: true } : null;
  }
  unquoted.lastIndex = start;
  const run = unquoted.exec(text)?.[0].replace(/[,;:)\]}]{1,20}$/, '') ?? '';
  return run === '' ? null : { from: start, to: start + run.length, isQuoted: false };
}

/** Where the text inside the quotes ends: at the end of its line if they are not closed on it. */
export function closingQuote(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at !== -1 && isEscaped(text, at, from)) at = text.indexOf(quote, at + 1);
  const end = at === -1 ? text.length : at;
  const newline = text.slice(from, end).indexOf('\n');
  return newline === -1 ? end : from + newline;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - backslashes > from && text[at - backslashes - 1] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

const maskLike = /^(?:\*+|x{3,}|\.{3,}|…|\[[\w -]*\])$/i;
/** Names a value that lies elsewhere: `$TOKEN`, `${…}`, `$(…)`, `{{ … }}`, `%TOKEN%`, `<your token>`. */
const reference = /^(?:\$[A-Z_][A-Z0-9_]*$|\$\{|\$\(|\{\{|%\w+%$|<[\w .:-]*>?$)/;
const nothing = /^(?:null|none|nil|true|false|undefined|yes|no)$/i;
const codeObject =
  /^(?:process\.env|os\.(?:environ|getenv)|import\.meta|(?:self|this|config|settings|args|options|opts|req|request|ctx|context|secrets|vars|params|env)[.[])/;
const call = /^(?:new |[A-Za-z_$][\w$.]{2,80}\()/;
const typeName =
  /^(?:str|string|number|int|integer|bool|boolean|bytes|any|unknown|never|object|buffer|optional|option|list|dict|readonly)(?:[[<|?].*)?$/i;
const everydayWord = new RegExp(
  `^(?:${[
    'await|async|new|return|function|const|let|var|typeof|not|is|was|are|has|must|should|can|cannot|will|may|if|or|and',
    'to|for|from|with|without|in|on|of|at|by|as|the|a|an|this|that|your|it|flag|option|argument|parameter|value|name',
    'required|missing|invalid|expired|empty|set|unset|found|provided|given|valid|needed|denied|error|failed|ok|token',
    'rejected|revoked|mismatch|incorrect|wrong|bad|unauthorized|authentication|authorization',
  ].join('|')})$`,
  'i',
);
const path =
  /^(?:\.{1,2}\/|~\/|\/(?:home|etc|var|run|usr|root|tmp|opt|mnt|Users|private|secrets|app|work|srv)(?:\/|$)|[A-Za-z]:[\\/]|[\w.@/~-]+\.(?:pem|key|crt|cer|p12|pfx|jks|json|txt|ya?ml|toml|ini|env|pub|asc|gpg|der)$)|^\/$/;

/** True for what stands where a secret would, but is none: a reference, a type, a mask, a path to a key. */
export function isHarmlessValue(
  value: string,
  of: { readonly kind: SecretKind; readonly style: ValueStyle; readonly isQuoted: boolean },
): boolean {
  if (maskLike.test(value) || reference.test(value) || nothing.test(value)) return true;
  if (of.kind === 'pathOrSecret' && path.test(value)) return true;
  if (of.isQuoted) return false;
  if (codeObject.test(value)) return true;
  if (of.style === 'tight') return false;
  return isHarmlessWord(value) || typeName.test(value) || call.test(value) || /^[{([|><&=!+?]/.test(value);
}

/** The word after `Authorization:` or `token:` in a sentence. */
export function isHarmlessWord(word: string): boolean {
  return (
    word === '' ||
    maskLike.test(word) ||
    reference.test(word) ||
    nothing.test(word) ||
    everydayWord.test(word)
  );
}

/** A whole value of its own (the argument after `--token`): only what says itself that it is none stays. */
export function isHarmlessArgument(value: string, kind: SecretKind): boolean {
  return value === '' || isHarmlessValue(value, { kind, style: 'tight', isQuoted: true });
}
