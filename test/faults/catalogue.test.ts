import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../rig/suite.ts';
import { breakages } from './breakages.ts';
import { faults, invariants } from './catalogue.ts';
import { pagePath, withCatalogue } from './catalogue-page.ts';

const test = suite('the catalogue of faults');

test('no number is given twice, and none is left out', () => {
  assert.equal(
    faults.map(({ number }) => number),
    faults.map((_, index) => index + 1),
  );
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

test('each line that can be broken to try the tests stands in its file once', () => {
  for (const { what, file, find, replace } of breakages) {
    const source = readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');
    assert.is(source.split(find).length - 1, 1, what);
    assert.is.not(
      source.replace(find, () => replace),
      source,
      what,
    );
  }
});

test.run();
