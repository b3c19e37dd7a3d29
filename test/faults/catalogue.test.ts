import { readFileSync } from 'node:fs';
import { assert, suite } from '../rig/suite.ts';
import { faults, invariants } from './catalogue.ts';
import { pagePath, withCatalogue } from './catalogue-page.ts';

const test = suite('the catalogue of faults');

test('no number is given twice', () => {
  const numbers = faults.map(({ number }) => number);
  assert.equal(numbers, [...new Set(numbers)]);
});

test('every promise is tried by a fault', () => {
  const tried = new Set<string>(faults.flatMap((fault) => fault.invariants));
  assert.equal(
    Object.keys(invariants).filter((name) => !tried.has(name)),
    [],
  );
});

test('the page that users read says what the catalogue says', () => {
  const page = readFileSync(pagePath, 'utf8');
  assert.is(page, withCatalogue(page), 'run node --import tsx test/faults/catalogue-page.ts');
});

test.run();
