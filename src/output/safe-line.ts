import { showOutputControls } from './safe-character.ts';
import { sequenceAt } from './safe-sequence.ts';

const reset = '\x1b[0m';
/** What lines and sequences are made of. An escape before a control character cannot start one: it is text. */
const stop = /[\n\r\x90\x98\x9b-\x9f]|\x1b(?![^ -~])/g;
/** Colours set by text that is then overwritten are carried on; a progress bar that never resets must not pile up. */
const carriedLimit = 16;

/**
 * Makes decoded output safe to show, piece by piece. Whole escape sequences go (colours may stay), a lone `\r`
 * overwrites the text of its line that was not shown yet. Where it was, in an earlier piece, what follows the `\r`
 * gets a line of its own: what is on the screen cannot be taken back without a control character.
 */
export class SafeLines {
  readonly #colours: boolean;
  #held = '';
  #colourIsOpen = false;
  /** Of the line being built: what was not returned yet, and whether anything visible of it was. */
  #line = '';
  #lineWasShown = false;
  #lineHasText = false;
  /** Colours since a lone `\r` that nothing has overwritten yet; null without one. */
  #afterReturn: string | null = null;
  #out = '';

  constructor(options: { readonly colours: boolean }) {
    this.#colours = options.colours;
  }

  /** The part that can be shown now. Holds back at most one unfinished escape sequence of bounded length. */
  push(text: string): string {
    this.#read(this.#held + text, false);
    return this.#take();
  }

  /** What was held back, shown as text, and a reset if a colour is still on. */
  end(): string {
    this.#read(this.#held, true);
    const rest = this.#take();
    return this.#colourIsOpen ? rest + reset : rest;
  }

  #read(text: string, isLast: boolean): void {
    this.#held = '';
    let index = 0;
    while (index < text.length) {
      stop.lastIndex = index;
      const at = stop.exec(text)?.index ?? text.length;
      if (at > index) this.#write(showOutputControls(text.slice(index, at)));
      index = at;
      if (at === text.length) return;
      const end = this.#readControl(text, at, isLast);
      if (end === null) {
        this.#held = text.slice(at);
        return;
      }
      index = end;
    }
  }

  /** Where reading goes on; null if the rest must wait for more. */
  #readControl(text: string, at: number, isLast: boolean): number | null {
    const control = text.charAt(at);
    if (control === '\n') this.#endLine();
    else if (control === '\r') this.#afterReturn ??= '';
    else {
      const sequence = sequenceAt(text, at);
      if (sequence.kind === 'unfinished' && !isLast) return null;
      if (sequence.kind === 'whole') {
        if (sequence.colour !== null && this.#colours) this.#paint(sequence.colour);
        return sequence.end;
      }
      this.#write(showOutputControls(control));
    }
    return at + 1;
  }

  #write(visible: string): void {
    if (this.#afterReturn !== null) {
      if (this.#lineWasShown) {
        this.#out += `${this.#line}\n`;
        this.#line = this.#afterReturn;
        this.#lineWasShown = false;
      } else {
        this.#line = (this.#lineHasText ? coloursAfter(this.#line) : this.#line) + this.#afterReturn;
      }
      this.#afterReturn = null;
    }
    this.#line += visible;
    this.#lineHasText = true;
  }

  #paint(colour: string): void {
    const sequence = `\x1b[${colour}m`;
    this.#colourIsOpen = !isReset(sequence);
    if (this.#afterReturn === null) this.#line += sequence;
    else this.#afterReturn += sequence;
  }

  #endLine(): void {
    this.#out += `${this.#line}${this.#afterReturn ?? ''}\n`;
    this.#line = '';
    this.#lineWasShown = false;
    this.#lineHasText = false;
    this.#afterReturn = null;
  }

  /** Also gives out a line that has no end yet: a prompt must be seen. */
  #take(): string {
    const out = this.#out + this.#line + (this.#afterReturn ?? '');
    this.#lineWasShown ||= this.#lineHasText;
    this.#out = '';
    this.#line = '';
    if (this.#afterReturn !== null) this.#afterReturn = '';
    return out;
  }
}

/** The colours that a stretch of text leaves on: from its last reset onwards. */
function coloursAfter(line: string): string {
  const colours = line.match(/\x1b\[[\d;:]*m/g) ?? [];
  const lastReset = colours.findLastIndex(isReset);
  return colours.slice(Math.max(lastReset, colours.length - carriedLimit, 0)).join('');
}

function isReset(sequence: string): boolean {
  return /^\x1b\[[0;]*m$/.test(sequence);
}
