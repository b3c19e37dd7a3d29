import { type SecretKind, secretKind } from './redact-names.ts';
import { isHarmlessValue, mask, type ValueSpan, type ValueStyle, valueAt } from './redact-values.ts';

const mayHoldName = /tok|pass|secre|key|cred|pwd|_auth|[_-]pat|--pw/i;
/** Only the name and the separator are consumed: the value of a harmless name may hold a secret's (`env: TOKEN=x`). */
const assignment =
  /(?<![\w.-])([\w.-]{1,200})(\\{0,7}["'`]?\]?[ \t]{0,20}(?::=|=>|={1,3}|:(?!\/\/)|>)[ \t]{0,20})/g;
/** A value may begin with a dash, but `-v`, `--verbose` and `--name=x` are the next flag. */
const flag =
  /(?<![\w.-]|\*\*\*)(--[A-Za-z][\w-]{1,100})([ \t]{1,20})(?!-[A-Za-z](?![^\s])|--?[a-z][a-z-]{0,40}(?:[\s=]|$))/g;
/** `password: str = "…"`: the value comes after the type. */
const afterType = /[ \t]{0,20}=[ \t]{0,20}/y;
/** A YAML line, whose value may hold spaces. */
const yamlLead = /(?:^|\n)[ \t]*(?:-[ \t]+)?$/;

/** `TOKEN=x`, `"password": "x"`, `api_key: x`, `<secret>x</secret>`, `--token x`: the values become `***`. */
export function redactAssignments(text: string): string {
  if (!mayHoldName.test(text)) return text;
  return redactValues(redactValues(text, assignment), flag);
}

function redactValues(text: string, pattern: RegExp): string {
  const parts: string[] = [];
  let copiedTo = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const span = secretAfter(text, match, pattern.lastIndex);
    if (span === null) continue;
    parts.push(text.slice(copiedTo, span.from), mask);
    copiedTo = span.to;
    pattern.lastIndex = span.to;
  }
  return copiedTo === 0 ? text : parts.join('') + text.slice(copiedTo);
}

function secretAfter(text: string, match: RegExpExecArray, start: number): ValueSpan | null {
  const [, name = '', separator = ''] = match;
  const kind = secretKind(name);
  if (kind === null) return null;
  if (separator.includes('>') && !separator.includes('=')) return elementText(text, match, start);
  const style = separator === '=' ? 'tight' : 'loose';
  const span = valueAt(text, start);
  if (span === null) return null;
  if (isHarmless(text, span, kind, style)) return style === 'loose' ? valueAfterType(text, span, kind) : null;
  const isYaml = separator.trimEnd() === ':' && !span.isQuoted && /^pass/i.test(name);
  return isYaml && yamlLead.test(text.slice(Math.max(0, match.index - 200), match.index))
    ? lineValue(text, span)
    : span;
}

function isHarmless(text: string, span: ValueSpan, kind: SecretKind, style: ValueStyle): boolean {
  const { from, to, isQuoted } = span;
  const value = text.slice(from, to);
  // `token: password: x`: what stands as the value is the next name.
  if (style === 'loose' && !isQuoted && text[to] === ':' && secretKind(value) !== null) return true;
  return isHarmlessValue(value, { kind, style, isQuoted });
}

function valueAfterType(text: string, type: ValueSpan, kind: SecretKind): ValueSpan | null {
  afterType.lastIndex = type.to;
  if (type.isQuoted || text.startsWith(mask, type.from) || !afterType.test(text)) return null;
  const span = valueAt(text, afterType.lastIndex);
  return span === null || isHarmless(text, span, kind, 'loose') ? null : span;
}

function lineValue(text: string, span: ValueSpan): ValueSpan {
  const newline = text.indexOf('\n', span.from);
  const line = text.slice(span.from, newline === -1 ? text.length : newline);
  const comment = line.search(/[ \t]#/);
  const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  return { ...span, to: Math.max(span.from + value.length, span.to) };
}

/** `<password>x</password>`; a `>` after anything else is no separator. */
function elementText(text: string, match: RegExpExecArray, start: number): ValueSpan | null {
  if (text[match.index - 1] !== '<') return null;
  const end = text.indexOf('<', start);
  return end > start ? { from: start, to: end, isQuoted: true } : null;
}
