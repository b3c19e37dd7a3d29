import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { whyNoDescriptors } from '../base/free-descriptors.ts';

const copyBytes = 1024 * 1024;
/** Copied at one go at the end: the command writes some of it meanwhile, and that is copied too, but not for ever. */
const lastChunks = 16;

/** An output as its supervisor holds it: open for appending, at this path when it was opened. */
export type HeldOutput = { readonly path: string; readonly fd: number };

/**
 * Drops the oldest bytes of an output in place, so that about `keepBytes` of the newest stay; the command goes on
 * appending meanwhile. Gives the number of bytes that went; none where too few descriptors are free to cut it.
 *
 * Where the file system can (ext4, xfs), the front is cut off in one step (`fallocate --collapse-range`) and nothing
 * that is written meanwhile can be lost. Elsewhere see `moveToFront`.
 */
export async function keepNewest(output: HeldOutput, keepBytes: number): Promise<number> {
  const path = heldPath(output);
  const fd = openSync(path, 'r+');
  try {
    const blockBytes = Math.max(4096, statfsSync(path).bsize);
    if (fstatSync(fd).size < keepBytes + blockBytes) return 0;
    if (whyNoDescriptors() !== null) return 0; // it stays too long for a while, and whoever looks will ask again
    // The cut waits for the disk and the command waits for the cut: 0.4 s for a GiB, half of it if this came first.
    await promisify(fdatasync)(fd);
    const goneBytes = fstatSync(fd).size - keepBytes;
    const wholeBlocksBytes = goneBytes - (goneBytes % blockBytes);
    if (await collapsed(path, wholeBlocksBytes)) return wholeBlocksBytes;
    return await moveToFront(fd, goneBytes);
  } finally {
    closeSync(fd);
  }
}

/**
 * The way for file systems that can't cut: the newest bytes from `goneBytes` on are copied to the front, then what was
 * written meanwhile, until the copy has caught up; the rest is cut off. What a command writes in the microseconds
 * between the last read and the cut is lost. Gives the number of bytes that went: more than asked if the command
 * writes faster than it can be copied, because then less is kept.
 */
export async function moveToFront(fd: number, goneBytes: number): Promise<number> {
  const chunk = Buffer.allocUnsafe(copyBytes);
  let start = goneBytes;
  let from = goneBytes;
  for (let roundBytes = Number.POSITIVE_INFINITY; ; ) {
    const { size } = fstatSync(fd);
    if (size - from <= copyBytes) break;
    if (size - from > roundBytes / 2) {
      start = size - Math.floor(roundBytes / 2);
      from = start;
    }
    roundBytes = size - from;
    for (let chunks = 1; from < size; chunks += 1) {
      from += copied(fd, chunk, from, start);
      if (chunks % 16 === 0) await setImmediate(); // a GiB is a second; heartbeats go on
    }
  }
  for (let chunks = 0; chunks < lastChunks; chunks += 1) {
    const count = copied(fd, chunk, from, start);
    if (count === 0) break;
    from += count;
  }
  ftruncateSync(fd, from - start);
  return start;
}

/** By the descriptor, so that it is this file and no other that was put in its place, or in that of its folder. */
function heldPath({ path, fd }: HeldOutput): string {
  return process.platform === 'linux' ? `/proc/${process.pid}/fd/${fd}` : path;
}

/** Without a time limit: a killed `fallocate` may have cut all the same, and then the second way would cut again. */
async function collapsed(path: string, bytes: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const args = ['--collapse-range', '--offset', '0', '--length', String(bytes), path];
  // Loaded by who cuts: most supervisors never do.
  const { execa } = await import('execa');
  const { failed } = await execa('fallocate', args, { reject: false, preferLocal: false, stdio: 'ignore' });
  return !failed;
}

/** Copies one chunk by `distanceBytes` towards the front; gives the bytes copied, 0 at the end of the file. */
function copied(fd: number, chunk: Buffer, from: number, distanceBytes: number): number {
  const count = readSync(fd, chunk, 0, chunk.length, from);
  return count === 0 ? 0 : writeSync(fd, chunk, 0, count, from - distanceBytes);
}
