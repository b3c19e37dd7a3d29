import { faultsOfJournals } from './catalogue-journals.ts';
import { faultsOfNeighbours } from './catalogue-neighbours.ts';
import { faultsOfPeople } from './catalogue-people.ts';
import { faultsOfProcesses } from './catalogue-processes.ts';
import { faultsOfWatching } from './catalogue-watching.ts';

/** What is promised whatever happens; a fault says which of these it tries to break. */
export const invariants = {
  I1: 'No event that was acknowledged is ever lost or altered, whatever other writers do.',
  I2: 'Every acknowledged launch reaches exactly one end, and keeps it however often its journal is read.',
  I3: 'No command says "running" of a process that is dead; with a watcher its end is recorded within 5 s, within 10 s where changes of files cannot be watched.',
  I4: 'Each end is claimed once and told at least once; only a crash between the two repeats it, and the repeat is marked.',
  I5: 'A damaged, huge, empty, foreign or unreadable journal never hides, breaks or slows another process; damage is counted and shown.',
  I6: 'No signal goes to a process whose identity was not confirmed just before; never to 0, 1, a negative number, ourselves or another user.',
  I7: 'Your command outlives launcher, supervisor, watcher and terminal, and its output is complete.',
  I8: 'No command of yours runs before its pid is durably on record (POSIX).',
  I9: 'A view is a function of the journals alone: without its cache it is the same, byte for byte.',
  I10: 'Nothing is written outside the project, nothing wider than 0600 and 0700, no secret from arguments or environment in a journal, a notice or a log.',
  I11: 'A full disk, a full table of descriptors or a read-only folder crashes no supervisor, and needs no restart once it is over.',
  I12: 'Every command ends within its limit with a documented exit code; nothing hangs because of a notifier, ps, a watcher or a lock.',
  I13: 'Nothing leaks: descriptors, watches, zombies and temporary files are back where they were.',
  I14: 'Jumps of the wall clock and a sleeping machine change no status and lose no order.',
} as const;

export type Invariant = keyof typeof invariants;

export type Fault = {
  readonly number: number;
  readonly fault: string;
  /** What can be observed when the program holds. */
  readonly holds: string;
  readonly invariants: readonly Invariant[];
  /** Why it cannot be injected in a test; absent where a test is marked with the number. */
  readonly notInjected?: string;
};

/** Every fault that is known, by its number: each has a test marked with it, or the reason why it has none. */
export const faults: readonly Fault[] = [
  ...faultsOfJournals,
  ...faultsOfProcesses,
  ...faultsOfWatching,
  ...faultsOfNeighbours,
  ...faultsOfPeople,
].sort((one, other) => one.number - other.number);
