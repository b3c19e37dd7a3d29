import { rmSync } from 'node:fs';
import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Case } from '../case.ts';
import { type Supervised, writePlainly, writeSupervised } from '../gibibyte.ts';
import { leave, projectIn } from '../project.ts';
import { ratios } from '../statistics.ts';

/** Longer than it takes such a machine to give the memory of the last GiB back: who comes at once finds it still there. */
const restMs = 2500;

/**
 * Nothing flows through us, so what is measured is what a supervisor that reads along takes away. A virtual machine that
 * gives free memory back to its host (free page reporting, every 2 s) was seen to write this GiB in 0.6 s or in 2.7 s,
 * whoever writes it: the supervisor's CPU time hardly moves.
 */
export const output: Case = {
  name: 'output',
  asks: 'a command that writes 1 GiB of lines as fast as it can',
  rows: [
    {
      key: 'output',
      says: "each of two plain shells' time to it",
      unit: '×',
      better: 'more',
      wanted: 0.95,
      slow: true,
    },
    { key: 'output-plain', says: 'one plain shell beside the other', unit: '×', better: 'more', slow: true },
    { key: 'output-cpu', says: "the supervisor's CPU time", unit: 'ms', better: 'less', slow: true },
    {
      key: 'output-unread',
      says: 'of it not read along, and counted',
      unit: '%',
      better: 'less',
      slow: true,
    },
    { key: 'output-peak', says: "the supervisor's memory at most", unit: 'MiB', better: 'less', slow: true },
  ],
  measure: async ({ folder, rounds, quick }) => {
    if (quick) return {};
    const project = projectIn(folder, 'output');
    const plainMs: number[] = [];
    const againMs: number[] = [];
    const supervised: Supervised[] = [];
    const writers = [
      async () => void plainMs.push(await writePlainly(folder)),
      async () => {
        const one = await writeSupervised(project);
        rmSync(project.outputOf(one.id));
        supervised.push(one);
      },
      async () => void againMs.push(await writePlainly(folder)),
    ];
    try {
      // By turns who goes first: what a run leaves behind, in memory and on the disk, is the other's.
      for (let round = 0; round < rounds; round += 1)
        for (const write of round % 2 === 0 ? writers : writers.toReversed()) {
          await sleepMs(restMs);
          await write();
        }
    } finally {
      leave(project);
    }
    const tookMs = supervised.map((one) => one.tookMs);
    return {
      output: { values: [...ratios(plainMs, tookMs), ...ratios(againMs, tookMs)] },
      'output-plain': { values: ratios(plainMs, againMs) },
      'output-cpu': { values: supervised.map((one) => one.cpuMs) },
      'output-unread': { values: supervised.map((one) => one.unreadPercent) },
      'output-peak': { values: supervised.map((one) => one.peakMib) },
    };
  },
};
