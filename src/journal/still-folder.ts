import { statSync } from 'node:fs';

const lookMs = 50;
/** So many looks in a row that found nothing changed. */
const stillLooks = 5;
const looksAtMost = 60;

/**
 * Returns when nothing was made, renamed or removed in a folder for a quarter of a second, when it is gone, or after
 * three seconds. It blocks: what asks for it must write nothing in the meantime.
 */
export function awaitStillFolder(folder: string): void {
  let seen: bigint | null = null;
  let still = 0;
  for (let look = 0; look < looksAtMost && still < stillLooks; look += 1) {
    const changed = statSync(folder, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? null;
    if (changed === null) return;
    still = changed === seen ? still + 1 : 0;
    seen = changed;
    if (still < stillLooks) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookMs);
  }
}
