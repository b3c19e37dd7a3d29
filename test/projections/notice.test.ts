import { type News, type NoticeFacts, noticeWords } from '../../projections/notice.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the words of a notice');
const workflow = { id: 'k3f9a2c7', kind: 'workflow', type: 'full-sdlc', again: false } as const;
const process = { id: 'p1', kind: 'command', type: 'pytest', again: false } as const;
const failed = {
  kind: 'failed',
  reason: 'exit_code',
  message: 'exited with code 2',
  leftRunning: 0,
} as const;

const table: ReadonlyArray<
  readonly [law: string, facts: NoticeFacts, title: string, body: string, line: string]
> = [
  [
    'a workflow that completed',
    { ...workflow, news: { kind: 'completed', leftRunning: 0 } },
    'TappsCodingAgents - Workflow Complete',
    'full-sdlc workflow completed successfully',
    '✅ Workflow k3f9a2c7 completed successfully',
  ],
  [
    'a workflow that failed',
    {
      ...workflow,
      news: { ...failed, reason: 'blocked', message: 'Workflow blocked: no ready steps' },
    },
    'TappsCodingAgents - Workflow Failed',
    'full-sdlc workflow failed. Check logs.\nWorkflow blocked: no ready steps\ntapps-agents bg logs k3f9a2c7',
    '❌ Workflow k3f9a2c7 failed: Workflow blocked: no ready steps',
  ],
  [
    'a workflow on its way',
    { ...workflow, news: { kind: 'progress', percent: 25.9 } },
    'TappsCodingAgents - Workflow Progress',
    'full-sdlc workflow: 25% complete',
    '📊 Workflow k3f9a2c7: 25% complete',
  ],
  [
    'a process that left others running',
    { ...process, news: { kind: 'completed', leftRunning: 2 } },
    'TappsCodingAgents - Process Complete',
    'pytest process completed, but 2 processes it started still run',
    '✅ Process p1 completed, but 2 processes it started still run',
  ],
  [
    'a process of which only the kind of failure is known, and that left one running',
    { ...process, news: { kind: 'failed', reason: 'output_limit', message: null, leftRunning: 1 } },
    'TappsCodingAgents - Process Failed',
    'pytest process failed. Check logs.\noutput limit; 1 process it started still runs\ntapps-agents bg logs p1',
    '❌ Process p1 failed: output limit; 1 process it started still runs',
  ],
  [
    'a failure of which nothing is known',
    { ...process, news: { kind: 'failed', reason: null, message: null, leftRunning: 0 } },
    'TappsCodingAgents - Process Failed',
    'pytest process failed. Check logs.\ntapps-agents bg logs p1',
    '❌ Process p1 failed',
  ],
  [
    'an agent that stalled',
    { ...process, kind: 'agent', type: 'coder', news: { kind: 'stalled', idleMs: 12 * 60_000 + 59_000 } },
    'TappsCodingAgents - Agent Stalled',
    'coder agent has stalled: no output, CPU or I/O for 12m',
    '⏸️ Agent p1 has stalled: no output, CPU or I/O for 12m',
  ],
  [
    'a process without its supervisor',
    { ...process, news: { kind: 'unsupervised' } },
    'TappsCodingAgents - Process Unsupervised',
    'pytest process lost its supervisor and runs on, watched',
    '⚠️ Process p1 lost its supervisor and runs on, watched',
  ],
  [
    'a repeat is marked',
    { ...process, again: true, news: failed },
    'TappsCodingAgents - Process Failed',
    'pytest process failed (again). Check logs.\nexited with code 2\ntapps-agents bg logs p1',
    '❌ Process p1 failed: exited with code 2 (again)',
  ],
];

for (const [law, facts, title, body, line] of table)
  test(law, () => assert.equal(noticeWords(facts), { title, body, line }));

test('a reason of many lines is one line, and gives way to the command behind it', () => {
  const message = `first\n\n  second ${'🙂'.repeat(1000)}`;
  const { body, line } = noticeWords({ ...workflow, news: { ...failed, message } });
  const lines = body.split('\n');
  assert.is(lines.length, 3);
  assert.match(lines[1] ?? '', /^first second 🙂+…$/u);
  assert.is(lines[2], 'tapps-agents bg logs k3f9a2c7');
  assert.is(Array.from(body).length, 300);
  assert.match(line, /^❌ Workflow k3f9a2c7 failed: first second 🙂+…$/u);
  assert.ok(Array.from(line).length < 600);
});

test('a type and an id as long as they can be leave the command whole', () => {
  const [id, type] = ['i'.repeat(64), '界'.repeat(80)];
  const { body } = noticeWords({ ...workflow, id, type, news: { ...failed, message: 'm'.repeat(500) } });
  assert.is(Array.from(body).length, 300);
  assert.ok(body.endsWith(`tapps-agents bg logs ${id}`), body);
});

test('times are told in whole units, two at most', () => {
  const told = (idleMs: number): string => {
    const news: News = { kind: 'stalled', idleMs };
    return /for (.*)$/.exec(noticeWords({ ...process, news }).line)?.[1] ?? '';
  };
  const minuteMs = 60_000;
  assert.equal(
    [-1, 0, 59_999, minuteMs, 65 * minuteMs, 120 * minuteMs, (48 * 60 + 190) * minuteMs].map(told),
    ['0s', '0s', '59s', '1m', '1h 5m', '2h', '2d 3h'],
  );
});

test.run();
