import type { Fault } from './catalogue.ts';

/** Faults by what disks, limits, other users and other programs do. */
export const faultsOfNeighbours: readonly Fault[] = [
  {
    number: 27,
    fault: 'a journal that is a folder, FIFO, symlink or hard link, another user’s, of mode 000 or 0666',
    holds:
      'what cannot be read safely is skipped with the reason, nothing hangs, nothing is written through it',
    invariants: ['I5', 'I10', 'I12'],
  },
  {
    number: 28,
    fault: 'reading one journal fails with EIO',
    holds: 'that process is unreadable, the list is complete',
    invariants: ['I5'],
  },
  {
    number: 29,
    fault: 'the disk is full during heartbeats',
    holds: 'the torn line is healed, the end is recorded once there is space, nothing crashes',
    invariants: ['I1', 'I11'],
  },
  {
    number: 30,
    fault:
      'the disk is full exactly at the end, at its verdict, at another attempt or between two steps; space comes later',
    holds: 'the end appears and is told, and what waits goes on, without a restart',
    invariants: ['I2', 'I4', 'I11'],
  },
  {
    number: 31,
    fault: 'the disk is full at launch',
    holds: 'the launch is refused with its exit code, no command runs',
    invariants: ['I8', 'I11'],
  },
  {
    number: 32,
    fault: 'a limit of file size on the supervisor (RLIMIT_FSIZE)',
    holds: 'a short write is a failed append, tried again, no glued line',
    invariants: ['I1'],
  },
  {
    number: 33,
    fault: 'the third write fails with EIO; the fsync of an exit fails',
    holds: 'not acknowledged, appended again, one event for readers',
    invariants: ['I1', 'I2'],
  },
  {
    number: 34,
    fault: 'the file system turns read-only in the middle of a run',
    holds: 'the supervisor lives, tries again and recovers',
    invariants: ['I11'],
  },
  {
    number: 35,
    fault: 'no descriptor is free in supervisor and watcher (EMFILE)',
    holds: 'degraded, no crash, recovers',
    invariants: ['I11', 'I13'],
  },
  {
    number: 39,
    fault: 'a journal that names pid 0, 1, -1, "12abc", 2^53, or our own',
    holds: 'refused, and no signal is sent',
    invariants: ['I6', 'I10'],
  },
  {
    number: 57,
    fault: 'umask 000, 077, 777; a state folder of 0777; a home behind a symlink',
    holds: '0600 and 0700, or a refusal',
    invariants: ['I10'],
  },
  {
    number: 73,
    fault: 'a checkout or a neighbour puts links, FIFOs, second names and folders into the state folder',
    holds: 'nothing is written through or behind them, nothing hangs, each command ends with its exit code',
    invariants: ['I10', 'I12'],
  },
  {
    number: 74,
    fault: 'a folder above ours holds the state folder of another user, with settings that name a command',
    holds: 'nothing of it is run or signalled; a launch there is refused',
    invariants: ['I6', 'I10'],
  },
  {
    number: 75,
    fault: 'the journal folder goes away, or is shut to writing, under a run',
    holds:
      'command and supervisor go on to their end, which is on record once there is a folder again; whatever else runs is seen, a launch works or is refused in words',
    invariants: ['I5', 'I7', 'I11'],
  },
  {
    number: 79,
    fault:
      'a journal is removed, replaced by a copy, cut, emptied, or opened to others while its command runs (an editor, git stash, git clean, git checkout)',
    holds:
      'what it held is put back, its end is recorded and told, stop works, a warning says it; a removed one comes back only while it runs',
    invariants: ['I1', 'I2', 'I3', 'I11'],
  },
];
