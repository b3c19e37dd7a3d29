import type { ProcessRow, ProcessTable, Sighting } from '../identity.ts';

/** macOS: `/bin/ps`. Start times have a resolution of one second. Written from ps(1); not run on a Mac yet. */
export const darwinProcesses: ProcessTable = {
  bootId,
  sight,
  list,
  variableOf,
  // Words of `ps` are not told from values with blanks.
  environmentOf: () => ({}),
  ageMs: () => null,
};

const line = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+ +\S+ +\d+ +[\d:]+ +\d+)\s+(.*)$/;
const columns = 'pid=,ppid=,pgid=,uid=,state=,lstart=,comm=';

function bootId(): string {
  const { stdout } = run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']);
  return stdout.trim() || 'unknown';
}

function sight(pid: number): Sighting {
  const { stdout, exitCode } = run('/bin/ps', ['-o', columns, '-p', String(pid)]);
  const row = rowOf(stdout);
  if (row !== null) return { seen: 'alive', startToken: row.startToken, uid: row.uid };
  return exitCode === 1 || stdout.trim() !== '' ? { seen: 'dead' } : { seen: 'unknown' };
}

function list(): readonly ProcessRow[] {
  const { stdout } = run('/bin/ps', ['-axo', columns]);
  return stdout
    .split('\n')
    .map(rowOf)
    .filter((row) => row !== null);
}

function variableOf(pid: number, name: string): string | null {
  const { stdout } = run('/bin/ps', ['eww', '-o', 'command=', '-p', String(pid)]);
  const word = stdout.split(/\s+/).find((candidate) => candidate.startsWith(`${name}=`));
  return word === undefined ? null : word.slice(name.length + 1);
}

function rowOf(text: string): ProcessRow | null {
  const match = line.exec(text.trimEnd());
  if (match === null || match[5]?.startsWith('Z') === true) return null;
  return {
    pid: Number(match[1]),
    parentPid: Number(match[2]),
    groupId: Number(match[3]),
    uid: Number(match[4]),
    startToken: `darwin:${(match[6] ?? '').replaceAll(':', '.')}`,
    name: match[7] ?? '',
  };
}

/** Not through execa: identities are read by every command, and loading it takes a third of what Node itself takes. */
function run(file: string, args: readonly string[]): { stdout: string; exitCode: number | null } {
  // Asked for here: loading it takes 4 ms of every start, on Linux for nothing.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { stdout, status: exitCode } = spawnSync(file, args, {
    encoding: 'utf8',
    timeout: 3000,
    env: { ...process.env, LC_ALL: 'C' },
  });
  return { stdout: (stdout ?? '').trimEnd(), exitCode };
}
