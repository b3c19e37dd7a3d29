import { hasSaid, isGone, kill, letGo, untilLetGo } from './acts.ts';
import { type Fate, sh, steps, workflow } from './death.ts';

/** Runs that ended well, however much they look as if they had not. */
export const soundEnds: readonly Fate[] = [
  well('exit code 0', sh('echo done')),
  well('exit code 0 without a word', sh('exit 0')),
  well('a code that its launch calls good', sh('echo nothing to do; exit 3', '--success-codes', '0,3')),
  well('the line that its launch waits for', sh('echo All pages written', '--done-on', 'All pages written')),
  well(
    'lines that tell errors, and exit code 0',
    sh('echo "error: retrying"; echo "Traceback (most recent call last):"; echo "KeyError: 7"; echo ok'),
  ),
  well(
    'failures that its launch does not look for',
    sh('echo "FAILED once"; echo ok', '--fail-on', '^BROKEN'),
  ),
  well(
    'the second attempt',
    sh(
      'test -e tried || { touch tried; echo "error: too early"; exit 1; }',
      '--retries',
      '2',
      '--retry-delay',
      '50ms',
    ),
  ),
  well(
    'output that was cut, and exit code 0',
    sh('head -c 300000 /dev/zero | tr "\\0" "\\n"', '--max-output', '64KiB'),
  ),
  well('an end in time', sh('echo quick', '--timeout', '10m')),
  well('a child that was killed and expected to be', sh("sh -c 'kill -KILL $$'; echo it was; exit 0")),
  {
    ...well('something that it left running', sh('sleep 300 & echo left it')),
    says: 'it completed; of what it started 1 still ran',
    rule: 'completed_left_running',
  },
  {
    ...well('a workflow that went on without its supervisor', workflow, async (at) => {
      await hasSaid(at, 'building');
      await kill(at, 'supervisor');
      letGo(at);
      await isGone(at);
    }),
    given: steps(
      'id: plan, run: [touch, plan.md], next: build',
      `id: build, run: [sh, -c, "echo building; ${untilLetGo}"]`,
    ),
  },
  {
    ...well('a workflow of two steps', workflow),
    given: steps(
      'id: plan, run: [touch, plan.md], creates: [plan.md], next: build',
      'id: build, run: [touch, built], requires: [plan.md]',
    ),
  },
  {
    ...well('a workflow with an optional step that fails', workflow),
    given: steps(
      'id: plan, run: [touch, plan.md], next: lint',
      'id: lint, condition: optional, run: [sh, -c, "echo \\"error: long line\\"; exit 1"], next: build',
      'id: build, run: [touch, built]',
    ),
  },
];

function well(name: string, words: readonly string[], meanwhile?: Fate['meanwhile']): Fate {
  const fate: Fate = { name, words, says: 'it completed', rule: 'completed', certainty: 'certain' };
  return meanwhile === undefined ? fate : { ...fate, meanwhile };
}
