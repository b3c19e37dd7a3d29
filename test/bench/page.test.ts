import { wishOf } from '../../bench/arguments.ts';
import type { Case, Measurement } from '../../bench/case.ts';
import { drawPlot } from '../../bench/plot.ts';
import { median, quartiles, ratios } from '../../bench/statistics.ts';
import { tableOf } from '../../bench/table.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what the bench says');

const lists: Case = {
  name: 'list',
  asks: 'a list',
  rows: [{ key: 'list', says: 'a list', unit: '×', better: 'less', wanted: 1.6 }],
  measure: async () => ({}),
};

test('the median is the middle, between two where there are two, and no number of nothing', () => {
  assert.is(median([9, 1, 3]), 3);
  assert.is(median([4, 1, 2, 9]), 3);
  assert.ok(Number.isNaN(median([])));
  assert.equal(quartiles([1, 2, 3, 4, 5]), [2, 4]);
});

test('rounds are compared with the rounds that they ran beside, and with no others', () => {
  assert.equal(ratios([10, 30], [5, 10]), [2, 3]);
  assert.throws(() => ratios([1, 2], [1]));
});

test('a row shows what was measured, what is wanted, what is allowed, and that it is worse', () => {
  const said = tableOf(lists, [
    shown({ values: [2, 1, 3], byCpu: 1.234 }, { is: 'worse', measured: 2, budget: 1.9 }),
  ]);
  assert.match(said, '| a list | 2 × | 1.5 × to 2.5 × | 1.23 × | ≤ 1.6 × | 1.9 × | **worse** |');
  const unheld = tableOf(lists, [
    shown({ values: [2] }, { is: 'shown', measured: 2, why: 'a slow machine' }),
  ]);
  assert.match(unheld, '| a list | 2 × |  |  | ≤ 1.6 × |  | not held: a slow machine |');
  const missing = tableOf(lists, [shown({ missing: 'no pm2' }, { is: 'missing', why: 'no pm2' })]);
  assert.match(missing, '| a list |  |  |  | ≤ 1.6 × |  | not measured: no pm2 |');
});

test('a plot has a decade as wide as the next, a name for each line, and nothing but text and lines', () => {
  const svg = drawPlot({
    title: 'a <plot> & more',
    x: 'events',
    y: 's',
    series: [
      {
        name: 'linear',
        points: [
          [10, 1],
          [100, 10],
          [1000, 100],
        ],
      },
      {
        name: 'flat',
        points: [
          [10, 50],
          [1000, 50],
        ],
        isBase: true,
      },
    ],
  });
  const places = [...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  assert.is(places.length, 3);
  const [first = [], second = [], third = []] = places;
  for (const axis of [0, 1]) {
    const steps = [gap(first, second, axis), gap(second, third, axis)];
    assert.ok(Math.abs((steps[0] ?? 0) - (steps[1] ?? 9)) < 0.2, `${steps}`);
  }
  assert.match(svg, '<title>a &lt;plot&gt; &amp; more</title>');
  for (const name of ['linear', 'flat', '1,000', 'events']) assert.match(svg, `>${name}</text>`);
  assert.not.match(svg, 'NaN');
});

test('a command line that means nothing is refused', () => {
  assert.equal(wishOf(['list', '--rounds', '3', '--check'], ['list']).names, ['list']);
  assert.throws(() => wishOf(['lost'], ['list']), /no case is called lost/);
  assert.throws(() => wishOf(['--rounds', '0'], []), /--rounds/);
  assert.throws(() => wishOf(['--chekc'], []), /chekc/);
});

test.run();

function shown(measurement: Measurement, verdict: Parameters<typeof tableOf>[1][number]['verdict']) {
  const [row] = lists.rows;
  if (row === undefined) throw new Error('a case has rows');
  return { row, measurement, verdict };
}

function gap(one: readonly number[], other: readonly number[], axis: number): number {
  return (other[axis] ?? Number.NaN) - (one[axis] ?? Number.NaN);
}
