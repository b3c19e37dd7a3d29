import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';

const chunkBytes = 256 * 1024;
const newline = 0x0a;

/** SHA-256 of the first bytes of a file, 64 hex digits. */
export function sha256Of(fd: number, sizeBytes: number): string {
  const hash = createHash('sha256');
  eachChunk(fd, sizeBytes, (chunk) => {
    hash.update(chunk);
    return true;
  });
  return hash.digest('hex');
}

/** True if the file begins, up to one of its lines or its end, with bytes of this SHA-256. */
export function beginsWith(fd: number, sizeBytes: number, sha256: string): boolean {
  const hash = createHash('sha256');
  let found = false;
  eachChunk(fd, sizeBytes, (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1 && !found; end = chunk.indexOf(newline, from)) {
      hash.update(chunk.subarray(from, end + 1));
      from = end + 1;
      found = hash.copy().digest('hex') === sha256;
    }
    hash.update(chunk.subarray(from));
    return !found;
  });
  return found || hash.digest('hex') === sha256;
}

function eachChunk(fd: number, sizeBytes: number, use: (chunk: Buffer) => boolean): void {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  for (let position = 0; position < sizeBytes; ) {
    const count = readSync(fd, chunk, 0, Math.min(chunkBytes, sizeBytes - position), position);
    if (count === 0) return;
    position += count;
    if (!use(chunk.subarray(0, count))) return;
  }
}
