import type { DataOf } from '../../schemas/event.ts';
import { blockedIn } from '../output/engine-line.ts';
import { type ErrorFound, ErrorScanner } from '../output/error-scanner.ts';
import type { SplitLine } from '../output/progress-splitter.ts';
import { plainText } from '../output/progress-text.ts';
import { redactText } from '../output/redact.ts';
import { ErrorTelling } from './error-telling.ts';
import type { LinesTold } from './lines-told.ts';
import type { LineMatcher, RunPatterns } from './run-patterns.ts';

/** What the lines of a run are read for. */
export type LineWish = {
  /** The command is the Python engine with a whole workflow. */
  readonly isEngine: boolean;
  readonly patterns: Pick<RunPatterns, 'failOn' | 'doneOn'>;
  readonly told: LinesTold;
};

export type LineHands = {
  /** A line that decides how the run ends: it must not be lost. */
  readonly decided: <Type extends 'process.warned' | 'process.noted'>(type: Type, data: DataOf<Type>) => void;
  /** A line that tells an error. */
  readonly found: (data: DataOf<'process.warned'>) => void;
};

/** Reads whole lines of an output for what they say of how the run goes: errors, and the lines that decide its end. */
export class LineReader {
  readonly #hands: LineHands;
  readonly #isEngine: boolean;
  readonly #failOn: LineMatcher | null;
  readonly #doneOn: LineMatcher | null;
  readonly #errors = new ErrorScanner();
  readonly #telling: ErrorTelling;
  readonly #errorOffset: number;
  #said: Pick<LinesTold, 'isBlocked' | 'hasFailed' | 'isDone'>;

  constructor({ isEngine, patterns, told }: LineWish, hands: LineHands) {
    this.#hands = hands;
    this.#isEngine = isEngine;
    this.#failOn = patterns.failOn;
    this.#doneOn = patterns.doneOn;
    this.#telling = new ErrorTelling(told.errorLines, hands.found);
    this.#errorOffset = told.errorOffset;
    this.#said = told;
  }

  /** What the output has said so far. */
  get said(): Pick<LinesTold, 'isBlocked' | 'hasFailed' | 'isDone'> {
    return this.#said;
  }

  read({ text, offsetBytes: offset }: SplitLine): void {
    if (this.#isEngine) this.#readForBlock(text, offset);
    if (this.isUndecided) this.#readForOutcome(plainText(text), offset);
    this.#tell(this.#errors.push(text, offset));
  }

  /** A line that decides how the run ends may still come. */
  get isUndecided(): boolean {
    const { hasFailed, isDone } = this.#said;
    return !hasFailed && (this.#failOn !== null || (this.#doneOn !== null && !isDone));
  }

  /** Reads a line for nothing but what decides. */
  decide({ text, offsetBytes }: SplitLine): void {
    this.#readForOutcome(plainText(text), offsetBytes);
  }

  /** Nothing came for a while: what a trace has told so far is certain. */
  settle(): void {
    this.#tell(this.#errors.end());
  }

  /** The output has ended. */
  end(): void {
    this.settle();
    this.#telling.end();
  }

  #readForBlock(text: string, offset: number): void {
    const said = this.#said.isBlocked ? null : blockedIn(text);
    if (said === null) return;
    this.#said = { ...this.#said, isBlocked: true };
    this.#hands.decided('process.warned', { kind: 'blocked', ...lineData(said), offset });
  }

  /** The first line that matches is enough: it decides. */
  #readForOutcome(text: string, offset: number): void {
    if (!this.#said.hasFailed && this.#failOn?.(text) === true) {
      this.#said = { ...this.#said, hasFailed: true };
      this.#hands.decided('process.warned', { kind: 'fail_on', ...lineData(text), offset });
    }
    if (!this.#said.isDone && this.#doneOn?.(text) === true) {
      this.#said = { ...this.#said, isDone: true };
      this.#hands.decided('process.noted', { kind: 'done_on', ...lineData(text), offset });
    }
  }

  #tell(found: readonly ErrorFound[]): void {
    for (const one of found) if (one.offset > this.#errorOffset) this.#telling.tell(one);
  }
}

/** A message must not be empty, and a pattern may match a line of blanks. */
function lineData(text: string): { readonly message: string; readonly line: string } {
  const line = redactText(text.trim());
  return { message: line.slice(0, 2000) || 'a line of blanks', line: line.slice(0, 500) };
}
