import type { DataOf } from '../../schemas/event.ts';
import type { ErrorFound } from '../output/error-scanner.ts';
import { redactText } from '../output/redact.ts';

/** Most errors of one run that are written down … */
const errorLimit = 50;
/** … of which so many are kept for the newest: the last ones tell why it ended. */
const newestLimit = 10;
const messageLimitChars = 200;

/** Writes errors down as they are found, within a limit; when it is reached, the newest ones at the end. */
export class ErrorTelling {
  readonly #warned: (data: DataOf<'process.warned'>) => void;
  #told: number;
  #newest: ErrorFound[] = [];
  #dropped = 0;

  /** `toldBefore` were written down by somebody else. */
  constructor(toldBefore: number, warned: (data: DataOf<'process.warned'>) => void) {
    this.#told = toldBefore;
    this.#warned = warned;
  }

  tell(found: ErrorFound): void {
    if (this.#told < errorLimit - newestLimit) {
      this.#write(found);
      return;
    }
    this.#newest.push(found);
    if (this.#newest.length <= newestLimit) return;
    this.#newest.shift();
    this.#dropped += 1;
  }

  /** The output has ended. */
  end(): void {
    for (const found of this.#newest.splice(0)) this.#write(found);
    if (this.#dropped === 0) return;
    const noun = this.#dropped === 1 ? 'line that tells' : 'lines that tell';
    const message = `${this.#dropped} more ${noun} an error are in its output`;
    this.#warned({ kind: 'error_lines_dropped', message });
  }

  #write({ line, offset }: ErrorFound): void {
    this.#told += 1;
    const text = redactText(line);
    const message = text.slice(0, messageLimitChars);
    this.#warned({ kind: 'error_line', message, line: text.slice(0, 500), offset });
  }
}
