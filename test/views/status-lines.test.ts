import type { ProcessJson } from '../../schemas/generated/types.ts';
import { type Showing, statusLines } from '../../src/views/status-lines.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyProcess, ended, nowMs } from './any-process.ts';

const test = suite('status lines');

test('a running process, as in the contract', () => {
  snapshot(anyProcess(), [
    'Process ID: k3f9a2c7',
    'Type: full-sdlc',
    'Status: running',
    'Progress: 45% (Step 5/10: Implementation)',
    'Started: 10:30:15',
    'Elapsed: 5m 32s',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Command: make all',
    'Journal: .tapps-agents/journal/k3f9a2c7.ndjson',
    'Because: process.started @2102',
  ]);
});

test('everything that can be known of one that runs', () => {
  const usage = { cpuPercent: 73.5, memoryBytes: 52_428_800, peakMemoryBytes: 1_610_612_736, processes: 4 };
  const tags = { team: 'shop', 'ci/run': '12' };
  const warnings = ['no output for 10 minutes', 'disk is nearly full'];
  snapshot(
    anyProcess({
      name: 'nightly',
      tags,
      usage,
      warnings,
      health: 'unsupervised',
      message: 'its supervisor died; the command lives on',
      corruptLines: 2,
    }),
    [
      'Process ID: k3f9a2c7',
      'Type: full-sdlc',
      'Status: running',
      'Progress: 45% (Step 5/10: Implementation)',
      'Started: 10:30:15',
      'Elapsed: 5m 32s',
      'Output: .tapps-agents/output/k3f9a2c7.output',
      'Name: nightly',
      'Tags: team=shop, ci/run=12',
      'Reason: its supervisor died; the command lives on',
      'Health: unsupervised',
      'CPU: 73.5% (4 processes)',
      'Memory: 50.0 MiB',
      'Peak memory: 1.5 GiB',
      'Warning: no output for 10 minutes',
      'Warning: disk is nearly full',
      'Damaged: 2 lines of its journal cannot be read',
      'Command: make all',
      'Journal: .tapps-agents/journal/k3f9a2c7.ndjson',
      'Because: process.started @2102',
    ],
  );
});

test('a stall is shown as its health, and silence as the fact that it is', () => {
  const silent = { ...showing, silentMs: 372_000 };
  assert.equal(middleOf(statusLines(anyProcess({ health: 'stalled' }), silent)).slice(-2), [
    'Health: stalled',
    'Quiet: no output for 6m',
  ]);
  const quiet = (silentMs: number | null) =>
    statusLines(anyProcess(), { ...showing, silentMs }).find((line) => line.startsWith('Quiet'));
  assert.equal([null, 59_999, 60_000, 3_900_000].map(quiet), [
    undefined,
    undefined,
    'Quiet: no output for 1m',
    'Quiet: no output for 1h 5m',
  ]);
});

test('error lines of the output: how many, and the newest', () => {
  const newest = ['one', 'two', 'three', '  KeyError: \x1b[31m'];
  const lines = middleOf(statusLines(anyProcess(), { ...showing, errorLines: { count: 25, newest } }));
  assert.equal(lines.slice(-4), ['Errors: 25', 'Error: two', 'Error: three', 'Error: KeyError: \\x1b[31m']);
});

test('which attempt it is, and who was told what', () => {
  const at = (second: number): string => `2026-11-23T10:30:${second}.000Z`;
  const notified = [
    { kind: 'stalled', channel: 'desktop', at: at(15) },
    { kind: 'failed', channel: 'desktop', at: at(20) },
    { kind: 'failed', channel: 'log', at: at(21) },
  ];
  const lines = middleOf(statusLines(ended({ status: 'failed', attempt: 2, notified }), showing));
  assert.ok(lines.includes('Attempt: 2'));
  assert.is(lines.at(-1), 'Told: desktop 10:30:15 (stalled), desktop 10:30:20, log 10:30:21');
});

test('queued: what it waits for', () => {
  const notYet = { startedAt: null, elapsedMs: null, pid: null, progress: ended({}).progress } as const;
  middle(anyProcess({ status: 'queued', ...notYet, message: 'waits for a free slot' }), [
    'Status: queued',
    'Launched: 10:30:14',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Reason: waits for a free slot',
  ]);
});

test('completed', () => {
  middle(ended({ status: 'completed', exitCode: 0 }), [
    'Status: completed',
    'Started: 10:30:15',
    'Elapsed: 5s',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Ended: 10:30:20',
    'Exit code: 0',
  ]);
});

test('failed by its exit code', () => {
  middle(ended({ status: 'failed', reason: 'exit_code', message: 'exited with code 3', exitCode: 3 }), [
    'Status: failed',
    'Started: 10:30:15',
    'Elapsed: 5s',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Ended: 10:30:20',
    'Exit code: 3',
    'Reason: exited with code 3',
  ]);
});

test('failed by a signal', () => {
  middle(ended({ status: 'failed', reason: 'signal', message: 'killed by SIGSEGV', signal: 'SIGSEGV' }), [
    'Status: failed',
    'Started: 10:30:15',
    'Elapsed: 5s',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Ended: 10:30:20',
    'Signal: SIGSEGV',
    'Reason: killed by SIGSEGV',
  ]);
});

test('stopped', () => {
  middle(ended({ status: 'stopped', reason: 'stopped', message: 'stopped: enough', signal: 'SIGTERM' }), [
    'Status: stopped',
    'Started: 10:30:15',
    'Elapsed: 5s',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Ended: 10:30:20',
    'Signal: SIGTERM',
    'Reason: stopped: enough',
  ]);
});

test('queued: it was launched, but has not started', () => {
  const notYet = { startedAt: null, elapsedMs: null, message: 'being started', pid: null } as const;
  middle(anyProcess({ status: 'queued', ...notYet, progress: ended({}).progress }), [
    'Status: queued',
    'Launched: 10:30:14',
    'Output: .tapps-agents/output/k3f9a2c7.output',
    'Reason: being started',
  ]);
});

test('rejected', () => {
  const never = {
    startedAt: null,
    elapsedMs: null,
    output: null,
    endedAt: '2026-11-23T10:30:15.000Z',
  } as const;
  middle(ended({ status: 'rejected', reason: 'validation', message: 'Command not found: mak', ...never }), [
    'Status: rejected',
    'Launched: 10:30:14',
    'Ended: 10:30:15',
    'Reason: Command not found: mak',
  ]);
});

test('a journal that tells nothing still has its lines', () => {
  const nothing = {
    type: null,
    kind: null,
    launchedAt: null,
    startedAt: null,
    elapsedMs: null,
    output: null,
    command: [],
    because: [],
  };
  snapshot(
    ended({
      ...nothing,
      status: 'failed',
      message: 'its journal holds no event that can be read',
      endedAt: null,
    }),
    [
      'Process ID: k3f9a2c7',
      'Type: unknown',
      'Status: failed',
      'Reason: its journal holds no event that can be read',
      'Journal: .tapps-agents/journal/k3f9a2c7.ndjson',
    ],
  );
});

test('a run and its repetition name each other', () => {
  const links = { rerunOf: 'p4x81k22', repeatedAs: ['a1b2c3d4', 'e5f6a7b8'] };
  const lines = statusLines(ended({ status: 'failed' }), { ...showing, links });
  assert.ok(lines.includes('Rerun of: p4x81k22'), lines.join('\n'));
  assert.ok(lines.includes('Run again as: a1b2c3d4, e5f6a7b8'), lines.join('\n'));
});

test('a moment of another day has its date', () => {
  const lines = statusLines(anyProcess({ startedAt: '2026-11-21T08:05:09.000Z' }), showing);
  assert.ok(lines.includes('Started: 2026-11-21 08:05:09'));
});

test('no value can begin a line of its own or reach the terminal as a control', () => {
  const hostile = 'a\nStatus: completed\r\x1b[2J\x1b]52;c;aGk=\x07\u202eb\x9b1m\u2028';
  const lines = statusLines(
    anyProcess({
      ...{
        name: hostile,
        type: hostile,
        message: hostile,
        signal: hostile,
        warnings: [hostile],
        command: [hostile],
      },
      ...{ tags: { [hostile]: hostile }, output: hostile, journal: hostile },
      notified: [{ kind: hostile, channel: hostile, at: '2026-11-23T10:30:15.000Z' }],
      progress: { percent: null, step: 1, steps: null, label: hostile },
      because: [{ type: hostile, at: '', offset: 1 }],
    }),
    { ...showing, errorLines: { count: 1, newest: [hostile] } },
  );
  assert.is(lines.filter((line) => line.startsWith('Status:')).length, 1);
  for (const line of lines) assert.not.match(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.ok(
    lines.includes('Signal: a\\nStatus: completed\\r\\x1b[2J\\x1b]52;c;aGk=\\x07\\u202eb\\x9b1m\\u2028'),
    lines.join('\n'),
  );
});

test.run();

const showing: Showing = {
  nowMs,
  shortPath: (path) => path.replace('/home/ada/shop/', ''),
  silentMs: null,
  estimate: null,
  errorLines: { count: 0, newest: [] },
  links: { rerunOf: null, repeatedAs: [] },
};

function snapshot(one: ProcessJson, lines: readonly string[]): void {
  assert.equal(statusLines(one, showing), lines);
}

/** The lines between the type and the command: what differs from one status to another. */
function middle(one: ProcessJson, lines: readonly string[]): void {
  assert.equal(middleOf(statusLines(one, showing)), lines);
}

function middleOf(lines: readonly string[]): string[] {
  return lines.slice(
    2,
    lines.findIndex((line) => line.startsWith('Command:')),
  );
}
