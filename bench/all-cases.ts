import type { Case } from './case.ts';
import { ends } from './cases/ends.ts';
import { list } from './cases/list.ts';
import { logs } from './cases/logs.ts';
import { output } from './cases/output.ts';
import { run } from './cases/run.ts';
import { scan } from './cases/scan.ts';
import { size } from './cases/size.ts';
import { status } from './cases/status.ts';
import { verify } from './cases/verify.ts';

/** In the order in which they are measured and shown. */
export const cases: readonly Case[] = [list, status, run, output, scan, logs, ends, verify, size];
