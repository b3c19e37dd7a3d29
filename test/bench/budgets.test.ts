import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../../bench/all-cases.ts';
import { budgetFor, complaints, judge } from '../../bench/budgets.ts';
import type { Measurement, Row } from '../../bench/case.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what the bench may cost');

const ratio: Row = { key: 'list', says: 'a list', unit: '×', better: 'less', wanted: 1.6 };
const speed: Row = { key: 'append', says: 'appends', unit: '/s', better: 'more', wanted: 60_000 };
const rows = cases.flatMap((one) => one.rows);

test('a median that is worse than its budget is named, in the direction that is worse for it', () => {
  assert.equal(complaintsOf(ratio, of(1, 1.7, 9), { list: 1.6 }), [
    'list: 1.70, and more than 1.6 was not to be',
  ]);
  assert.equal(complaintsOf(speed, of(1, 59_000, 90_000), { append: 60_000 }), [
    'append: 5.90e+4, and less than 60000 was not to be',
  ]);
});

test('a median within its budget is good, whatever the worst round was', () => {
  assert.equal(complaintsOf(ratio, of(1, 1.6, 9), { list: 1.6 }), []);
  assert.equal(complaintsOf(speed, of(1, 60_000, 90_000), { append: 60_000 }), []);
});

test('what is held and was not measured, measured as no number, or has no budget, fails', () => {
  assert.equal(complaintsOf(ratio, { missing: 'no pm2' }, { list: 1.6 }), ['list: not measured: no pm2']);
  assert.is(complaintsOf(ratio, of(), { list: 1.6 }).length, 1);
  assert.is(complaintsOf(ratio, of(Number.NaN), { list: 1.6 }).length, 1);
  assert.is(complaintsOf(ratio, of(1), {}).length, 1);
});

test('what is only shown never fails', () => {
  const { wanted: _, ...shown } = ratio;
  assert.equal(complaintsOf(shown, of(99), {}), []);
  assert.equal(complaintsOf(shown, { missing: 'no pm2' }, {}), []);
});

test('what tells of the machine is held to nothing, and changes no budget', () => {
  const unheld: Measurement = { values: [99], unheld: 'a slow machine' };
  assert.equal(complaintsOf(ratio, unheld, { list: 1.6 }), []);
  assert.is(budgetFor(ratio, unheld), undefined);
});

test('the budget is what is wanted where that is reached, else what was measured and a margin to the worse', () => {
  assert.is(budgetFor(ratio, of(1.2)), 1.6);
  assert.is(budgetFor(ratio, of(2)), 2.3);
  assert.is(budgetFor(speed, of(70_000)), 60_000);
  assert.is(budgetFor(speed, of(46_000)), 40_000);
  assert.is(budgetFor(ratio, { missing: 'no pm2' }), undefined);
});

test('every figure that is wanted has a budget, and every budget a figure', () => {
  const budgets: object = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../bench/budgets.json'), 'utf8'),
  );
  const held = rows.filter(({ wanted }) => wanted !== undefined).map(({ key }) => key);
  assert.equal(Object.keys(budgets).sort(), held.sort());
});

test('no two figures have the same name', () => {
  const keys = rows.map(({ key }) => key);
  assert.equal([...new Set(keys)], keys);
  assert.is(new Set(cases.map(({ name }) => name)).size, cases.length);
});

test.run();

function of(...values: number[]): Measurement {
  return { values };
}

function complaintsOf(row: Row, measurement: Measurement, budgets: Record<string, number>): string[] {
  return complaints([[row, judge(row, measurement, budgets)]]);
}
