import { closingQuote, isHarmlessWord, mask } from './redact-values.ts';

/** A header's name, with the quotes around it and around its value. A comma separates only after a quoted name. */
const header =
  /(\\{0,7}["'`])?\b((?:proxy-)?authorization|(?:set-)?cookie2?)(\\{0,7}["'`]\]?[ \t]{0,20}(?:[:,]|=>?)[ \t]{0,20}|[ \t]{0,20}(?::|=>?)[ \t]{0,20})(\\{0,7}["'`])?/gi;
const knownScheme = /^((?:bearer|basic|token|negotiate|ntlm|api-?key)[ \t]+)([^\s"'`\\,;<>]+)/i;
const word = /[^\s"'`\\,;<>]*/y;
const cookieValue = /^[\w.$-]{1,100}=./;
const bareScheme = /\b((?:bearer|basic)[ \t]+)(?=[^\s"'`]{0,100}\d)([\w.~+/-]{16,}={0,2})/gi;
/** Enough of a value to judge it by: looking at all of it each time would cost the square of a long line. */
const judgedChars = 300;

/** From here on the value is a secret: one word of it, or all. */
type Secret = { readonly startsAfter: number; readonly reach: 'word' | 'all' };

/** `Authorization: Bearer ***`, `Cookie: ***`, `Set-Cookie: ***`, and a bearer token that stands alone. */
export function redactHeaders(text: string): string {
  if (!/authorization|cookie|bearer|basic/i.test(text)) return text;
  return redactNamed(text).replace(bareScheme, (_, scheme: string) => scheme + mask);
}

function redactNamed(text: string): string {
  const parts: string[] = [];
  let copiedTo = 0;
  header.lastIndex = 0;
  for (let match = header.exec(text); match !== null; match = header.exec(text)) {
    const [, outerQuote, name = '', separator = '', innerQuote] = match;
    const from = header.lastIndex;
    const quote = innerQuote ?? (/^\\*["'`]/.test(separator) ? undefined : outerQuote);
    const start = text.slice(from, from + judgedChars);
    const value = start.slice(0, valueEnd(start, 0, quote));
    const secret = /cookie/i.test(name) ? secretOfCookie(value) : secretOfAuthorization(value);
    if (secret === null) continue;
    const secretFrom = from + secret.startsAfter;
    parts.push(text.slice(copiedTo, secretFrom), mask);
    copiedTo = secret.reach === 'word' ? wordEnd(text, secretFrom) : valueEnd(text, secretFrom, quote);
    header.lastIndex = copiedTo;
  }
  return parts.join('') + text.slice(copiedTo);
}

function secretOfCookie(value: string): Secret | null {
  return cookieValue.test(value) ? { startsAfter: 0, reach: 'all' } : null;
}

/** Null for prose (`Authorization: required`, `Authorization: roles and rights`) and for references. */
function secretOfAuthorization(value: string): Secret | null {
  const [, scheme, credentials = ''] = knownScheme.exec(value) ?? [];
  if (scheme !== undefined) {
    return isHarmlessWord(credentials) ? null : { startsAfter: scheme.length, reach: 'word' };
  }
  if (isHarmlessWord(/^\S*/.exec(value)?.[0] ?? '')) return null;
  const isProse = /\S\s+\S/.test(value) && !value.includes('=') && !/[\w+/.-]{16}/.test(value);
  return isProse ? null : { startsAfter: 0, reach: 'all' };
}

function wordEnd(text: string, from: number): number {
  word.lastIndex = from;
  return from + (word.exec(text)?.[0].length ?? 0);
}

function valueEnd(text: string, from: number, quote: string | undefined): number {
  if (quote !== undefined) return closingQuote(text, from, quote);
  const newline = text.indexOf('\n', from);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === '\r' ? Math.max(from, end - 1) : end;
}
