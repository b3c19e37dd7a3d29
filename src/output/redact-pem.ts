import { mask } from './redact-values.ts';

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const everyEnd = new RegExp(end, 'g');
/** What a key without its end marker may consist of, also escaped inside JSON (`\n`). */
const body = /[A-Za-z0-9+/=\s\\:,-]*/y;
/** Lines of a key whose beginning was cut off: 16 characters of base64 or more, each followed by a line break. */
const bodyLine = /(?:(?<![\w+/=\\-])|(?<=\\[nr]))[A-Za-z0-9+/]{16,100}={0,2}(?:\s|\\[nr])*$/;

/** Private keys in PEM: everything between the markers, also when one of the markers was cut off. */
export function redactPem(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  const parts: string[] = [];
  let at = 0;
  begin.lastIndex = 0;
  for (let opened = begin.exec(text); opened !== null; opened = begin.exec(text)) {
    const from = begin.lastIndex;
    parts.push(withoutTail(text.slice(at, opened.index)), opened[0], mask);
    at = endOfKey(text, from);
    begin.lastIndex = at;
  }
  parts.push(withoutTail(text.slice(at)));
  return parts.join('');
}

/** Looks no further than the next key, so that many beginnings without an end stay cheap. */
function endOfKey(text: string, from: number): number {
  begin.lastIndex = from;
  const next = begin.exec(text)?.index ?? text.length;
  const key = text.slice(from, next);
  if (key.startsWith(mask)) return from + mask.length;
  const closedAt = key.search(end);
  if (closedAt !== -1) return from + closedAt;
  body.lastIndex = 0;
  return from + (body.exec(key)?.[0].length ?? 0);
}

/** Text between keys: an end marker in it belongs to a key whose beginning is missing. */
function withoutTail(text: string): string {
  let shown = '';
  let at = 0;
  for (const closed of text.matchAll(everyEnd)) {
    shown += withoutBody(text.slice(at, closed.index)) + closed[0];
    at = closed.index + closed[0].length;
  }
  return shown + text.slice(at);
}

function withoutBody(text: string): string {
  let from = text.length;
  for (let line = bodyLine.exec(lastChars(text, from)); line !== null; ) {
    from -= line[0].length;
    line = bodyLine.exec(lastChars(text, from));
  }
  return from === text.length ? text : text.slice(0, from) + mask;
}

function lastChars(text: string, end: number): string {
  return text.slice(Math.max(0, end - 200), end);
}
