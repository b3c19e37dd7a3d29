import { dropControls } from './safe-character.ts';
import { sequenceAt } from './safe-sequence.ts';

/**
 * Text for a place that is no terminal (a notice of the desktop): escape sequences go as a whole, so do all other
 * characters that act, hide or turn the reading order. `\n` stays; a tab is a space.
 */
export function strippedText(text: string): string {
  return dropControls(withoutSequences(text).replaceAll('\t', ' '));
}

function withoutSequences(text: string): string {
  let kept = '';
  let from = 0;
  for (const { index } of text.matchAll(/[\x1b\x80-\x9f]/g)) {
    if (index < from) continue; // inside of the sequence before
    const sequence = sequenceAt(text, index);
    if (sequence.kind !== 'whole') continue;
    kept += text.slice(from, index);
    from = sequence.end;
  }
  return kept + text.slice(from);
}
