import { spawn } from 'node:child_process';

/** What happens once something is on the screen: keys that are typed, or anything else. */
export type Reaction = { readonly when: RegExp; readonly answer: string | (() => void) };
export type Shown = { readonly code: number | null; readonly screen: string };

const limitMs = 30_000;

/**
 * Runs a shell line on a pseudo-terminal of its own (needs the capability `pty`), reacts to what comes
 * on the screen, and gives everything that the terminal was sent. Ends with the line, or after 30 s.
 */
export function onTerminal(line: string, cwd: string, reactions: readonly Reaction[] = []): Promise<Shown> {
  return new Promise((resolve) => {
    const env = { ...process.env, TERM: 'xterm-256color', NODE_V8_COVERAGE: undefined };
    const child = spawn('script', ['-qec', line, '/dev/null'], { cwd, env, timeout: limitMs });
    const waiting = [...reactions];
    let screen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      const [next] = waiting;
      if (next === undefined || !next.when.test(screen)) return;
      waiting.shift();
      if (typeof next.answer === 'string') child.stdin.write(next.answer);
      else next.answer();
    });
    child.on('close', (code) => resolve({ code, screen }));
  });
}
