import { hasSaid, stop } from './acts.ts';
import { type Fate, sh } from './death.ts';

/** Ends that somebody wanted: a limit of the launch, a word of its output, a person. */
export const limitDeaths: readonly Fate[] = [
  {
    name: 'a time limit',
    words: sh('echo working; exec sleep 300', '--timeout', '1s'),
    says: 'ran longer than its time limit of 1s',
    rule: 'time_limit',
    certainty: 'certain',
  },
  {
    name: 'a limit of output',
    words: sh('while echo filling; do :; done', '--max-output', '1KiB:stop'),
    says: 'output limit: wrote more than 1.0 KiB of output',
    rule: 'output_limit',
    certainty: 'certain',
  },
  {
    name: 'a line that means failure, and exit code 0',
    words: sh('echo start; echo "BUILD FAILED: 3 problems"; echo end', '--fail-on', '^BUILD FAILED'),
    says: 'its output says that it failed: BUILD FAILED: 3 problems',
    rule: 'fail_on',
    certainty: 'certain',
  },
  {
    name: 'a line that means success and did not come',
    words: sh('echo half', '--done-on', 'All pages written'),
    says: 'exit 0, but its output never said that it is done (All pages written)',
    rule: 'done_missing',
    certainty: 'certain',
  },
  {
    name: 'a person who stops it, and says why',
    words: sh('exec sleep 300'),
    meanwhile: (at) => stop(at, '--reason', 'wrong branch'),
    says: 'stopped on request: wrong branch',
    rule: 'stopped',
    certainty: 'certain',
  },
  {
    name: 'a person who stops it',
    words: sh('exec sleep 300'),
    meanwhile: (at) => stop(at),
    says: 'stopped on request: no reason was given',
    rule: 'stopped',
    certainty: 'certain',
  },
  {
    name: 'a person who stops what does not listen',
    words: sh("trap '' TERM; echo deaf; while :; do sleep 0.1; done"),
    meanwhile: async (at) => {
      await hasSaid(at, 'deaf');
      await stop(at, '--grace', '200ms');
    },
    says: 'stopped on request: no reason was given',
    rule: 'stopped',
    certainty: 'certain',
    sender: /^bg stop \(SIGTERM, then SIGKILL, for it did not end\)$/,
  },
  {
    name: 'attempts that all fail',
    words: sh('echo "error: the queue is closed"; exit 4', '--retries', '1', '--retry-delay', '50ms'),
    says: 'exit 4 in the last of 2 attempts: error: the queue is closed',
    rule: 'last_error_line',
    certainty: 'likely',
  },
  {
    name: 'an exit code that is not among the good ones',
    words: sh('exit 0', '--success-codes', '3'),
    says: 'exit 0, which is not among its success codes (3)',
    rule: 'no_success_code',
    certainty: 'certain',
  },
];
