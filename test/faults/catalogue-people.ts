import type { Fault } from './catalogue.ts';

/** Faults by what users, terminals, outputs and upgrades do. */
export const faultsOfPeople: readonly Fault[] = [
  {
    number: 53,
    fault: 'a command floods 100 MB/s, or 50,000 lines of progress a second',
    holds: 'the journal grows within bounds, what was dropped is counted exactly',
    invariants: ['I5', 'I11'],
  },
  {
    number: 54,
    fault: 'a command prints escapes, OSC 52, `\\r`, invalid UTF-8, 10 MB without a newline',
    holds: 'no control byte on a terminal, valid `--json`',
    invariants: ['I10'],
  },
  {
    number: 55,
    fault: 'secrets in arguments, environment, output, folder and errors',
    holds: 'in no file but the output itself, in no notice, on no screen',
    invariants: ['I10'],
  },
  {
    number: 56,
    fault: 'ids with `..`, device names, upper case, 300 characters; file names with newline and ESC',
    holds: 'refused, or listed escaped',
    invariants: ['I10'],
  },
  {
    number: 58,
    fault: 'the cache is deleted, cut, of a newer version, poisoned',
    holds: 'the same output as without it',
    invariants: ['I9'],
  },
  {
    number: 62,
    fault: 'a list over 1000 journals of 1000 events, ten of them corrupt',
    holds: 'complete, and within bounds',
    invariants: ['I5', 'I12'],
  },
  {
    number: 63,
    fault: 'the output of a command is closed (`| head -1`), no terminal, `TERM=dumb`',
    holds: 'no stack, the right exit code',
    invariants: ['I12'],
  },
  {
    number: 64,
    fault: 'an old supervisor under a new program, and the reverse',
    holds: 'each reads the other',
    invariants: ['I9'],
  },
  {
    number: 67,
    fault: 'each way in which uvu ends with 0 on a failure',
    holds: 'the runner ends with 1',
    invariants: ['I12'],
  },
  {
    number: 68,
    fault: 'temporary files that a crash left behind',
    holds: 'ignored, cleaned, never in the way',
    invariants: ['I5', 'I11'],
  },
  {
    number: 69,
    fault: 'the disk is full when a claim is taken or a notice is kept: the file can be made and not written',
    holds: 'no file is left; it is told once there is room',
    invariants: ['I4', 'I11', 'I13'],
  },
];
