import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statfsSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { execa } from 'execa';

const copyBytes = 1024 * 1024;

/**
 * Drops the oldest bytes of an output in place, so that about `keepBytes` of the newest stay; the command goes on
 * appending meanwhile. Gives the number of bytes that went.
 *
 * Where the file system can (ext4, xfs), the front is cut off in one step (`fallocate --collapse-range`) and nothing
 * that is written meanwhile can be lost. Elsewhere the kept half is copied to the front until the copy has caught up,
 * then the rest is cut: what a command writes in the microseconds between the last read and the cut is lost there.
 */
export async function keepNewest(path: string, keepBytes: number): Promise<number> {
  const fd = openSync(path, 'r+');
  try {
    const { size } = fstatSync(fd);
    const blockBytes = Math.max(4096, statfsSync(path).bsize);
    const goneBytes = Math.floor((size - keepBytes) / blockBytes) * blockBytes;
    if (goneBytes <= 0) return 0;
    if (await collapsed(path, goneBytes)) return goneBytes;
    await moveToFront(fd, goneBytes);
    return goneBytes;
  } finally {
    closeSync(fd);
  }
}

async function collapsed(path: string, bytes: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const args = ['--collapse-range', '--offset', '0', '--length', String(bytes), path];
  const { failed } = await execa('fallocate', args, {
    reject: false,
    timeout: 5000,
    preferLocal: false,
    stdio: 'ignore',
  });
  return !failed;
}

async function moveToFront(fd: number, goneBytes: number): Promise<void> {
  const chunk = Buffer.allocUnsafe(copyBytes);
  let from = goneBytes;
  for (let chunks = 0; ; chunks += 1) {
    const count = readSync(fd, chunk, 0, copyBytes, from);
    if (count === 0) break;
    writeSync(fd, chunk, 0, count, from - goneBytes);
    from += count;
    const nearlyDone = count < copyBytes;
    if (chunks % 16 === 15 && !nearlyDone) await setImmediate(); // a GiB is a second; heartbeats go on
  }
  ftruncateSync(fd, from - goneBytes);
}
