import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds of what the system has little of. */
export type Held = { readonly descriptors: number; readonly watches: number };

export function heldBy(pid: number): Held {
  const descriptors = readdirSync(`/proc/${pid}/fd`);
  const watches = descriptors.map((fd) => watchesOf(pid, fd));
  return { descriptors: descriptors.length, watches: watches.reduce((sum, one) => sum + one, 0) };
}

/** An inotify descriptor says one line for each file or folder that it watches. */
function watchesOf(pid: number, fd: string): number {
  try {
    return readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1').match(/^inotify /gm)?.length ?? 0;
  } catch {
    return 0; // closed meanwhile
  }
}
