export type RunWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** What only a shell understands; passed on it would reach the program as an ordinary word. */
const shellOnly = /^(?:\||\|\||&|&&|;|;;|[0-9]*(?:>|>>|<|<<|<<<|>&[0-9-]*)|&>|&>>)$/;
const shellBegins = /^[0-9]*[<>]|;$/;

/**
 * Splits the text of a `run:` into words. Blanks separate; `'…'` is taken as it is; in `"…"` a backslash protects
 * `"` and `\`; elsewhere it protects any character. There is no shell: an operator, a variable or a substitution
 * outside single quotes is a mistake that is named, not a word.
 */
export function splitRun(text: string): RunWords {
  const words: string[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    const word = readWord(text, at);
    if ('message' in word) return { ok: false, ...word };
    words.push(word.word);
    at = skipBlanks(text, word.end);
    const isNextLine = at < text.length && text.slice(word.end, at).includes('\n');
    if (isNextLine) return { ok: false, ...expectsShell('several lines') };
  }
  if (words.length > 0) return { ok: true, words };
  return { ok: false, message: 'has no command', hint: 'name a program: run: [npm, test]' };
}

type Word =
  | { readonly word: string; readonly end: number }
  | { readonly message: string; readonly hint: string };

function readWord(text: string, start: number): Word {
  let word = '';
  let plain = '';
  let at = start;
  while (at < text.length && !isBlank(text, at)) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      const quoted = readQuoted(text, at);
      if ('message' in quoted) return quoted;
      word += quoted.word;
      plain += '_';
      at = quoted.end;
    } else if (character === '\\') {
      if (at + 1 >= text.length)
        return { message: 'ends with a lone \\', hint: "write '\\' in single quotes" };
      word += text.charAt(at + 1);
      plain += '_';
      at += 2;
    } else {
      if (character === '`' || startsVariable(text, at)) return expectsShell(text.slice(at, at + 20));
      word += character;
      plain += character;
      at += 1;
    }
  }
  const isForShell = shellOnly.test(plain) || shellBegins.test(plain) || plain.startsWith('~/');
  return isForShell ? expectsShell(plain) : { word, end: at };
}

function readQuoted(text: string, start: number): Word {
  const quote = text.charAt(start);
  let word = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { word, end: at + 1 };
    if (quote === '"') {
      if (character === '`' || startsVariable(text, at)) return expectsShell(text.slice(at, at + 20));
      if (character === '\\' && /["\\]/.test(text.charAt(at + 1))) at += 1;
    }
    word += text.charAt(at);
  }
  return {
    message: `has a ${quote} that is never closed`,
    hint: `close it, or write run: as a list of words`,
  };
}

function expectsShell(what: string): { readonly message: string; readonly hint: string } {
  const message = `needs a shell for "${what}", and none reads it`;
  const hint = 'let one read it: run: [sh, -c, "…"], or put it into a script';
  return { message, hint };
}

function startsVariable(text: string, at: number): boolean {
  return text.charAt(at) === '$' && /[A-Za-z0-9_({?@*#!$-]/.test(text.charAt(at + 1));
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text, at)) at += 1;
  return at;
}

function isBlank(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}
