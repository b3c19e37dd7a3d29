import type { Fault } from './catalogue.ts';

/** Faults by what happens to the bytes of a journal. */
export const faultsOfJournals: readonly Fault[] = [
  {
    number: 1,
    fault: '8 writers append 20,000 lines each to one journal',
    holds: 'all lines valid, each writer in its order, none corrupt',
    invariants: ['I1'],
  },
  {
    number: 2,
    fault: '4 writers of long lines, one killed every 70 ms',
    holds: 'nothing acknowledged is lost; what was torn is counted',
    invariants: ['I1', 'I5'],
  },
  {
    number: 22,
    fault: 'a journal is cut at every byte of its last three records',
    holds: 'what is before reads the same, nothing throws, the tail is told apart',
    invariants: ['I5', 'I9'],
  },
  {
    number: 23,
    fault: 'each byte of a journal of five records is flipped',
    holds: 'at most that record is affected, and it is reported',
    invariants: ['I5'],
  },
  {
    number: 24,
    fault: 'each sector of 512 bytes is zeroed; a tail of 4 kB NULs',
    holds: 'counted as torn or corrupt, the rest is read',
    invariants: ['I5'],
  },
  {
    number: 25,
    fault:
      'lines such as `null`, `1`, `[]`, BOM, CRLF, invalid UTF-8, `{}{}`, 20,000 levels, `__proto__`, keys twice',
    holds: 'all later records are read, each reason is counted, no prototype is touched',
    invariants: ['I5'],
  },
  {
    number: 26,
    fault: 'a line of 200 MB; a sparse journal of 2 GB',
    holds: 'bounded memory and time, the others unaffected',
    invariants: ['I5', 'I12'],
  },
  {
    number: 36,
    fault: 'the power fails at any step: what was not synced is gone',
    holds: 'every acknowledged event is there, and so is its directory entry',
    invariants: ['I1'],
  },
  {
    number: 59,
    fault: 'journals of every older version; an unknown type, an extra field, a newer version',
    holds: 'read; the unknown is kept and shown, not called corrupt',
    invariants: ['I5', 'I9'],
  },
  {
    number: 60,
    fault: 'random interleavings of four writers with duplicates and crashes',
    holds: 'the projection equals a small model, at every prefix',
    invariants: ['I2', 'I9'],
  },
  {
    number: 61,
    fault: 'edits, removals, reorderings, cuts and rewrites of a journal',
    holds: 'detected exactly as docs/verify.md says',
    invariants: ['I1'],
  },
];
