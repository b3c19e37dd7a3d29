import { darwinProcesses } from './identity/darwin.ts';
import { linuxProcesses } from './identity/linux.ts';
import { windowsProcesses } from './identity/windows.ts';

/** A process of this machine: its number and what tells it from a later process with the same number. */
export type Identity = { readonly pid: number; readonly startToken: string };

/** What a look at one pid says. A zombie is dead; what cannot be read is unknown, never dead. */
export type Sighting =
  | { readonly seen: 'alive'; readonly startToken: string; readonly uid: number | null }
  | { readonly seen: 'dead' }
  | { readonly seen: 'unknown' };

/** A living process as the list of all processes shows it. */
export type ProcessRow = {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly startToken: string;
  readonly uid: number | null;
  readonly name: string;
};

/** What each platform answers; the files in `identity/` stand side by side. */
export type ProcessTable = {
  readonly bootId: () => string;
  readonly sight: (pid: number) => Sighting;
  /** Living processes, without zombies and threads of the kernel. */
  readonly list: () => readonly ProcessRow[];
  /** The value of one variable in the environment a process was started with; null if unset or not to be read. */
  readonly variableOf: (pid: number, name: string) => string | null;
  /** All of that environment; empty where it is not to be read. */
  readonly environmentOf: (pid: number) => Readonly<Record<string, string>>;
  /** For how long a process of this boot has lived, by a clock that nobody sets; null where there is none. */
  readonly ageMs: (startToken: string) => number | null;
};

export { unknownBoot } from './identity/linux.ts';

const tables: Readonly<Record<string, ProcessTable>> = {
  linux: linuxProcesses,
  darwin: darwinProcesses,
  win32: windowsProcesses,
};

export const processTable: ProcessTable = tables[process.platform] ?? linuxProcesses;

/** Our own identity, or that of a pid that must be alive (a child just spawned). Null if it is gone already. */
export function identityOf(pid: number): Identity | null {
  const sighting = processTable.sight(pid);
  return sighting.seen === 'alive' ? { pid, startToken: sighting.startToken } : null;
}
