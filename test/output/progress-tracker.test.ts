import { type Progress, readProgressLine } from '../../src/output/progress-line.ts';
import { ProgressTracker } from '../../src/output/progress-tracker.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('progress of a run');

/** What the tracker tells, line by line: `percent step/steps label`, or a dash for no change. */
function told(...lines: string[]): string[] {
  const tracker = new ProgressTracker();
  return lines.map((line) => {
    const reading = readProgressLine(line);
    assert.ok(reading, `not progress: ${line}`);
    return shown(reading && tracker.note(reading));
  });
}

function shown(progress: Progress | null): string {
  if (progress === null) return '-';
  const { percent = '?', step = '?', steps = '?', label = '' } = progress;
  return step === '?' && steps === '?'
    ? `${percent} ${label}`.trim()
    : `${percent} ${step}/${steps} ${label}`.trim();
}

const bar = (percent: number): string => `Progress: ${percent}%`;

test('what is known already is not told again', () => {
  assert.equal(told('[45/100] a', '[45/100] a', '[45/100] b'), ['45 a', '-', '45 b']);
});

test('a percentage never goes backwards', () => {
  assert.equal(told(bar(45), bar(44), bar(46)), ['45', '-', '46']);
});

test('after 100 % a new bar begins', () => {
  assert.equal(told(bar(99), bar(100), bar(0), bar(7), bar(3)), ['99', '100', '0', '7', '-']);
  assert.equal(told('Counting objects: 100% (4/4)', 'Compressing objects:  50% (1/2)'), [
    '100 Counting objects',
    '50 Compressing objects',
  ]);
});

test('a bar without a label does not wear the one before', () => {
  assert.equal(told('Counting objects: 100% (4/4)', bar(5)), ['100 Counting objects', '5']);
});

test('a bar inside a step is a part of the step, and keeps its label', () => {
  assert.equal(told('Step 5/10: Build', '[ 45%] Linking', bar(30), bar(100), bar(10), 'Step 6/10: Test'), [
    '40 5/10 Build',
    '44.5 5/10 Build',
    '-',
    '50 5/10 Build',
    '-',
    '50 6/10 Test',
  ]);
});

test('a bar inside the last step never makes it the end', () => {
  assert.equal(told('Step 2/2: Build', bar(100)), ['50 2/2 Build', '99.9 2/2 Build']);
});

test('a counter with as many items as there are steps is that sequence', () => {
  assert.equal(told('[3/7] Making docs...', '[5/7] Linking'), [
    '28.5 3/7 Making docs...',
    '71.4 3/7 Making docs...',
  ]);
});

test('an earlier step is late, not a new start', () => {
  assert.equal(told('Step 5/10: e', 'Step 4/10: d', 'Step 1/10: a'), ['40 5/10 e', '-', '-']);
});

test('another number of steps, or step 1 after the last one, is a new sequence', () => {
  assert.equal(told('Step 5/10: e', 'Step 1/3: a', 'Step 3/3: c', 'Step 1/3: a'), [
    '40 5/10 e',
    '0 1/3 a',
    '66.6 3/3 c',
    '0 1/3 a',
  ]);
});

test('steps without a total are counted, and each has its own bar', () => {
  assert.equal(told('🔧 **Step 1**: a', bar(80), '🔧 **Step 2**: b', bar(10), '🔧 **Step 1**: again'), [
    '? 1/? a',
    '80 1/? a',
    '? 2/? b',
    '10 2/? b',
    '? 1/? again',
  ]);
});

test('once a run has spoken for itself, nothing else it prints counts', () => {
  assert.equal(
    told(bar(60), '::progress percent=10', bar(70), '\x1b]9;4;1;80\x07', '::progress percent=11'),
    ['60', '10', '-', '-', '11'],
  );
});

test('an explicit percentage is taken as it is, and falls only with a higher step or a new sequence', () => {
  assert.equal(
    told(
      '::progress percent=45 step=5 steps=10 label=x',
      '::progress percent=40',
      '::progress percent=30 step=6 steps=10',
      '::progress step=7',
      '::progress percent=5 step=1 steps=4',
      '::progress step=4 steps=4 percent=99',
      '::progress step=1 steps=4 percent=1',
    ),
    ['45 5/10 x', '-', '30 6/10', '60 7/10', '5 1/4', '99 4/4', '1 1/4'],
  );
});

test('a step that says no percentage does not take back the one that was said', () => {
  assert.equal(told('::progress percent=45 step=3 steps=10', '::progress step=4 steps=10'), [
    '45 3/10',
    '45 4/10',
  ]);
});

test('progress that a program takes away is kept, and what follows may begin lower', () => {
  assert.equal(told('\x1b]9;4;1;60\x07', '\x1b]9;4;0\x07', '\x1b]9;4;1;5\x07', '\x1b]9;4;1;4\x07'), [
    '60',
    '-',
    '5',
    '-',
  ]);
});

test.run();
