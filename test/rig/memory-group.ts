import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './project.ts';

/** A control group with a limit of memory; a process enters it by writing its number into `cgroup.procs`. */
export type MemoryGroup = { readonly folder: string; readonly remove: () => void };

const limitBytes = 96 * 1024 * 1024;
const made: MemoryGroup[] = [];

/** Throws where there is no controller for memory, or where it may not be used. */
export function makeMemoryGroup(): MemoryGroup {
  const { mount, limits } = controller();
  const folder = join(mount, `tapps-test-${process.pid}-${made.length}`);
  mkdirSync(folder);
  const remove = () => rmdirSync(folder);
  try {
    // Swap, where it is counted, would only put off the end.
    for (const [file, bytes] of limits)
      if (existsSync(join(folder, file))) writeFileSync(join(folder, file), `${bytes}`);
    made.push({ folder, remove });
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Those that are empty by then. The kernel needs a moment to let go of who was in them. */
export async function removeMemoryGroups(): Promise<void> {
  for (const { folder, remove } of made.filter((group) => existsSync(group.folder)))
    await eventually(() => {
      const isEmpty = readFileSync(join(folder, 'cgroup.procs'), 'utf8') === '';
      if (isEmpty) remove();
      return isEmpty ? true : null;
    });
}

type Limits = readonly (readonly [file: string, bytes: number])[];

function controller(): { readonly mount: string; readonly limits: Limits } {
  const version1 = '/sys/fs/cgroup/memory';
  if (existsSync(join(version1, 'memory.limit_in_bytes')))
    return {
      mount: version1,
      limits: [
        ['memory.limit_in_bytes', limitBytes],
        ['memory.memsw.limit_in_bytes', limitBytes],
      ],
    };
  const mount = '/sys/fs/cgroup';
  if (!readFileSync(join(mount, 'cgroup.subtree_control'), 'utf8').split(/\s/).includes('memory'))
    throw new Error(`${mount} does not hand on its control of memory`);
  return {
    mount,
    limits: [
      ['memory.max', limitBytes],
      ['memory.swap.max', 0],
    ],
  };
}
