import type { ReadStream } from 'node:tty';

/** Single keys of a terminal, as they are pressed. */
export type TerminalKeys = {
  /** The next key: a character, or the escape sequence of an arrow. Null when nobody can press any more. */
  readonly next: () => Promise<string | null>;
  /** Gives the terminal back as it was. */
  readonly end: () => void;
};

/** Keys that are pressed ahead; a key that is held down presses no more than these. */
const aheadLimit = 64;
const key = /\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|[\s\S]/gu;

/** Takes the terminal: what is typed is not shown, and Ctrl-C is a key like any other until `end`. */
export function readKeys(terminal: ReadStream): TerminalKeys {
  const ahead: string[] = [];
  let isOver = false;
  let answer: ((pressed: string | null) => void) | null = null;
  const serve = (): void => {
    if (answer === null || (ahead.length === 0 && !isOver)) return;
    const give = answer;
    answer = null;
    give(ahead.shift() ?? null);
  };
  const onData = (chunk: Buffer): void => {
    ahead.push(...(chunk.toString('utf8').match(key) ?? []).slice(0, aheadLimit - ahead.length));
    serve();
  };
  const onEnd = (): void => {
    isOver = true;
    serve();
  };
  const take = (): void => {
    terminal.setRawMode(false); // a mode that it believes to have is not set once more
    terminal.setRawMode(true);
  };
  take();
  process.on('SIGCONT', take); // a shell had it meanwhile
  terminal.on('data', onData).once('end', onEnd).once('error', onEnd).resume();
  return {
    next: () =>
      new Promise((resolve) => {
        answer = resolve;
        serve();
      }),
    end: () => {
      process.off('SIGCONT', take);
      terminal.off('data', onData).off('end', onEnd).off('error', onEnd).pause();
      terminal.setRawMode(false);
    },
  };
}
