import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { GivenJournal } from './given-journal.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type ForkedWriter = {
  readonly child: ChildProcess;
  /** The first thing that it says is its name, then `n` for each append that returned. */
  readonly said: readonly string[];
  /** Resolves when it has ended and all that it said has been read; gives its exit code. */
  readonly ended: Promise<number | null>;
};

let writer: string | null = null;

/** Starts `journal-writer-process` on a journal that exists, below `wrapper` (strace, say). */
export function forkWriter(
  { path, id }: GivenJournal,
  mode: 'flood' | 'held' | 'again',
  count: number,
  { seed = 1, wrapper = [] }: { readonly seed?: number; readonly wrapper?: readonly string[] } = {},
): ForkedWriter {
  writer ??= bundled();
  const [command = '', ...args] = [
    ...wrapper,
    ...[process.execPath, writer, path, id, mode, `${count}`, `${seed}`],
  ];
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { child, said, ended };
}

function bundled(): string {
  const outfile = join(temporaryFolder('tapps-writer-'), 'writer.mjs');
  const entry = join(import.meta.dirname, 'journal-writer-process.ts');
  bundle(entry, outfile);
  return outfile;
}
