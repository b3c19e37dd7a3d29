import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that a program asked of the kernel about a file, and was given. */
export type DiskCall = {
  readonly thread: number;
  readonly name: string;
  /** Of the descriptor it speaks of, or of the first name. */
  readonly path: string;
  /** Second name of a rename or a link. */
  readonly toPath: string;
  readonly bytes: Buffer;
  readonly result: number;
  /** The line as it was recorded: flags and numbers. */
  readonly text: string;
};

const traced = [
  ...['openat', 'open', 'creat', 'write', 'pwrite64', 'writev', 'fsync', 'fdatasync', 'rename', 'renameat'],
  ...['renameat2', 'link', 'linkat', 'unlink', 'unlinkat', 'ftruncate', 'mkdir', 'mkdirat', 'rmdir', 'kill'],
];

/** What stands before a command so that all it and its descendants ask of the disk is written down, in its order. */
export function traceWords(logPath: string): string[] {
  return [
    'strace',
    // Only the calls that are written down stop the program: without, looking through /proc took seconds.
    '--seccomp-bpf',
    '-f',
    '-y',
    '-qq',
    '-xx',
    '-s',
    '300000',
    '-o',
    logPath,
    '-e',
    `trace=${traced.join(',')}`,
  ];
}

/** Calls that did something, in the order in which they were done. */
export function readTrace(logPath: string): DiskCall[] {
  const begun = new Map<string, string>();
  return readFileSync(logPath, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
      const [, head] = /^(.*)<unfinished \.\.\.>$/.exec(text) ?? [];
      if (head !== undefined) {
        begun.set(thread, head);
        return [];
      }
      const [, tail] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? [];
      const call = callOf(Number(thread), tail === undefined ? text : `${begun.get(thread) ?? ''}${tail}`);
      return call === null || call.result < 0 ? [] : [call];
    });
}

function callOf(thread: number, text: string): DiskCall | null {
  const [, name, result] = /^(\w+)\(.*\) += (-?\d+)/.exec(text) ?? [];
  if (name === undefined) return null;
  const strings = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => decoded(hex));
  const names = strings.map((bytes) => bytes.toString());
  const folders = [...text.matchAll(/(?:AT_FDCWD|\b\d+)<((?:\\x[0-9a-f]{2})*)>/g)].map(([, hex = '']) =>
    decoded(hex).toString(),
  );
  const base = { thread, name, result: Number(result), text };
  if (!/^(?:write|pwrite64|writev|fsync|fdatasync|ftruncate)$/.test(name)) {
    const [path = '', toPath = ''] = names.map((one, index) =>
      join(one.startsWith('/') ? '/' : (folders[index] ?? '/'), one),
    );
    return { ...base, path, toPath, bytes: Buffer.alloc(0) };
  }
  return {
    ...base,
    path: folders[0] ?? '',
    toPath: '',
    bytes: Buffer.concat(strings).subarray(0, Number(result)),
  };
}

function decoded(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
