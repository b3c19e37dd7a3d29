import { listLines } from '../../src/views/list-lines.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyProcess, ended, nowMs } from './any-process.ts';

const test = suite('list lines');
const none = { startedAt: null, elapsedMs: null } as const;

test('a table under its heading, as in the contract', async () => {
  const second = anyProcess({
    id: 'b81xq0p2',
    type: 'npm',
    progress: ended({}).progress,
    elapsedMs: 3_723_000,
  });
  assert.equal(await listLines([anyProcess(), second], 'running', nowMs), [
    'Running Background Processes (2):',
    'ID        Type       Status   Progress  Started   Duration',
    'k3f9a2c7  full-sdlc  running  45%       10:30:15  5m 32s',
    'b81xq0p2  npm        running  -         10:30:15  1h 2m',
  ]);
});

test('every status fits the columns', async () => {
  const rows = [
    anyProcess({ status: 'queued', ...none, progress: ended({}).progress }),
    ended({ status: 'completed', elapsedMs: 40 }),
    ended({ status: 'failed', startedAt: '2025-01-02T03:04:05.000Z' }),
    ended({ status: 'stopped', progress: { ...ended({}).progress, percent: 99.9 } }),
    ended({ status: 'rejected', ...none, launchedAt: null, type: null }),
  ];
  assert.equal(await listLines(rows, 'all', nowMs), [
    'Background Processes (5):',
    'ID        Type       Status     Progress  Started              Duration',
    'k3f9a2c7  full-sdlc  queued     -         10:30:14             -',
    'k3f9a2c7  full-sdlc  completed  -         10:30:15             0.0s',
    'k3f9a2c7  full-sdlc  failed     -         2025-01-02 03:04:05  5s',
    'k3f9a2c7  full-sdlc  stopped    99%       10:30:15             5s',
    'k3f9a2c7  unknown    rejected   -         -                    -',
  ]);
});

test('what is worth a remark has one, in a column that is there only then', async () => {
  const rows = [
    anyProcess({ id: 'a1', attempt: 2 }),
    anyProcess({ id: 'b2', health: 'stalled' }),
    anyProcess({ id: 'c3', health: 'unsupervised' }),
    anyProcess({ id: 'd4', status: 'queued', ...none, message: 'waits for a free slot' }),
    anyProcess({ id: 'e5', status: 'queued', ...none, message: 'being started' }),
    anyProcess({ id: 'f6', corruptLines: 2 }),
  ];
  assert.equal(
    await listLines(rows, 'running', nowMs, { silentMsOf: (id) => (id === 'b2' ? 620_000 : 10) }),
    [
      'Running Background Processes (6):',
      'ID  Type       Status   Progress  Started   Duration  Remark',
      'a1  full-sdlc  running  45%       10:30:15  5m 32s    attempt 2',
      'b2  full-sdlc  running  45%       10:30:15  5m 32s    stalled, no output for 10m',
      'c3  full-sdlc  running  45%       10:30:15  5m 32s    unsupervised',
      'd4  full-sdlc  queued   45%       10:30:14  -         waits for a free slot',
      'e5  full-sdlc  queued   45%       10:30:14  -',
      'f6  full-sdlc  running  45%       10:30:15  5m 32s    damaged',
    ],
  );
});

test('a list of the past names the moment', async () => {
  const at = '2026-11-23T10:30:59.999Z';
  assert.is(
    (await listLines([anyProcess()], 'all', nowMs, { at }))[0],
    'Background Processes at 10:30:59 (1):',
  );
  assert.equal(await listLines([], 'failed', nowMs, { at: '2026-11-21T08:05:09.000Z' }), [
    'No failed background processes at 2026-11-21 08:05:09',
  ]);
});

test('no processes are one sentence', async () => {
  assert.equal(await listLines([], 'all', nowMs), ['No background processes']);
  for (const status of ['running', 'queued', 'completed', 'failed', 'stopped', 'rejected'])
    assert.equal(await listLines([], status, nowMs), [`No ${status} background processes`]);
});

test('wide characters keep the columns in line', async () => {
  const [, heading = '', row = ''] = await listLines(
    [anyProcess({ type: '構築', status: 'running' })],
    'all',
    nowMs,
  );
  assert.is(heading, 'ID        Type  Status   Progress  Started   Duration');
  assert.is(row, 'k3f9a2c7  構築  running  45%       10:30:15  5m 32s');
});

test('a hostile type is escaped and cut', async () => {
  const [, , row = ''] = await listLines(
    [anyProcess({ type: `x\n\x1b[31m\u202e${'y'.repeat(100)}` })],
    'all',
    nowMs,
  );
  assert.match(row, /^k3f9a2c7 {2}x\\n\\x1b\[31m\\u202ey+… {2}running/);
  assert.ok(row.length < 80);
});

test.run();
