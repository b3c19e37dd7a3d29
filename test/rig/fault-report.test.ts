import type { Fault } from '../faults/catalogue.ts';
import { type FaultMark, faultMark, faultMarks } from './fault-marks.ts';
import { reportFaults } from './fault-report.ts';
import { assert, suite } from './suite.ts';

const test = suite('what the runner says of the catalogue of faults');

const fault = (number: number): Fault => ({
  number,
  fault: `f${number}`,
  holds: 'it holds',
  invariants: ['I1'],
});
const mark = (number: number, came: FaultMark['came'], why = ''): FaultMark => ({ number, came, why });

test('a mark is read back from among other output', () => {
  const marks = [mark(3, 'held'), mark(12, 'broke'), mark(4, 'skipped', 'strace (not found)')];
  assert.equal(faultMarks(`• x${marks.map(faultMark).join('')}\nthe rest`), marks);
});

test('a fault holds only if each of its tests did', () => {
  const { lines } = reportFaults(
    [fault(1), fault(2)],
    [mark(1, 'held'), mark(1, 'broke'), mark(2, 'held')],
    true,
  );
  assert.is(lines[0], 'faults: 1 held, 1 broke, 0 skipped, 0 not injected');
  assert.is(lines[1], '  1 broke: f1');
});

test('a skipped fault says what it needs, once', () => {
  const marks = [mark(1, 'held'), mark(1, 'skipped', 'strace (gone)'), mark(1, 'skipped', 'strace (gone)')];
  assert.equal(reportFaults([fault(1)], marks, true).lines.slice(1), [
    '  1 skipped: f1 (needs strace (gone))',
  ]);
});

test('in a whole run, a fault with neither a test nor a reason is a mistake', () => {
  const catalogue = [fault(1), { ...fault(2), notInjected: 'no such disk here' }];
  assert.equal(reportFaults(catalogue, [], true).problems, ['fault 1 has neither a test nor a reason: f1']);
  assert.match(reportFaults(catalogue, [], true).lines.join('\n'), '2 is not injected: no such disk here');
  assert.equal(reportFaults(catalogue, [], false), { lines: [], problems: [] });
});

test('a test of a fault that the catalogue does not have is a mistake', () => {
  const { problems } = reportFaults([fault(1)], [mark(9, 'held')], false);
  assert.equal(problems, ['a test names fault 9, which is not in the catalogue']);
});

test.run();
