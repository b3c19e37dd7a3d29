/** One system call of a program's main thread that leaves a trace outside of it: the n-th of its name. */
export type SystemCall = { readonly name: string; readonly nth: number; readonly line: string };

/** What happens at a call instead of it, or before it; `for ever` at each one of that name from there on. */
export type Blow = {
  readonly call: Pick<SystemCall, 'name' | 'nth'>;
  readonly by: 'signal=SIGKILL' | 'error=ENOSPC' | 'error=EIO';
  readonly forEver?: boolean;
  /** Only calls on this file count. */
  readonly path?: string;
};

/** Whatever changes files, starts somebody, or signals somebody. */
const lasting = [
  ...['openat', 'mkdir', 'fchmod', 'ftruncate', 'write', 'pwrite64', 'writev', 'fdatasync', 'fsync'],
  ...['rename', 'renameat2', 'link', 'linkat', 'unlink', 'rmdir', 'clone', 'vfork', 'kill'],
];

/**
 * Words of a strace that only writes down what its program's main thread does. Without `-f`: the supervisor and the
 * command that a launcher starts are not hit, and libuv's helpers do nothing of ours that lasts.
 */
export function watchWords(traceFile: string): string[] {
  return ['-qq', '-y', '-s', '0', '-o', traceFile, '-e', `trace=${lasting.join(',')}`];
}

/** Words of a strace that strikes. SIGKILL comes as the call begins: it is not carried out any more. */
export function blowWords({ call, by, forEver = false, path }: Blow, traceFile: string): string[] {
  const when = `${call.nth}${forEver ? '+' : ''}`;
  return [
    ...['-qq', '-y', '-s', '0', '-o', traceFile, '-e', `trace=${call.name}`],
    ...(path === undefined ? [] : ['-P', path]),
    ...['-e', `inject=${call.name}:${by}:when=${when}`],
  ];
}

/**
 * The calls of a trace that concern a folder, or that start or signal somebody, or that hand something over. Reading
 * is left out: dying there is the same as dying at the next call that lasts.
 */
export function callsIn(trace: string, folder: string): SystemCall[] {
  const counts = new Map<string, number>();
  return trace.split('\n').flatMap((line) => {
    const [, name] = /^(\w+)\(/.exec(line) ?? [];
    if (name === undefined) return [];
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return isOurs(name, line, folder) ? [{ name, nth, line }] : [];
  });
}

function isOurs(name: string, line: string, folder: string): boolean {
  if (['clone', 'vfork', 'kill'].includes(name)) return true;
  if (name === 'write' && /^write\((?:[12]<|\d+<socket:)/.test(line)) return true;
  if (name === 'openat' && /O_RDONLY|O_TMPFILE/.test(line)) return false;
  return line.includes(`${folder}/`) && !line.includes('(deleted)');
}

/** So many of them, the first and the last among them, at even distances; all where there are fewer. */
export function evenSpread<One>(all: readonly One[], count: number): One[] {
  if (all.length <= count) return [...all];
  const step = (all.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => all[Math.round(index * step)]).filter(
    (one) => one !== undefined,
  );
}
