import { progressInWords, timelineOf } from '../../projections/timeline.ts';
import type { EventType } from '../../schemas/event.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { spawnFailed } from './any-event.ts';
import { atSecond, foreign, told } from './told.ts';

const test = suite('timeline');

/** Every type, with the words it is told in. */
const words: Readonly<Record<EventType, readonly (readonly [GivenEvent, string])[]>> = {
  'launch.requested': [[given.requested({ command: ['make', '-j2'] }), 'user@machine asked for: make -j2']],
  'launch.validated': [
    [given.validated(), '1 check passed'],
    [given.validated({ checks: [check(true), check(true)] }), '2 checks passed'],
    [given.validated({ skipped: true }), 'validation was skipped, as asked'],
    [given.validated({ checks: [check(true), check(false)] }), '1 check passed, warnings: no such folder'],
    [
      given.validated({ valid: false, checks: [check(false), check(false)] }),
      '0 checks passed, refused: no such folder; no such folder',
    ],
  ],
  'process.launched': [[given.launched(), 'supervisor 4101 started']],
  'process.started': [[given.started(), 'command started as process 4102']],
  'process.heartbeat': [
    [given.heartbeat({ memoryBytes: 3 * 1024 ** 2 }), 'alive: 1 process, 12.5% CPU, 3.0 MiB'],
    [given.heartbeat({ processes: 3, cpuPercent: null, memoryBytes: null }), 'alive: 3 processes'],
  ],
  'process.progressed': [[given.progressed({ label: 'link' }), 'progress: 45% (Step 5/10: link)']],
  'process.warned': [[given.warned(), 'warning: the disk is nearly full']],
  'process.noted': [[given.noted('half way'), 'note: half way']],
  'process.stop_requested': [
    [given.stopRequested(), 'stop was asked for: SIGTERM, then SIGKILL after 10 s'],
    [
      given.stopRequested({ reason: 'too late', graceMs: 500 }),
      'stop was asked for: SIGTERM, then SIGKILL after 0.5 s (too late)',
    ],
    [given.stopRequested({ by: 'timeout' }), 'stopped by its limit: SIGTERM, then SIGKILL after 10 s'],
  ],
  'process.spawn_failed': [
    [spawnFailed(), 'command could not be executed: the command was not found: nowhere'],
  ],
  'process.exited': [
    [given.exited({ code: 3 }), 'exited with code 3'],
    [given.exited({ code: null, signal: 'SIGKILL' }), 'killed by SIGKILL'],
    [given.exited({ code: null }), 'exited with code unknown'],
  ],
  'process.lost': [[given.lost(), 'lost: supervisor died']],
  'process.queued': [
    [given.queued(), 'waits for a free slot'],
    [given.queued({ reason: 'after', after: 'abcd1234' }), 'waits for abcd1234 to complete'],
  ],
  'process.completed': [[given.completed(), 'verdict: completed']],
  'process.failed': [[given.failed(), 'verdict: failed: exited with code 3']],
  'process.stopped': [[given.stopped(), 'verdict: stopped']],
  'notification.sent': [
    [given.noticeSent(), 'told failed by log'],
    [given.noticeSent({ repeat: true }), 'told failed (again) by log'],
  ],
  'notification.failed': [[given.noticeFailed(), 'could not tell failed by log: it is not there']],
  'launch.repeated': [
    [
      { type: 'launch.repeated', by: 'launcher', data: { as: 'p4x81k22', resumed: false } },
      'launched again as p4x81k22',
    ],
    [
      { type: 'launch.repeated', by: 'launcher', data: { as: 'p4x81k22', resumed: true } },
      'resumed as p4x81k22',
    ],
  ],
  'journal.archived': [
    [
      {
        type: 'journal.archived',
        by: 'archive',
        data: { sha256: '0'.repeat(64), events: 40, dropped: 12 },
      },
      'archived: 12 of 40 events left out',
    ],
  ],
  'output.removed': [
    [
      { type: 'output.removed', by: 'cleanup', data: { bytes: 40, reason: 'older than 7 days' } },
      'its output of 40 bytes was removed: older than 7 days',
    ],
  ],
  'watcher.started': [
    [
      {
        type: 'watcher.started',
        by: 'watcher',
        data: { pid: 9, startToken: 'x:1', mode: 'events', version: '1' },
      },
      'watcher started as process 9',
    ],
  ],
  'watcher.changed': [
    [
      { type: 'watcher.changed', by: 'watcher', data: { mode: 'sweep', message: 'no watches are left' } },
      'watcher: no watches are left',
    ],
  ],
  'watcher.faulted': [
    [
      { type: 'watcher.faulted', by: 'watcher', data: { rule: 'stall', subject: null, message: 'oh' } },
      'watcher: stall failed: oh',
    ],
  ],
  'watcher.ended': [
    [{ type: 'watcher.ended', by: 'watcher', data: { reason: 'idle' } }, 'watcher ended: idle'],
  ],
  'step.started': [
    [given.stepStarted('plan', 1), 'step 1/5 plan began'],
    [given.stepStarted('plan', 1, 2), 'step 1/5 plan began, attempt 2'],
  ],
  'step.finished': [
    [given.stepFinished('plan', 1), 'step 1/5 plan finished in 1.5 s'],
    [given.stepFinished('plan', 1, ['stories/']), 'step 1/5 plan finished in 1.5 s, made stories/'],
  ],
  'step.failed': [
    [given.stepFailed(), 'step 3/5 tests failed after 2.0 s: exited with code 1'],
    [
      given.stepFailed({ willRetry: true }),
      'step 3/5 tests failed after 2.0 s: exited with code 1; it will be tried again',
    ],
  ],
  'step.skipped': [
    [given.stepSkipped(), 'step 1/5 plan was skipped: done before'],
    [given.stepSkipped({ message: 'nobody can do it' }), 'step 1/5 plan was skipped: nobody can do it'],
  ],
  'workflow.finished': [
    [given.workflowFinished(), 'workflow completed, 5 of 5 steps finished'],
    [
      given.workflowFinished({ outcome: 'artifact_missing', message: 'no docs/', finished: 3 }),
      'workflow artifact missing, 3 of 5 steps finished: no docs/',
    ],
  ],
};

test('every type of event is told in words', () => {
  for (const [type, cases] of Object.entries(words)) {
    assert.ok(cases.length > 0, type);
    for (const [event, expected] of cases) assert.is(timelineOf(told([event]))[0]?.words, expected);
  }
});

test('moments are numbered from 1, with the time since the first', () => {
  const moments = timelineOf(told([given.requested(), given.started(), given.exited()]));
  assert.equal(
    moments.map(({ sequence, at, sinceLaunchMs, type }) => [sequence, at, sinceLaunchMs, type]),
    [
      [1, atSecond(0), 0, 'launch.requested'],
      [2, atSecond(1), 1000, 'process.started'],
      [3, atSecond(2), 2000, 'process.exited'],
    ],
  );
  assert.equal(timelineOf([]), []);
});

test('a wall clock that was set back never makes a negative time', () => {
  const [first, second] = told([given.requested(), given.started()]);
  if (first === undefined || second === undefined) throw new Error('no events');
  assert.equal(
    timelineOf([second, first]).map(({ sinceLaunchMs }) => sinceLaunchMs),
    [0, 0],
  );
});

test('an event of a newer version is told as one', () => {
  const [moment] = timelineOf([foreign(0)]);
  assert.equal([moment?.type, moment?.words], ['process.dreamed', 'an event of a newer version']);
});

test('progress says what is known of it', () => {
  const cases = [
    [{ percent: 45, step: 5, steps: 10, label: 'link' }, '45% (Step 5/10: link)'],
    [{ percent: 45, step: 5, steps: 10 }, '45% (Step 5/10)'],
    [{ percent: 45, step: 5 }, '45% (Step 5)'],
    [{ percent: 45, label: 'link' }, '45% (link)'],
    [{ percent: 99.99 }, '99%'],
    [{ percent: 0 }, '0%'],
    [{ step: 5, steps: 10, label: 'link' }, 'Step 5/10: link'],
    [{ percent: null, step: null, steps: null, label: null }, ''],
    [{}, ''],
  ] as const;
  for (const [progress, expected] of cases) assert.is(progressInWords(progress), expected);
});

function check(ok: boolean) {
  return { name: 'cwd', ok, severity: 'error', message: ok ? 'fine' : 'no such folder', hint: '' } as const;
}

test.run();
