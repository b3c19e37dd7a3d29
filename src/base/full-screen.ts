import type { WriteStream } from 'node:tty';

export type ScreenSize = { readonly rows: number; readonly columns: number };

/** The whole of a terminal, until it is given back as it was. */
export type FullScreen = {
  readonly size: () => ScreenSize;
  /** From the top; a line that is too long is cut by the terminal. */
  readonly draw: (lines: readonly string[]) => void;
  readonly end: () => void;
};

/** The other screen, no cursor, no wrapping; and back. */
const taken = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const givenBack = '\x1b[?7h\x1b[?25h\x1b[?1049l';
const deadlySignals = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130, SIGQUIT: 131 } as const;

/** Also given back where a signal ends the program, or stops it until it goes on. */
export function takeScreen(terminal: WriteStream): FullScreen {
  const giveBack = (): void => void terminal.write(givenBack);
  const leaving = Object.entries(deadlySignals).map(
    ([name, code]) => [name, () => process.exit(code)] as const,
  );
  const take = (): void => void terminal.write(taken);
  const suspend = (): void => {
    giveBack();
    process.kill(process.pid, 'SIGSTOP');
    take(); // it goes on: at once, for what is drawn before the signal is heard of would stay in the shell's screen
  };
  take();
  process.on('SIGTSTP', suspend).on('SIGCONT', take);
  process.once('exit', giveBack);
  for (const [name, leave] of leaving) process.once(name, leave);
  const size = (): ScreenSize => ({ rows: terminal.rows || 24, columns: terminal.columns || 80 });
  return {
    size,
    draw: (lines) => {
      const shown = lines.slice(0, size().rows);
      // Erased before, not behind: at the end of a line that is cut the cursor stands on its last character.
      terminal.write(`\x1b[H${shown.map((line) => `\x1b[2K${line}`).join('\r\n')}\x1b[0J`);
    },
    end: () => {
      process.off('exit', giveBack).off('SIGTSTP', suspend).off('SIGCONT', take);
      for (const [name, leave] of leaving) process.off(name, leave);
      giveBack();
    },
  };
}
