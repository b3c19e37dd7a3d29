import { elsewhere, hasHappened, hasSaid, hasStalled, kill } from './acts.ts';
import { type Fate, sh, steps, workflow } from './death.ts';

/** Launches that have not come to an end when they are asked about. */
export const stillRunning: readonly Fate[] = [
  runs('without a word', sh('exec sleep 300')),
  runs('with output', sh('echo working; exec sleep 300'), says('working')),
  {
    ...runs('with progress', sh('echo "Step 5/10: Link"; exec sleep 300'), happened('process.progressed')),
    says: 'it still runs, at 40% (Step 5/10: Link)',
  },
  {
    ...runs('in the second step of a workflow', workflow, says('building')),
    given: steps(
      'id: plan, run: [touch, plan.md], next: build',
      'id: build, run: [sh, -c, "echo building; exec sleep 300"]',
    ),
    says: 'it still runs, at 50% (Step 2/2: Build)',
  },
  runs('after lines that tell errors', sh('echo "error: trying again"; exec sleep 300'), says('trying')),
  {
    ...runs('without its supervisor', sh('echo working; exec sleep 300'), async (at) => {
      await hasSaid(at, 'working');
      await kill(at, 'supervisor');
    }),
    says: 'it still runs; its supervisor died',
    rule: 'unsupervised',
  },
  {
    ...runs('while nothing moves', sh('exec sleep 300', '--stall-after', '1s'), hasStalled),
    env: { TAPPS_BG_HEALTH_CHECK_INTERVAL: '0.3' },
    says: 'it still runs, but it has stalled: nothing moves',
    rule: 'stalled',
  },
  {
    ...runs('on another machine', sh('echo working; exec sleep 300'), async (at) => {
      await hasSaid(at, 'working');
      elsewhere(at, 'elsewhere');
    }),
    says: 'nobody can say from here: last heard of as running; it cannot be looked at from here',
    rule: 'not_seen_from_here',
    certainty: 'unknown',
  },
  runs(
    'in its second attempt',
    sh(
      'test -e tried || { touch tried; exit 1; }; echo again; exec sleep 300',
      '--retries',
      '1',
      '--retry-delay',
      '50ms',
    ),
    says('again'),
  ),
  {
    ...runs(
      'between two attempts',
      sh('exit 1', '--retries', '1', '--retry-delay', '10m'),
      happened('process.exited'),
    ),
    says: 'it has not started yet: it waits before it is tried again',
    rule: 'waits',
  },
  {
    ...runs('while it waits for another', sh('echo after', '--after', '{first}')),
    first: sh('exec sleep 300'),
    says: /^it has not started yet: it waits for [a-z0-9]{8} to complete$/,
    rule: 'waits',
  },
  {
    ...runs('while it waits for a free slot', sh('echo in', '--queue'), happened('process.queued')),
    first: sh('exec sleep 300'),
    env: { TAPPS_BG_MAX_CONCURRENT_PROCESSES: '1' },
    says: 'it has not started yet: it waits for a free slot',
    rule: 'waits',
  },
  {
    ...runs(
      'while it is being stopped',
      sh("trap '' TERM; echo deaf; while :; do sleep 0.1; done"),
      async (at) => {
        await hasSaid(at, 'deaf');
        void at.project.call(['bg', 'stop', at.id, '--yes', '--grace', '60s']);
        await hasHappened(at, 'process.stop_requested');
      },
    ),
    says: 'it still runs, and is being stopped',
    rule: 'being_stopped',
  },
];

function runs(name: string, words: readonly string[], meanwhile: Fate['meanwhile'] = async () => {}): Fate {
  return { name, words, meanwhile, says: 'it still runs', rule: 'running', certainty: 'certain' };
}

function says(text: string): Fate['meanwhile'] {
  return (at) => hasSaid(at, text);
}

function happened(type: string): Fate['meanwhile'] {
  return (at) => hasHappened(at, type);
}
