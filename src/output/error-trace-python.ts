/** Where a traceback begins: alone, behind a prefix that its other lines repeat, or boxed as `rich` draws it. */
const HEADER = /Traceback \(most recent call last\)(?::|(?= ─))/;
/** `ValueError: …`, `pkg.mod.Stop`, `SystemExit: 3`, a group's `ExceptionGroup: … (2 sub-exceptions)`. */
const LAST = /^(?:[A-Za-z_][\w.]{0,200}|__main__\.[\w.<>]{1,200})(?::(?: .*)?)?$/;
const CHAINED =
  /^(?:During handling of the above exception, another exception occurred:|The above exception was the direct cause of the following exception:)$/;
/** Frames, source, carets; boxes of `rich`. */
const INSIDE = /^(?:\s+\S|[│╭╰┃┏┗─]|\[Previous line repeated )/;
/** How long a traceback may be, and how long one may wait for the one that is chained to it. */
const LIMIT_LINES = 5000;
const CHAIN_LIMIT_LINES = 3;
const SHOWN_LIMIT_CHARS = 500;

type Told = { readonly line: string; readonly offset: number };

/**
 * One traceback, with those that are chained to it. Its last line is known for the last only when something comes
 * behind it that is no chain, so it is kept until then.
 */
export class PythonTrace {
  readonly #header: Told;
  #prefix: string;
  #last: Told | null = null;
  #isInside = true;
  #isAnnounced = false;
  #lines = 0;
  #linesSinceLast = 0;

  private constructor(header: Told, prefix: string) {
    this.#header = header;
    this.#prefix = prefix;
  }

  /** The traceback that this line begins, or null. */
  static startedBy(text: string, told: () => Told): PythonTrace | null {
    const found = HEADER.exec(text);
    if (found === null || /["'`]/.test(text.slice(0, found.index))) return null;
    return new PythonTrace(told(), prefixOf(text));
  }

  /** The text comes without secrets. `taken`: it belongs here. `foreign`: it does not, but the traceback goes on. `over`: there was nothing more. */
  take(text: string, offset: number): 'taken' | 'foreign' | 'over' {
    this.#lines += 1;
    if (this.#lines > LIMIT_LINES) return 'over';
    if (HEADER.test(text)) return this.#chain(text);
    const rest = this.#withoutPrefix(text);
    return this.#isInside ? this.#takeInside(rest, offset) : this.#takeBehind(rest);
  }

  /** What it came to; its header when it was cut before its last line. */
  end(): Told {
    return this.#last ?? this.#header;
  }

  #takeInside(rest: string, offset: number): 'taken' | 'foreign' {
    if (rest.trim() === '' || INSIDE.test(rest)) return 'taken';
    if (!LAST.test(rest)) return 'foreign';
    this.#last = { line: rest.trim().slice(0, SHOWN_LIMIT_CHARS), offset };
    this.#isInside = false;
    this.#linesSinceLast = 0;
    return 'taken';
  }

  #takeBehind(rest: string): 'taken' | 'over' {
    this.#linesSinceLast += 1;
    if (CHAINED.test(rest)) this.#isAnnounced = true;
    else if (rest.trim() !== '') return 'over';
    return this.#linesSinceLast > CHAIN_LIMIT_LINES ? 'over' : 'taken';
  }

  /** Another header: chained when it was announced, else a traceback of its own. */
  #chain(text: string): 'taken' | 'over' {
    if (!this.#isInside && !this.#isAnnounced) return 'over';
    this.#prefix = prefixOf(text);
    this.#isInside = true;
    this.#isAnnounced = false;
    return 'taken';
  }

  #withoutPrefix(text: string): string {
    const length = this.#prefix.length;
    return length > 0 && shapeOf(text.slice(0, length)) === this.#prefix ? text.slice(length) : text;
  }
}

/** `web-1  | `, a stamp, `  + ` of a group, or only spaces. */
function prefixOf(header: string): string {
  const at = header.search(/(?:Exception Group )?Traceback \(/);
  return shapeOf(header.slice(0, Math.max(at, 0)));
}

/** A stamp differs from line to line in its digits; a group marks its first line with `+` and the others with `|`. */
function shapeOf(prefix: string): string {
  return prefix.replace(/\d/g, '0').replaceAll('+', '|');
}
