import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleepMs } from 'node:timers/promises';

/** What a program that waits costs, as the kernel counts it. */
export type IdleFigures = {
  readonly rssMib: number;
  /** Its own memory and its share of what it has together with others: of the program file, say. */
  readonly pssMib: number;
  /** Of one core. */
  readonly cpuPercent: number;
  /** How often a thread of it was woken, main thread and all threads together. */
  readonly mainWakeUpsPerSecond: number;
  readonly wakeUpsPerSecond: number;
};

/** Looks at programs for some seconds; memory is that at the end. Nanoseconds of CPU, not ticks of ten milliseconds. */
export async function idleFigures(pids: readonly number[], seconds: number): Promise<IdleFigures[]> {
  const before = pids.map(countsOf);
  const startMs = performance.now();
  await sleepMs(seconds * 1000);
  const tookSeconds = (performance.now() - startMs) / 1000;
  return pids.map((pid, index) => {
    const now = countsOf(pid);
    const then = before[index] ?? now;
    const perSecond = (key: keyof Counts): number => (now[key] - then[key]) / tookSeconds;
    return {
      ...memoryOf(pid),
      cpuPercent: perSecond('cpuMs') / 10,
      mainWakeUpsPerSecond: perSecond('mainWakeUps'),
      wakeUpsPerSecond: perSecond('wakeUps'),
    };
  });
}

export function memoryOf(pid: number): Pick<IdleFigures, 'rssMib' | 'pssMib'> {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
  return { rssMib: mib('Rss'), pssMib: mib('Pss') };
}

/** Of all its threads that live. */
export function cpuMsOf(pid: number): number {
  return countsOf(pid).cpuMs;
}

type Counts = { readonly cpuMs: number; readonly mainWakeUps: number; readonly wakeUps: number };

function countsOf(pid: number): Counts {
  const tasks = readdirSync(`/proc/${pid}/task`).map((task) => {
    const folder = `/proc/${pid}/task/${task}`;
    const ns = Number(readFileSync(`${folder}/schedstat`, 'latin1').split(' ')[0]);
    const status = readFileSync(`${folder}/status`, 'latin1');
    const wakeUps = Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1]);
    return { ms: ns / 1e6, wakeUps, isMain: Number(task) === pid };
  });
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  return {
    cpuMs: sum(tasks.map(({ ms }) => ms)),
    mainWakeUps: sum(tasks.filter(({ isMain }) => isMain).map(({ wakeUps }) => wakeUps)),
    wakeUps: sum(tasks.map(({ wakeUps }) => wakeUps)),
  };
}
