import { escapeForJson, showEveryControl } from './safe-character.ts';
import { SafeLines } from './safe-line.ts';

/**
 * A value for one line of a view (name, label, path, message): controls, bidi and other invisible characters become
 * visible escapes (`\x1b`, `\n`, `\u202e`). With `maxChars` the result has at most so many characters, the last one
 * `…` if something was cut; an escape is never cut in two.
 */
export function safeText(text: string, options: { readonly maxChars?: number } = {}): string {
  const { maxChars } = options;
  return maxChars === undefined ? showEveryControl(text) : cut(text, maxChars);
}

/**
 * Output of a process for a terminal or a file: `\n` and `\t` stay, `\r\n` is `\n`, text before a lone `\r` is
 * overwritten, whole escape sequences are removed. Colours (SGR) stay if asked for, and are reset at the end.
 * Everything else that is not plain text is shown as an escape.
 */
export function safeOutput(text: string, options: { readonly colours: boolean }): string {
  const lines = new SafeLines(options);
  return lines.push(text) + lines.end();
}

/** JSON text that can be printed on a terminal: the same value, with DEL, C1, bidi and the like as `\uXXXX`. */
export function safeJson(json: string): string {
  return escapeForJson(json);
}

function cut(text: string, maxChars: number): string {
  // A character has at most two code units, so a message of a megabyte is not escaped whole for its first line.
  const startUnits = 2 * (maxChars + 1);
  const shown = Array.from(text.slice(0, startUnits), showEveryControl);
  if (text.length <= startUnits && charsOf(shown.join('')) <= maxChars) return shown.join('');
  let kept = '';
  let keptChars = 0;
  for (const character of shown) {
    keptChars += charsOf(character);
    if (keptChars >= maxChars) break;
    kept += character;
  }
  return maxChars < 1 ? '' : `${kept}…`;
}

/** Code points, as the reader of an 80 character name counts. */
function charsOf(text: string): number {
  return Array.from(text).length;
}
