import { foldAll, foldEvent } from '../../projections/fold.ts';
import { marksOf } from '../../projections/moment-marks.ts';
import { momentOf } from '../../projections/timeline.ts';
import { JournalTail } from '../journal/journal-tail.ts';
import type { Observed } from '../observe/observe.ts';
import { observeThen } from '../observe/observe-then.ts';
import { momentLine } from '../views/moment-lines.ts';
import { marksInWords } from '../views/moment-marks.ts';
import { exitCodes } from './exit-codes.ts';
import { exitCodeOfSignal } from './explain-failure.ts';
import type { Hands } from './hands.ts';
import { linesThen } from './status.ts';
import { redrawer } from './watch-view.ts';

const help = 'Enter, space: next · b: back · g, G: first, last · q: quit';

/** Event by event on a terminal: the event, and the status that everything up to it makes. */
export async function stepThrough({ id, path }: Observed, start: number, hands: Hands): Promise<number> {
  const tail = new JournalTail(path, id);
  const events = tail.drain();
  const keys = hands.readKeys();
  const draw = redrawer(hands);
  try {
    for (let number = start; ; ) {
      draw(linesAt(number));
      const pressed = await keys.next();
      events.push(...tail.drain()); // it may still run
      const move = moveOf(pressed);
      if (move === 'quit') return pressed === ctrlC ? exitCodeOfSignal('SIGINT') : exitCodes.done;
      number = Math.min(events.length, Math.max(1, number + move));
    }
  } finally {
    keys.end();
    tail.close();
  }

  function linesAt(number: number): string[] {
    const read = events[number - 1];
    if (read === undefined) return ['It has no events.', help];
    const before = foldAll(id, events.slice(0, number - 1));
    const marks = marksOf(before, read, foldEvent(before, read));
    const launchedMs = Date.parse(events[0]?.event.at ?? '');
    const then = observeThen(hands.project, id, { sequence: number });
    return [
      momentLine(momentOf(read, number, launchedMs), marksInWords(marks)),
      '',
      ...linesThen(then, Date.parse(read.event.at), hands),
      '',
      `Event ${number} of ${events.length} · ${help}`,
    ];
  }
}

const ctrlC = '\x03';

/** How many events further; every other key stays where it is. */
function moveOf(pressed: string | null): number | 'quit' {
  switch (pressed) {
    case null:
    case 'q':
    case 'Q':
    case '\x1b':
    case '\x04':
    case ctrlC:
      return 'quit';
    case '\r':
    case '\n':
    case ' ':
    case 'n':
    case 'j':
    case '\x1b[C':
    case '\x1b[B':
      return 1;
    case 'b':
    case 'k':
    case '\x7f':
    case '\x1b[D':
    case '\x1b[A':
      return -1;
    case 'g':
      return Number.NEGATIVE_INFINITY;
    case 'G':
      return Number.POSITIVE_INFINITY;
    default:
      return 0;
  }
}
