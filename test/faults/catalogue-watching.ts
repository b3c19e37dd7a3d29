import type { Fault } from './catalogue.ts';

/** Faults by what happens to watchers, notices and samples. */
export const faultsOfWatching: readonly Fault[] = [
  {
    number: 5,
    fault: 'the watcher is killed at each step of telling an end',
    holds: 'told once, or once more with a mark',
    invariants: ['I4'],
  },
  {
    number: 12,
    fault: 'the last progress and the exit come 0 to 60 ms apart',
    holds: 'every end is noticed',
    invariants: ['I3', 'I4'],
  },
  {
    number: 13,
    fault: 'the watcher is busy for 1.5 s while 40,000 events are appended',
    holds: 'the ends are found by the sweep',
    invariants: ['I3'],
  },
  {
    number: 14,
    fault: 'fewer watches than journals (max_user_watches)',
    holds: 'swept instead, `doctor` says so, every end is seen',
    invariants: ['I3', 'I11'],
  },
  {
    number: 15,
    fault: 'no inotify instance is left',
    holds: 'swept instead, every end is seen',
    invariants: ['I3', 'I11'],
  },
  {
    number: 16,
    fault: 'the journal folder is removed and made again under a watcher',
    holds: 'its journals are followed anew, new ones are seen',
    invariants: ['I3', 'I5'],
  },
  {
    number: 17,
    fault: 'the watcher stands still (SIGSTOP) and goes on',
    holds: 'it catches up, each end once',
    invariants: ['I3', 'I4'],
  },
  {
    number: 18,
    fault: 'three watchers at once over 200 ends',
    holds: '200 claims, 200 notices',
    invariants: ['I4'],
  },
  {
    number: 19,
    fault: 'a watcher that starts over 50 journals that ended long ago',
    holds: 'no notice',
    invariants: ['I4'],
  },
  {
    number: 20,
    fault: 'the watcher dies after the claim, before the notice',
    holds: 'one notice, marked as a possible repeat',
    invariants: ['I4'],
  },
  {
    number: 21,
    fault: 'the watcher dies after the notice, before it is on record',
    holds: 'at most one repeat, marked',
    invariants: ['I4'],
  },
  {
    number: 51,
    fault: 'notify-send is missing, fails or hangs; there is no D-Bus',
    holds: 'the result is on record, the watcher never waits for it',
    invariants: ['I12', 'I13'],
  },
  {
    number: 52,
    fault: 'a hostile title or message: `$(…)`, `--version`, quotes, ESC, NUL, right to left, 1 MB',
    holds: 'arguments as expected, nothing executed, our title first',
    invariants: ['I10'],
  },
  {
    number: 65,
    fault: 'pidusage fails, hangs, answers NaN, or is told not to cache',
    holds: 'heartbeats go on without the sample, no descriptor leaks',
    invariants: ['I11', 'I13'],
  },
  {
    number: 72,
    fault: 'the watcher dies when all is told and on record, before it gives the claim back',
    holds: 'not told again, and no claim stays behind',
    invariants: ['I4', 'I13'],
  },
  {
    number: 70,
    fault: 'the disk is full between a notice and its record',
    holds: 'recorded and settled once there is room, told once',
    invariants: ['I4', 'I11'],
  },
  {
    number: 78,
    fault: '`bg watch --stop` while the watcher stands still (SIGSTOP)',
    holds: 'it is woken up and ends',
    invariants: ['I12', 'I13'],
  },
  {
    number: 80,
    fault:
      'what launches ring at is removed, is a link or a folder, or nobody rings (the launcher was killed)',
    holds: 'hung anew, or swept: every new journal is seen, nothing is written through a link',
    invariants: ['I3', 'I10', 'I11'],
  },
];
