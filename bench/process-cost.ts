import { readFileSync } from 'node:fs';

/** Megabytes that it had at most, and user and system time in ticks of 10 ms; null once it is gone or a zombie. */
export function processCost(pid: number): { readonly peakMib: number; readonly cpuMs: number } | null {
  try {
    const peakKib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * 10;
    return peakKib === undefined ? null : { peakMib: Number(peakKib) / 1024, cpuMs };
  } catch {
    return null;
  }
}
