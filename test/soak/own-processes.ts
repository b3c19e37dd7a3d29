import { readFileSync } from 'node:fs';
import { type Identity, processTable } from '../../src/process/identity.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { runVariable } from '../../src/process/run-variables.ts';

/** A living process that this soak has brought about, whoever started it. */
export type OwnProcess = Identity & { readonly kind: OwnKind; readonly words: readonly string[] };

export type OwnKind = 'launcher' | 'stop' | 'call' | 'supervisor' | 'watcher' | 'helper' | 'worker' | 'other';

/**
 * Everything that lives in the soak's home, which has a random name: HOME is passed on to watchers and helpers, too,
 * and by commands to whatever they start.
 */
export function ownProcesses(folder: string): OwnProcess[] {
  const found: (OwnProcess & { readonly parentPid: number })[] = [];
  for (const { pid, parentPid, startToken } of processTable.list()) {
    if (pid === process.pid || pid === process.ppid || !isOwn(pid, folder)) continue;
    const words = readIfAlive(pid, 'cmdline').split('\0');
    found.push({ pid, parentPid, startToken, kind: kindOf(words), words });
  }
  const supervisors = new Set(found.filter(({ kind }) => kind === 'supervisor').map(({ pid }) => pid));
  // What a supervisor has forked has its title until it becomes the command.
  return found.map((one) =>
    one.kind === 'supervisor' && supervisors.has(one.parentPid) ? { ...one, kind: 'other' } : one,
  );
}

/** SIGKILL (or another) to exactly this process, if it lives and is ours. False where nothing was sent. */
export function killOwn(folder: string, identity: Identity, name: NodeJS.Signals = 'SIGKILL'): boolean {
  if (identity.pid <= 1 || !isOwn(identity.pid, folder) || presenceOf(identity) !== 'alive') return false;
  try {
    process.kill(identity.pid, name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** In which state it is, what it waits for in the kernel, and how much processor time it has used. */
export function doingOf(pid: number): string {
  const stat = readIfAlive(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return `${stat[0]}, in ${readIfAlive(pid, 'wchan')}, ${stat[11]} + ${stat[12]} ticks`;
}

function isOwn(pid: number, folder: string): boolean {
  return readIfAlive(pid, 'environ').split('\0').includes(`HOME=${folder}/home`);
}

/** Whom a supervisor is there for: by its title, which it takes as it begins, or by what it was called with. */
export function supervisedBy({ words }: OwnProcess): string {
  const [title = ''] = words;
  if (title.startsWith(supervisorTitle)) return title.slice(supervisorTitle.length);
  return words[words.findIndex((word) => word.endsWith('/supervisor.js')) + 1] ?? '';
}

/** The run that a process belongs to, also one that its command has left behind. */
export function runOf({ pid }: OwnProcess): string | null {
  return processTable.variableOf(pid, runVariable)?.split('.')[0] ?? null;
}

const supervisorTitle = 'tapps-agents supervisor ';

function kindOf(words: readonly string[]): OwnKind {
  const [title = '', script = ''] = words;
  if (title.startsWith(supervisorTitle)) return 'supervisor';
  if (title.startsWith('tapps-agents watcher ')) return 'watcher';
  if (words.some((word) => word.endsWith('/supervisor.js'))) return 'supervisor';
  if (words.some((word) => word.endsWith('/watcher.js'))) return 'watcher';
  if (script.endsWith('/notify-helper.js')) return 'helper';
  if (script.endsWith('/main.js')) return callKinds[words.slice(2, 4).join(' ')] ?? 'call';
  return words.some((word) => word.endsWith('/worker.sh')) ? 'worker' : 'other';
}

const callKinds: Readonly<Record<string, OwnKind>> = { 'bg run': 'launcher', 'bg stop': 'stop' };

function readIfAlive(pid: number, file: 'environ' | 'cmdline' | 'stat' | 'wchan'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}
