import type { SummaryJson } from '../../schemas/generated/types.ts';
import { summaryLines } from '../../src/views/summary-lines.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('summary lines');

test('everything that can be known of a run', () => {
  const steps = [
    stepOf({ name: 'Gather requirements', durationMs: 62_000, sharePercent: 25.8 }),
    stepOf({ index: 2, name: 'Tests', status: 'failed', durationMs: 178_000, sharePercent: 74.2 }),
    stepOf({ index: 3, name: 'Review', status: 'skipped' }),
  ];
  assert.equal(
    summaryLines(anySummary({ steps, attempts: 2, retries: 1, stalls: 1, outputGoneBytes: 1024 })),
    [
      'k3f9a2c7 · nightly · full-sdlc: failed: exited with code 1',
      'Duration: 4m',
      'In queue: 2s',
      'Attempts: 2',
      'Peak memory: 1.5 GiB',
      'Mean CPU: 73.5%',
      'Output: 12.0 KiB (1.0 KiB of it cut off)',
      'Error lines: 3',
      'Warnings: 1',
      'Stalls: 1',
      'Longest quiet: 1m 30s',
      'Heartbeats: 8',
      'Steps:',
      '  1  Gather requirements  finished  1m 2s   25.8%',
      '  2  Tests                failed    2m 58s  74.2%',
      '  3  Review               skipped   -',
    ],
  );
});

test('one that runs says that these are its metrics so far; what is unknown is left out', () => {
  const unknown = {
    peakMemoryBytes: null,
    cpuPercent: null,
    outputBytes: null,
    queuedMs: null,
    longestIdleMs: 9000,
  };
  const none = { warnings: 0, errorLines: 0, heartbeats: 0, name: null, message: null };
  assert.equal(
    summaryLines(anySummary({ ...unknown, ...none, status: 'running', percent: 45.5, endedAt: null })),
    ['k3f9a2c7 · full-sdlc: running, 45%', 'Duration: 4m so far'],
  );
});

test('what a process says of itself is shown escaped', () => {
  const steps = [stepOf({ name: 'a\x1b[2Jb\u202ec\0d' })];
  const lines = summaryLines(
    anySummary({ name: 'n\x1b]0;x\x07', type: 't\u202e', message: 'm\n\x9b2J', steps }),
  );
  assert.is(lines[0], 'k3f9a2c7 · n\\x1b]0;x\\x07 · t\\u202e: failed: m\\n\\x9b2J');
  assert.is(lines.at(-1), '  1  a\\x1b[2Jb\\u202ec\\x00d  finished  -');
});

test.run();

function anySummary(changed: Partial<SummaryJson>): SummaryJson {
  return {
    ...{ id: 'k3f9a2c7', name: 'nightly', type: 'full-sdlc' },
    ...{ status: 'failed', reason: 'exit_code', message: 'exited with code 1' },
    launchedAt: '2026-11-23T10:30:14.900Z',
    startedAt: '2026-11-23T10:30:15.000Z',
    endedAt: '2026-11-23T10:34:15.000Z',
    ...{ durationMs: 240_000, queuedMs: 2000, attempts: 1, retries: 0, percent: null, steps: [] },
    ...{ peakMemoryBytes: 1_610_612_736, cpuPercent: 73.5, outputBytes: 12_288, outputGoneBytes: 0 },
    ...{ warnings: 1, errorLines: 3, heartbeats: 8, stalls: 0, longestIdleMs: 90_000 },
    ...changed,
  };
}

function stepOf(changed: Partial<SummaryJson['steps'][number]>): SummaryJson['steps'][number] {
  const step = { step: 'one', name: 'One', index: 1, status: 'finished', durationMs: null } as const;
  return { ...step, sharePercent: null, ...changed };
}
