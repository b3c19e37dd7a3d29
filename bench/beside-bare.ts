import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Measurement } from './case.ts';
import { type IdleFigures, idleFigures } from './idle-figures.ts';
import { median } from './statistics.ts';
import { calmEnv } from './timed.ts';

const bareNodes = 3;

/** What a program that waits costs, and what bare Node does that wakes once a second for nothing, in the same seconds. */
export type BesideBare = { readonly figures: readonly IdleFigures[]; readonly bare: readonly IdleFigures[] };

/** `settleMs` is how long both are let alone first. */
export async function idleBesideBare(
  pids: readonly number[],
  { settleMs, seconds }: { readonly settleMs: number; readonly seconds: number },
): Promise<BesideBare> {
  const nodes = Array.from({ length: bareNodes }, startBareNode);
  try {
    await sleepMs(settleMs);
    const barePids = nodes.flatMap(({ pid }) => pid ?? []);
    const figures = await idleFigures([...pids, ...barePids], seconds);
    return { figures: figures.slice(0, pids.length), bare: figures.slice(pids.length) };
  } finally {
    for (const node of nodes) node.kill('SIGKILL');
  }
}

export type CpuMeasurements = {
  readonly cpu: Measurement;
  readonly bareCpu: Measurement;
  readonly ratio: Measurement;
};

/**
 * CPU by itself and beside bare Node. A virtual machine that does nothing else was seen to take 2 to 5 ms for each time
 * that anybody wakes on it, ten times what the same takes beside other work: where bare Node alone takes half of what is
 * wanted, that tells of the machine, and the ratio is held instead of the figure.
 */
export function cpuBesideBare({ figures, bare }: BesideBare, wantedPercent: number): CpuMeasurements {
  const percents = figures.map(({ cpuPercent }) => cpuPercent);
  const barePercents = bare.map(({ cpuPercent }) => cpuPercent);
  const floor = median(barePercents);
  const isRestless = floor > wantedPercent / 2;
  const unheld = `bare Node takes ${floor.toPrecision(2)} % for nothing here`;
  return {
    cpu: { values: percents, ...(isRestless ? { unheld } : {}) },
    bareCpu: { values: barePercents },
    ratio: {
      values: percents.map((percent) => percent / floor),
      ...(isRestless ? {} : { unheld: 'the figure itself is held' }),
    },
  };
}

function startBareNode(): ChildProcess {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env: calmEnv(), stdio: 'ignore' });
}
