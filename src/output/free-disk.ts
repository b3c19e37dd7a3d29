import { statfsSync } from 'node:fs';

/** What an ordinary user may still use of a file system. */
export type FreeDisk = {
  readonly bytes: number;
  /** Files that can still be made; null where the file system does not count them (btrfs, most network ones). */
  readonly inodes: number | null;
};

/** Bytes that an ordinary user may still write to the file system of `path`. Null if it cannot be asked. */
export function freeDiskBytes(path: string): number | null {
  return freeDisk(path)?.bytes ?? null;
}

/** Room left on the file system of `path`. Null if it cannot be asked. */
export function freeDisk(path: string): FreeDisk | null {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(path);
    return { bytes: bavail * bsize, inodes: files > 0 ? ffree : null };
  } catch {
    return null;
  }
}
