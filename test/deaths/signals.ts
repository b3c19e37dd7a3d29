import { type Fate, sh } from './death.ts';

/** Commands that end by a signal: sent by themselves, or by the kernel for what they did. */
export const signalDeaths: readonly Fate[] = [
  ofItsOwn('SEGV', 'segmentation_fault', 'it touched memory that is not its own'),
  ofItsOwn('BUS', 'bus_error', 'it touched memory that nothing stands behind'),
  ofItsOwn('FPE', 'arithmetic', 'it divided by zero, or the like'),
  ofItsOwn('ILL', 'illegal_instruction', 'it ran an instruction that this processor does not know'),
  ofItsOwn('ABRT', 'aborted', 'it gave itself up: an assertion, or a library that found something wrong'),
  ofItsOwn('PIPE', 'broken_pipe', 'it wrote to somebody who was gone already'),
  fromAnybody('HUP', 'hang_up', /^killed by SIGHUP: as when a session is closed; nobody we know of sent it/),
  fromAnybody('INT', 'interrupt', /^killed by SIGINT: as by Ctrl-C, .*; nobody we know of sent it/),
  fromAnybody('TERM', 'terminated', /^killed by SIGTERM; nobody we know of sent it: no stop was asked for/),
  // Which of the two is said depends on whether the kernel's counters can be read.
  fromAnybody('KILL', /^killed(?:_not_by_kernel)?$/, /^killed by SIGKILL; nobody we know of sent it/),
  {
    name: 'a file that becomes larger than it may',
    words: sh('ulimit -f 1; exec head -c 9000 /dev/zero > big'),
    says: 'killed by SIGXFSZ: it wrote a larger file than it may (ulimit -f)',
    rule: 'file_size_limit',
    certainty: 'likely',
  },
  {
    name: 'more time of the processor than it may have',
    words: sh('ulimit -St 1; while :; do :; done'),
    says: 'killed by SIGXCPU: it used up its processor time (ulimit -t)',
    rule: 'processor_time_limit',
    certainty: 'likely',
  },
];

function ofItsOwn(name: string, rule: string, words: string): Fate {
  const says = new RegExp(`^killed by SIG${name}: ${words}`);
  return { name: `SIG${name}`, words: sh(`kill -${name} $$`), says, rule, certainty: 'likely' };
}

function fromAnybody(name: string, rule: Fate['rule'], says: RegExp): Fate {
  return { name: `SIG${name}`, words: sh(`kill -${name} $$`), says, rule, certainty: 'unknown' };
}
