import type { Case } from './case.ts';
import { append } from './cases/append.ts';
import { ends } from './cases/ends.ts';
import { list } from './cases/list.ts';
import { logs } from './cases/logs.ts';
import { output } from './cases/output.ts';
import { rebuild } from './cases/rebuild.ts';
import { run } from './cases/run.ts';
import { scan } from './cases/scan.ts';
import { size } from './cases/size.ts';
import { status } from './cases/status.ts';
import { supervisor } from './cases/supervisor.ts';
import { verify } from './cases/verify.ts';
import { watcher } from './cases/watcher.ts';

/** In the order in which they are measured and shown. */
export const cases: readonly Case[] = [
  ...[list, status, rebuild, run, append],
  ...[supervisor, watcher, ends, output, scan, logs],
  ...[verify, size],
];
