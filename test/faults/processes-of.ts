import { readdirSync, readFileSync } from 'node:fs';
import { isAlive } from '../rig/project.ts';

/** Every living process that has to do with a run: its supervisor, its gate, its command, what that started. */
export function processesOf(id: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => mentions(pid, id)).map(Number);
}

/** Its name or its environment says the id; a zombie does not count. */
function mentions(pid: string, id: string): boolean {
  if (Number(pid) === process.pid || !isAlive(Number(pid))) return false;
  return ['cmdline', 'environ'].some((file) => readIfThere(`/proc/${pid}/${file}`).includes(id));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}
