import { statfsSync } from 'node:fs';

/** Bytes that an ordinary user may still write to the file system of `path`. Null if it cannot be asked. */
export function freeDiskBytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return null;
  }
}
