import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { pm2Version } from './pm2.ts';
import { taskSpoolerVersion } from './task-spooler.ts';

/** What a reader must know to compare: no names and no paths, they are nobody's business. */
export function machineFacts(folder: string): readonly string[] {
  const [cpu] = cpus();
  const kernel = release().split('.').slice(0, 2).join('.');
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB`,
    `${type()} ${kernel}, ${fileSystemOf(folder)}`,
    `Node ${process.versions.node}, pm2 ${pm2Version() ?? 'not installed'}, task-spooler ${taskSpoolerVersion() ?? 'not installed'}`,
  ];
}

/** Of the last minute: how many wanted a processor. */
export function loadNow(): number {
  return loadavg()[0] ?? Number.NaN;
}

/** Where everything that is measured is written. */
function fileSystemOf(folder: string): string {
  const { stdout } = spawnSync('stat', ['-f', '-c', '%T', folder], { encoding: 'utf8' });
  return stdout?.trim().replace('ext2/ext3', 'ext4') || 'unknown file system';
}
