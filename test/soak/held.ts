import { readdirSync, readFileSync } from 'node:fs';
import { processTable } from '../../src/process/identity.ts';

/** What a process holds on to. */
export type Held = {
  readonly descriptors: number;
  readonly watches: number;
  readonly children: number;
  readonly memoryMiB: number;
};

/** Of a process of ours that lives. A watch is a line in the description of an inotify descriptor. */
export function heldBy(pid: number): Held {
  const descriptors = readdirSync(`/proc/${pid}/fd`);
  const watches = descriptors.map((fd) => readFdInfo(pid, fd).match(/^inotify /gm)?.length ?? 0);
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return {
    descriptors: descriptors.length,
    watches: watches.reduce((sum, count) => sum + count, 0),
    children: processTable.list().filter(({ parentPid }) => parentPid === pid).length,
    memoryMiB: Math.round((pages * 4096) / 2 ** 20),
  };
}

/** What is held now that was not held before. Memory is told and not judged: a heap is emptied when it likes. */
export function moreThan(before: Held, after: Held): string[] {
  return (['descriptors', 'watches', 'children'] as const)
    .filter((name) => after[name] > before[name])
    .map((name) => `${after[name]} ${name} where ${before[name]} were before`);
}

export function wordsOf({ descriptors, watches, children, memoryMiB }: Held): string {
  return `${descriptors} descriptors, ${watches} watches, ${children} children, ${memoryMiB} MiB`;
}

function readFdInfo(pid: number, fd: string): string {
  try {
    return readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
  } catch {
    return ''; // closed meanwhile
  }
}
