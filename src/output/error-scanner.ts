import { errorLineOf, mayBeError, readableText, redactedText, shownLine } from './error-lines.ts';
import { PythonTrace } from './error-trace-python.ts';
import { isGoTraceLine, isJavaTraceLine, startsGoTrace, startsJavaTrace } from './error-traces.ts';

/** `line` is as it would be shown: without escapes and secrets, at most 500 characters; `offset` is the one it was pushed with. */
export type ErrorFound = { readonly line: string; readonly offset: number };

/** What the lines to come belong to. `cause` is the newest `Caused by`: the last one is the one that tells. */
type Trace =
  | { readonly of: 'python'; readonly lines: PythonTrace }
  | { readonly of: 'java'; cause: ErrorFound | null; lines: number }
  | { readonly of: 'go'; lines: number }
  | { readonly of: 'rust'; lines: number };

const NOTHING: readonly ErrorFound[] = [];
/** A trace that is longer than this is some other text; Java cuts its own at 1024 frames. */
const TRACE_LIMIT_LINES = 5000;

/**
 * Lines of a program's output in, lines that are evidence of an error out, as soon as they are certain. A Python
 * traceback tells its last line, of chained ones that of the last; a Java one its head and its last cause; a panic of
 * Go its head, of Rust its head and its message. The lines of the trace itself are not told.
 */
export class ErrorScanner {
  #trace: Trace | null = null;

  /** Takes one whole line in, in the order of the output; empty ones may be left out. */
  push(line: string, offset: number): readonly ErrorFound[] {
    if (this.#trace === null && !mayBeError(line)) return NOTHING;
    if (this.#trace === null) return this.#pushPlain(line, offset);
    return this.#pushTraced(this.#trace, line, offset);
  }

  /**
   * Nothing more comes, or nothing came for a while: what a trace has told so far is certain. More lines may follow.
   */
  end(): readonly ErrorFound[] {
    const trace = this.#trace;
    this.#trace = null;
    if (trace === null) return NOTHING;
    switch (trace.of) {
      case 'python':
        return someOf(trace.lines.end());
      case 'java':
        return someOf(trace.cause);
      case 'go':
      case 'rust':
        return NOTHING;
    }
  }

  #pushPlain(line: string, offset: number): readonly ErrorFound[] {
    const text = readableText(line);
    const python = PythonTrace.startedBy(text, () => ({ line: shownLine(line), offset }));
    if (python !== null) {
      this.#trace = { of: 'python', lines: python };
      return NOTHING;
    }
    const found = errorLineOf(line);
    if (found === null) return NOTHING;
    if (startsGoTrace(found)) this.#trace = { of: 'go', lines: 0 };
    else if (startsJavaTrace(found)) this.#trace = { of: 'java', cause: null, lines: 0 };
    else if (/ panicked at \S{1,300}:\d{1,7}:\d{1,5}:$/.test(found)) this.#trace = { of: 'rust', lines: 0 };
    return [{ line: found, offset }];
  }

  #pushTraced(trace: Trace, line: string, offset: number): readonly ErrorFound[] {
    const text = readableText(line);
    switch (trace.of) {
      case 'python': {
        const taken = trace.lines.take(redactedText(line), offset);
        if (taken === 'taken') return NOTHING;
        if (taken === 'foreign') return this.#foreign(line, offset);
        break;
      }
      case 'java':
        if (/^\s*Caused by: /.test(text) && trace.lines < TRACE_LIMIT_LINES) {
          this.#trace = { of: 'java', cause: { line: shownLine(line), offset }, lines: trace.lines + 1 };
          return NOTHING;
        }
        if (isJavaTraceLine(text) && this.#isWithinLimit(trace)) return NOTHING;
        break;
      case 'go':
        if (isGoTraceLine(text) && this.#isWithinLimit(trace)) return NOTHING;
        break;
      case 'rust':
        this.#trace = null;
        return text.trim() === '' || text.startsWith('note: ')
          ? NOTHING
          : [{ line: shownLine(line), offset }];
    }
    return [...this.end(), ...this.push(line, offset)];
  }

  /** A line of somebody else between the lines of a trace is read on its own; the trace goes on. */
  #foreign(line: string, offset: number): readonly ErrorFound[] {
    const found = errorLineOf(line);
    return found === null ? NOTHING : [{ line: found, offset }];
  }

  #isWithinLimit(trace: { lines: number }): boolean {
    trace.lines += 1;
    return trace.lines < TRACE_LIMIT_LINES;
  }
}

function someOf(found: ErrorFound | null): readonly ErrorFound[] {
  return found === null ? NOTHING : [found];
}
