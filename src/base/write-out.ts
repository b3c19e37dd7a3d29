import { fdatasyncSync, fstatSync, writeSync } from 'node:fs';
import { hasCode } from './system-error.ts';

const stdout = 1;

/**
 * Writes text to stdout and resolves when it is out of our hands: in the pipe, on the terminal, on the disk. Rejects
 * where it did not get there. Node's own stream takes a short write to a file, on a nearly full disk, for a whole one.
 */
export async function writeOut(text: string): Promise<void> {
  if (fstatSync(stdout).isFile()) return writeToFile(Buffer.from(text));
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined) return resolve();
      process.exitCode = 1; // whoever hears of the error first (a closed pipe ends this program) exits with it
      reject(error);
    });
  });
}

function writeToFile(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    const count = writeSync(stdout, bytes, written);
    if (count === 0) throw new Error('stdout takes nothing');
    written += count;
  }
  try {
    fdatasyncSync(stdout);
  } catch (error) {
    if (!hasCode(error, 'EINVAL', 'EROFS')) throw error; // a file of /proc or /sys: there is nothing to make durable
  }
}
