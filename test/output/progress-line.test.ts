import { readFileSync } from 'node:fs';
import {
  type ProgressReading,
  readProgressLine,
  readUnfinishedLine,
} from '../../src/output/progress-line.ts';
import type { ProgressPattern } from '../../src/output/progress-match.ts';
import { compileProgressPattern } from '../../src/output/progress-pattern.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';

type Row = ProgressReading & { readonly tool: string; readonly line: string };

const fixture = (name: string): string[] =>
  readFileSync(new URL(`../fixtures/progress/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
const rows: readonly Row[] = fixture('lines.ndjson').map((line) => JSON.parse(line));
const otherLines = fixture('not-progress.txt');
const percentOf = (line: string): number | undefined => readProgressLine(line)?.progress.percent;

/** Several redraws, several OSCs, a bar behind its epoch. */
const SEVERAL_NUMBERS = /^Epoch 3\/12:|\x1b\[0G|;10\x07/;

const test = suite('one line of progress');

test('the table holds at least 20 tools, 60 lines, and as many lines that are something else', () => {
  assert.ok(new Set(rows.map((row) => row.tool)).size >= 20);
  assert.ok(rows.length >= 60 && otherLines.length >= rows.length, `${rows.length}, ${otherLines.length}`);
});

for (const { tool, line, source, kind, progress } of rows) {
  test(`${tool} is read: ${JSON.stringify(line)}`, () => {
    const found = readProgressLine(line);
    assert.equal(found && { source: found.source, kind: found.kind, progress: found.progress }, {
      source,
      kind,
      progress,
    });
  });
}

for (const line of otherLines) {
  test(`is not progress: ${line}`, () => {
    assert.is(readProgressLine(line), null);
    assert.is(readUnfinishedLine(line), null);
  });
}

test('a percentage is rounded down: 100 means all of it', () => {
  assert.is(percentOf('[1999/2000] LINK'), 99.9);
  assert.is(percentOf('[999999999/1000000000] LINK'), 99.9);
  assert.is(percentOf('[2000/2000] LINK'), 100);
  for (let tenths = 0; tenths <= 1000; tenths += 1) {
    assert.is(percentOf(`::progress percent=${(tenths / 10).toFixed(1)}`), tenths / 10);
    assert.is(percentOf(`[${tenths}/1000] x`), tenths / 10);
  }
});

test('the last step that begins is not the end', () => {
  assert.is(percentOf('Step 10/10: Deploy'), 90);
  assert.is(percentOf('Epoch 3/3: 100%|██████████| 45/45 [00:12<00:00, 3.6it/s]'), 99.9);
});

test('a label is one clean line of at most 200 characters', () => {
  const label = (text: string): string | undefined => readProgressLine(`Step 1/2: ${text}`)?.progress.label;
  assert.is(label('  \x1b[31mred\x1b[0m\x07\u202e and\tplain '), 'red and plain');
  assert.is(label('x'.repeat(999))?.length, 200);
  assert.is(label(`${'x'.repeat(199)}🔧`), 'x'.repeat(199));
});

test('an explicit line comes before OSC 9;4, and that before a guess', () => {
  assert.is(readProgressLine('::progress percent=1 label=\x1b]9;4;1;2\x07')?.source, 'explicit');
  assert.is(readProgressLine('[45/100] x\x1b]9;4;1;2\x07')?.source, 'osc');
});

test('a line that is longer than 4096 characters is read as far as that, and its end is not a line end', () => {
  assert.is(percentOf(`[45/100] ${'x '.repeat(10_000)}`), 45);
  assert.is(percentOf(`${'x'.repeat(4088)} (4/10) and more`), undefined);
  assert.is(percentOf(`${'x'.repeat(5000)} (4/10)`), undefined);
});

test('half a line gives the same percentage as the whole one, or none', () => {
  for (const { line, progress } of rows.filter((row) => !SEVERAL_NUMBERS.test(row.line))) {
    for (let end = 1; end < line.length; end += 1) {
      const percent = readUnfinishedLine(line.slice(0, end))?.progress.percent;
      if (percent !== undefined) assert.is(percent, progress.percent, JSON.stringify(line.slice(0, end)));
    }
  }
});

test('a label that may still grow is left out, and an explicit line counts only when whole', () => {
  assert.equal(readUnfinishedLine('Step 5/10: Impl')?.progress, { percent: 40, step: 5, steps: 10 });
  for (const half of ['Step 1/1', 'Epoch 1/1', 'Tests: 1/4', 'Epoch 1/12,'])
    assert.is(readUnfinishedLine(half), null);
  assert.is(readUnfinishedLine('::progress percent=45 label=x'), null);
});

const pattern = (source: string): ProgressPattern => {
  const compiled = compileProgressPattern(source);
  if (!compiled.ok) throw new Error(compiled.message);
  return compiled.pattern;
};

test("a user's pattern replaces the guesses, not the explicit line and not OSC 9;4", () => {
  const mine = pattern('round (?<step>\\d+) of (?P<steps>\\d+)(?: \\((?P<label>[^)]*)\\))?');
  assert.equal(readProgressLine('now round 3 of 4 (warm up)', mine), {
    source: 'pattern',
    kind: 'step',
    progress: { percent: 50, step: 3, steps: 4, label: 'warm up' },
  });
  assert.is(readProgressLine('[45/100] Building', mine), null);
  assert.is(readProgressLine('::progress percent=4', mine)?.source, 'explicit');
  assert.is(readProgressLine('\x1b]9;4;1;45\x07', mine)?.source, 'osc');
});

test('what a pattern catches and makes no sense is ignored key by key', () => {
  const mine = pattern('at (?<percent>\\S+) in (?<label>.*)');
  assert.equal(readProgressLine('at 45.27% in x', mine)?.progress, { percent: 45.2, label: 'x' });
  assert.equal(readProgressLine('at 450 in x', mine)?.progress, { label: 'x' });
  assert.is(readProgressLine('at 450 in ', mine), null);
});

for (const [source, why] of [
  ['(?<percent>\\d+', /missing closing/],
  ['(?<percent>\\d+)(?=%)', /\(\?=/],
  ['(\\d+)%', /named groups percent, step, steps, label/],
  ['(?<done>\\d+)%', /named groups/],
  ['(?<percent>(?:\\d{1,30}){1,30})%', /too large/],
  [`(?<percent>\\d+)${'x'.repeat(1000)}`, /longer than/],
] as const) {
  test(`a pattern that can't be used is refused with words: ${source.slice(0, 40)}`, () => {
    const compiled = compileProgressPattern(source);
    assert.is(compiled.ok, false);
    if (!compiled.ok) assert.match(compiled.message, why);
  });
}

const HOSTILE = [
  'x',
  '1',
  '1/',
  '1/2 ',
  '5% ',
  '5%|',
  '[',
  '[=====> ',
  '|█ ',
  '\x1b]',
  '\x1b[3',
  '1\x1b[3m',
  '5%\b',
  '(1/2 ',
];
const PREFIXES = ['', 'Building ', '#1 [', 'PASSED (', '::progress ', '5%', ' 45 1 ', '1 of ', 'Processing '];

test('no line of 1 MiB takes longer than 50 ms', () => {
  for (const prefix of PREFIXES) {
    for (const part of HOSTILE) {
      const line = `${prefix}${part.repeat(2 ** 20 / part.length)} 5% [1/2`;
      for (const cut of [line, line.slice(0, 4000)]) {
        const tookMs = fastestMs(() => readProgressLine(cut) ?? readUnfinishedLine(cut));
        assert.ok(tookMs < 50, `${tookMs} ms for ${JSON.stringify(prefix + part)}`);
      }
    }
  }
});

/** The best of three says what the work costs, not what else the machine is doing. */
function fastestMs(work: () => unknown): number {
  return Math.min(...[1, 2, 3].map(() => cpuMs(work)));
}

test.run();
