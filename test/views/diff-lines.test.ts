import type { DiffJson } from '../../schemas/generated/types.ts';
import { diffLines } from '../../src/views/diff-lines.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('diff lines');
const nowMs = Date.parse('2026-11-23T10:35:47.000Z');
const plain = { nowMs, colours: false, columns: 100 };
const whole = { state: 'whole', goneBytes: 0, place: null } as const;
const place = { line: 3, offset: 512, text: 'tests ok', before: ['collected 41', '  item 2'] };
const parted: DiffJson['output'] = {
  ...{ result: 'parts', lines: 2, attempts: 'all' },
  a: { ...whole, place },
  b: { ...whole, place: { ...place, offset: 530, text: null } },
};

test('what differs is side by side, then where the outputs part, then what is the same', () => {
  const diff = anyDiff({
    differences: [
      { theme: 'outcome', what: 'status', a: 'completed', b: 'failed' },
      { theme: 'outcome', what: 'reason', a: null, b: 'exit_code' },
      { theme: 'outcome', what: 'message', a: null, b: 'exited with code 1' },
      { theme: 'outcome', what: 'exitCode', a: 0, b: 1 },
      { theme: 'specification', what: 'limits.timeoutMs', a: null, b: 90_000 },
      { theme: 'git', what: 'git.commit', a: '0123456789abcdef', b: 'fedcba9876543210' },
    ],
    command: [{ placeA: 2, placeB: 2, a: '--fast', b: '--slow' }],
    environment: { onlyA: [], onlyB: ['CI'] },
    steps: [
      stepOf('build', 'finished', 12_000, 'finished', 12_500),
      stepOf('tests', 'finished', 10_000, 'failed', 30_000),
    ],
    measures: [{ what: 'peakMemoryBytes', a: 104_857_600, b: 209_715_200, isMarked: true }],
    warnings: { onlyA: [], onlyB: [{ kind: 'stalled', message: 'no output for 10 minutes' }] },
    alike: ['configuration', 'machine'],
    output: parted,
  });
  assert.equal(diffLines(diff, plain), [
    '                k3f9a2c7      p8d2x1qa nightly',
    'Launched        10:30:14      10:34:00',
    'Took            2s            1m so far',
    'Status          completed     failed',
    'Message         -             exited with code 1',
    'Exit code       0             1',
    'Command word 3  --fast        --slow',
    'Time limit      -             1m 30s',
    'Git commit      0123456789ab  fedcba987654',
    'Environment     -             CI',
    'Step tests      finished 10s  failed 30s                +20s',
    'Peak memory     100.0 MiB     200.0 MiB                 +100.0 MiB',
    'Warning         -             no output for 10 minutes',
    '',
    'The outputs part at line 3 (byte 512) and line 3 (byte 530); before that, 2 lines are alike:',
    '    collected 41',
    '      item 2',
    '  - tests ok',
    '  + (its output ends here)',
    '',
    'The same: configuration, machine and user',
  ]);
});

test('steps that only took another time are not called the same, and what is shown adds up', () => {
  const steps = [stepOf('fetch', 'finished', 4460, 'finished', 1540)];
  const lines = diffLines(anyDiff({ steps, alike: ['git', 'steps', 'output'] }), plain);
  assert.ok(lines.includes('Step fetch  finished 4.5s  finished 1.5s     -2.9s'), lines.join('\n'));
  assert.is(lines.at(-1), 'The same: git, steps but their times, output');
  const alike = diffLines(
    anyDiff({ steps: [stepOf('fetch', 'finished', 1, 'finished', 2)], alike: ['steps'] }),
    plain,
  );
  assert.is(alike.at(-1), 'The same: steps');
});

test('two runs of the same are said to be, times aside', () => {
  const last = (changed: Partial<DiffJson>): string | undefined => diffLines(anyDiff(changed), plain).at(-1);
  const soFar = { ...parted, result: 'same_so_far', a: whole, b: whole } as const;
  assert.is(last({ same: true }), 'No difference but times');
  assert.is(last({ same: true, output: soFar }), 'No difference but times, so far');
  assert.is(last({ same: true, relation: 'same_process' }), 'No difference: it is the same process');
});

test('an output that cannot be compared says why', () => {
  const said = (a: DiffJson['output']['a'], b: DiffJson['output']['b']): string | undefined =>
    diffLines(anyDiff({ same: true, output: { ...parted, result: 'not_comparable', a, b } }), plain).at(-2);
  const states = ['unreadable', 'missing', 'removed', 'not_started'] as const;
  const words = ['cannot be read', 'is not there', 'was removed', 'never began'];
  for (const [index, state] of states.entries())
    assert.is(
      said({ ...whole, state }, whole),
      `The outputs were not compared: that of the first ${words[index]}`,
    );
  const cut = { state: 'truncated', goneBytes: 3_145_728, place: null } as const;
  assert.is(
    said({ ...whole, state: 'removed' }, cut),
    'The outputs were not compared: that of the first was removed, that of the second has lost its first 3.0 MiB to its limit',
  );
});

test('colours are for a terminal: red is the first, green the second', () => {
  const differences = [{ theme: 'outcome', what: 'exitCode', a: 0, b: null }] as const;
  const diff = anyDiff({ differences: [...differences], output: parted });
  const lines = diffLines(diff, { ...plain, colours: true });
  assert.ok(lines.includes('Exit code  \x1b[31m0\x1b[39m         -'), lines.join('\n'));
  assert.ok(lines.includes('\x1b[31m  - tests ok\x1b[39m'));
  assert.ok(lines.includes('\x1b[32m  + (its output ends here)\x1b[39m'));
  assert.not.match(diffLines(diff, plain).join('\n'), /\x1b/);
});

test('of long values is shown what stands around their difference, and no line is wider than the terminal', () => {
  const prompt = (word: string): string =>
    `${'Build a shop. '.repeat(100)}It has a ${word}. ${'And so on. '.repeat(100)}`;
  const [a, b] = [prompt('cart'), prompt('till')];
  const diff = anyDiff({ differences: [{ theme: 'specification', what: 'prompt', a, b }] });
  const lines = diffLines(diff, plain);
  const line = lines.find((one) => one.startsWith('Prompt')) ?? '';
  assert.match(line, /^Prompt {4}….*a cart\..*… {2}….*a till\..*…$/);
  assert.ok(line.length <= 100, line);
});

test('of very many only some are shown, and the rest is counted', () => {
  const onlyB = Array.from({ length: 40 }, (_, index) => `NAME_${index}`);
  const lines = diffLines(anyDiff({ environment: { onlyA: [], onlyB } }), plain);
  const shown = lines.filter((line) => line.startsWith('Environment'));
  assert.equal([shown.length, shown.at(-1)], [13, 'Environment  … 28 more names']);
});

test('what a process says is shown escaped, wherever it stands', () => {
  const evil = 'x\x1b[2J\x9b1m\u202ey\0z\nq';
  const hostile = { ...place, text: evil, before: [evil] };
  const diff = anyDiff({
    differences: [
      { theme: 'outcome', what: 'message', a: evil, b: `${evil}!` },
      { theme: 'specification', what: `tags.${evil}`, a: evil, b: null },
    ],
    command: [{ placeA: 0, placeB: null, a: evil, b: null }],
    environment: { onlyA: [evil], onlyB: [] },
    steps: [{ ...stepOf('s', 'finished', 1, 'failed', 1), name: evil }],
    warnings: { onlyA: [{ kind: 'k', message: evil }], onlyB: [] },
    output: { ...parted, a: { ...whole, place: hostile }, b: { ...whole, place: hostile } },
  });
  const lines = diffLines({ ...diff, a: { ...diff.a, name: evil } }, plain);
  for (const line of lines) assert.not.match(line, /[\0-\x1f\x7f-\x9f\u202a-\u202e]/);
  assert.is(
    lines.filter((line) => line.includes('\\x1b[2J\\x9b1m\\u202ey\\x00z\\nq')).length,
    9,
    lines.join('\n'),
  );
});

test.run();

function anyDiff(changed: Partial<DiffJson>): DiffJson {
  const side = { name: null, type: 'sh', status: 'completed', attempts: 1, archived: false } as const;
  return {
    a: { ...side, id: 'k3f9a2c7', launchedAt: '2026-11-23T10:30:14.900Z', durationMs: 2000 },
    b: {
      ...{ ...side, id: 'p8d2x1qa', name: 'nightly', status: 'running' },
      ...{ launchedAt: '2026-11-23T10:34:00.000Z', durationMs: 60_000 },
    },
    ...{ relation: null, same: false, alike: [], differences: [], command: [] },
    ...{ environment: { onlyA: [], onlyB: [] }, steps: [], stepsReordered: false, measures: [] },
    ...{ warnings: { onlyA: [], onlyB: [] }, output: { ...parted, result: 'same', a: whole, b: whole } },
    ...changed,
  };
}

type StepStatus = 'finished' | 'failed';

function stepOf(
  step: string,
  statusA: StepStatus,
  timeA: number,
  statusB: StepStatus,
  timeB: number,
): DiffJson['steps'][number] {
  const a = { index: 1, status: statusA, durationMs: timeA };
  const b = { index: 1, status: statusB, durationMs: timeB };
  return { step, name: step, a, b, differenceMs: timeB - timeA, differs: statusA !== statusB };
}
