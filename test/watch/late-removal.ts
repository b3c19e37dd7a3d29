/**
 * A program that watches one file of many, and loses it while its only thread for files is busy: what chokidar asked of
 * the file is answered after the watch was closed. Prints how many watches are left. Arguments: an empty folder.
 */
import { pbkdf2 } from 'node:crypto';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchFile } from '../../reactors/watcher.ts';

const [folder = ''] = process.argv.slice(2);
for (const name of ['one', 'two', 'lost']) writeFileSync(join(folder, name), 'x');
const told: string[] = [];
watchFile(join(folder, 'lost'), {
  changed: () => told.push('changed'),
  removed: () => told.push('removed'),
  troubled: (error) => told.push(String(error)),
});
await sleep(300);
const writer = openSync(join(folder, 'lost'), 'a');
pbkdf2('a', 'b', 100_000, 64, 'sha512', () => {});
unlinkSync(join(folder, 'lost'));
await sleep(9);
writeSync(writer, 'late\n');
await sleep(500);
closeSync(writer);
await sleep(200);
console.log(JSON.stringify({ told, watches: watches() }));
process.exit(0);

function watches(): number {
  return readdirSync('/proc/self/fdinfo').reduce((sum, fd) => sum + watchesOf(fd), 0);
}

function watchesOf(fd: string): number {
  try {
    return readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1').match(/^inotify wd/gm)?.length ?? 0;
  } catch {
    return 0; // closed meanwhile
  }
}
