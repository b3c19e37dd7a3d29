import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { hasCode } from '../../src/base/system-error.ts';

const fewDescriptors = 128;

/** Leaves this program without a free descriptor, or with so few, until they are given back. */
export function takeDescriptors(free = 0): { readonly giveBack: () => void } {
  const limitBefore =
    /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '1024';
  limitTo(String(fewDescriptors));
  const taken = takeAll();
  for (const fd of taken.splice(0, free)) closeSync(fd);
  const giveBack = (): void => {
    for (const fd of taken.splice(0)) closeSync(fd);
    limitTo(limitBefore);
  };
  return { giveBack };
}

function limitTo(descriptors: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${descriptors}:`]);
}

function takeAll(): number[] {
  const taken: number[] = [];
  for (;;) {
    try {
      taken.push(openSync('/dev/null', 'r'));
    } catch (error) {
      if (!hasCode(error, 'EMFILE')) throw error;
      return taken;
    }
  }
}
