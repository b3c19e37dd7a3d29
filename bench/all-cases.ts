import type { Case } from './case.ts';
import { list } from './cases/list.ts';
import { run } from './cases/run.ts';
import { size } from './cases/size.ts';
import { status } from './cases/status.ts';

/** In the order in which they are measured and shown. */
export const cases: readonly Case[] = [list, status, run, size];
