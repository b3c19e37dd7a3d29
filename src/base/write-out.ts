import { once } from 'node:events';
import { fdatasyncSync, fstatSync, writeSync } from 'node:fs';
import { hasCode } from './system-error.ts';

const stdout = 1;

/**
 * Writes text to stdout and resolves when it is out of our hands: in the pipe, on the terminal, on the disk. Rejects
 * where it did not get there. Node's own stream takes a short write to a file, on a nearly full disk, for a whole one.
 */
export async function writeOut(text: string): Promise<void> {
  if (fstatSync(stdout).isFile()) {
    writeToFile(Buffer.from(text));
    return makeDurable();
  }
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined) return resolve();
      process.exitCode = 1; // whoever hears of the error first (a closed pipe ends this program) exits with it
      reject(error);
    });
  });
}

/**
 * Writes a piece of a long text to stdout and resolves when there is room for the next: a slow reader holds the writer
 * up, and memory stays as it is. Nothing is promised about the disk.
 */
export async function writePaced(text: string): Promise<void> {
  if (fstatSync(stdout).isFile()) return writeToFile(Buffer.from(text));
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function writeToFile(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    const count = writeSync(stdout, bytes, written);
    if (count === 0) throw new Error('stdout takes nothing');
    written += count;
  }
}

function makeDurable(): void {
  try {
    fdatasyncSync(stdout);
  } catch (error) {
    if (!hasCode(error, 'EINVAL', 'EROFS')) throw error; // a file of /proc or /sys: there is nothing to make durable
  }
}
