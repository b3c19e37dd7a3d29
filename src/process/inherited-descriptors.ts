import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { hasCode } from '../base/system-error.ts';

const closeOnExec = 0o2000000;

/**
 * Closes what this program was given beyond stdin, stdout and stderr, so that neither it nor the command holds the
 * launching shell's lock (`flock 200`) or pipe (`$( … 30>&1)` waits for its end). Node opens its own descriptors
 * close-on-exec, so those without that flag came from outside. Linux only; elsewhere nothing is closed.
 */
export function closeInheritedDescriptors(): void {
  if (process.platform !== 'linux') return;
  for (const entry of readdirSync('/proc/self/fd')) {
    const fd = Number(entry);
    if (fd <= 2) continue;
    try {
      const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1] ?? '';
      if ((Number.parseInt(flags, 8) & closeOnExec) === 0) closeSync(fd);
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'EBADF')) throw error; // the one that listed the folder is closed already
    }
  }
}
