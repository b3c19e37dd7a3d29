import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';

const registry = '/proc/sys/fs/binfmt_misc';

/** True if the kernel was told how to run files like this one (qemu for other machines, Wine, Windows under WSL). */
export function isRegisteredFormat(start: Buffer, path: string, folder: string = registry): boolean {
  try {
    return readdirSync(folder)
      .filter((name) => name !== 'register' && name !== 'status')
      .some((name) => matches(readFileSync(join(folder, name), 'utf8'), start, path));
  } catch (error) {
    if (isSystemError(error)) return false; // not mounted, or not Linux
    throw error;
  }
}

function matches(entry: string, start: Buffer, path: string): boolean {
  if (!entry.startsWith('enabled')) return false;
  const extension = /^extension \.(.+)$/m.exec(entry)?.[1];
  if (extension !== undefined) return path.endsWith(`.${extension}`);
  const magic = Buffer.from(/^magic ([0-9a-f]+)$/m.exec(entry)?.[1] ?? '', 'hex');
  const mask = Buffer.from(/^mask ([0-9a-f]+)$/m.exec(entry)?.[1] ?? '', 'hex');
  const offset = Number(/^offset (\d+)$/m.exec(entry)?.[1] ?? 0);
  if (magic.length === 0 || start.length < offset + magic.length) return false;
  return magic.every((byte, index) => {
    const bits = mask[index] ?? 0xff;
    return ((start[offset + index] ?? 0) & bits) === (byte & bits);
  });
}
