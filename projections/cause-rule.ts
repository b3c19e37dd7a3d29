import type { Told } from './cause-line.ts';
import type { Death, TellingLine } from './death.ts';

/** `unknown` says what is known, and that the cause is not. */
export type Certainty = 'certain' | 'likely' | 'unknown';

/** Something to do about it. `paste` is text to be pasted as it is: a command, or lines of the configuration. */
export type Try = { readonly text: string; readonly paste: string | null };

export type Explained = {
  /** The cause in one line. */
  readonly line: string;
  readonly certainty: Certainty;
  /** Who sent the signal, as far as that can be said. */
  readonly sender?: string;
  /** The line of output that it rests on. */
  readonly decisive?: TellingLine;
  readonly tries?: readonly Try[];
  /** Declarations in `requires:` that would have stopped it before it began. */
  readonly requires?: readonly string[];
};

/** One kind of end, told from all others. */
export type CauseRule = {
  readonly name: string;
  /** Null where it does not fit. `told` is the line of its output that tells most, if one tells anything. */
  readonly explain: (death: Death, told: Told | null) => Explained | null;
};

export function certain(line: string, more: Omit<Explained, 'line' | 'certainty'> = {}): Explained {
  return { line, certainty: 'certain', ...more };
}

export function likely(line: string, more: Omit<Explained, 'line' | 'certainty'> = {}): Explained {
  return { line, certainty: 'likely', ...more };
}

export function unknown(line: string, more: Omit<Explained, 'line' | 'certainty'> = {}): Explained {
  return { line, certainty: 'unknown', ...more };
}

export function advice(text: string, paste: string | null = null): Try {
  return { text, paste };
}
