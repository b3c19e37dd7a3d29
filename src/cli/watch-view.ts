import stringWidth from 'string-width';
import { sleepMs } from '../base/clock.ts';
import { type Hands, writeJson } from './hands.ts';

/** What a watched view shows at one look. */
export type Look = {
  readonly document: unknown;
  readonly lines: readonly string[];
  readonly over: boolean;
};

const redrawMs = 500;

/** Shows a view until it is over: redrawn in place on a terminal, elsewhere a block (or a line of NDJSON) a change. */
export async function watchView(look: () => Promise<Look>, hands: Hands): Promise<void> {
  const draw = redrawer(hands);
  let last = '';
  for (;;) {
    const { document, lines, over } = await look();
    const text = lines.map((line) => `${line}\n`).join('');
    const shown = hands.json ? JSON.stringify(document) : text;
    if (hands.columns !== null && !hands.json) draw(lines);
    else if (shown !== last) {
      if (hands.json) writeJson(hands, document);
      else draw(lines);
    }
    last = shown;
    if (over) return;
    await sleepMs(redrawMs);
  }
}

/** Draws lines over those that it drew before; a block each time where the terminal cannot, or there is none. */
export function redrawer({ columns, write }: Hands): (lines: readonly string[]) => void {
  let drawnRows = 0;
  return (lines) => {
    const text = lines.map((line) => `${line}\n`).join('');
    if (columns === null) return write(`${text}\n`);
    write(`${drawnRows === 0 ? '' : `\x1b[${drawnRows}A\x1b[J`}${text}`);
    drawnRows = rowsOf(lines, columns);
  };
}

/** A line that is wider than the terminal takes several of its rows. */
function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0);
}
