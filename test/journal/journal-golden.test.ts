import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldAll } from '../../projections/fold.ts';
import { verifyJournal } from '../../src/journal/journal-verify.ts';
import { readThrough } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journals of every released version');

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'journals');
const golden = readdirSync(fixtures).flatMap((version) =>
  readdirSync(join(fixtures, version))
    .filter((file) => file.endsWith('.ndjson'))
    .map((file) => join(version, file.slice(0, -'.ndjson'.length))),
);

/** What a journal meant when it was put here. These files are never edited; a later fold may know more, not less. */
type Meaning = {
  readonly id: string;
  readonly events: number;
  readonly unknownEvents: number;
  readonly corruptLines: number;
  readonly hash: string;
  readonly state: unknown;
};

for (const name of golden) {
  const path = join(fixtures, `${name}.ndjson`);
  const meant: Meaning = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8'));

  test.fault(59, `${name} is read as it was then`, () => {
    const { events, corrupt, pendingBytes } = readThrough(path, meant.id);
    const { writers: _writers, ...fold } = foldAll(meant.id, events);
    assert.is(pendingBytes, 0);
    const { id, hash: _hash, ...expected } = meant;
    assert.equal(lacking({ ...fold, corruptLines: corrupt.length }, expected), [], id);
  });

  test.fault(59, `${name} is still as it was written`, () => {
    const { hash, findings } = verifyJournal(path, meant.id, true);
    assert.is(hash, meant.hash);
    assert.not.ok(findings.some(({ severity }) => severity === 'damage'));
  });
}

test('there are journals of each way to end', () => {
  for (const name of ['completed', 'failed', 'stopped', 'lost']) assert.ok(golden.includes(join('v1', name)));
});

test('there are journals of a verdict with its notices, of a second attempt, and of one that waited', () => {
  for (const name of ['judged', 'retried', 'queued']) assert.ok(golden.includes(join('v1', name)));
});

test('what a fold lacks is seen', () => {
  assert.equal(lacking({ a: 1, b: { c: [1, 2], more: 3 } }, { a: 1, b: { c: [1, 2] } }), []);
  assert.equal(lacking({ a: 2, b: { c: [1] } }, { a: 1, b: { c: [1, 2], d: null } }), [
    '.a',
    '.b.c.1',
    '.b.d',
  ]);
});

test.run();

/** Where `actual` does not say what `expected` says; it may say more. */
function lacking(actual: unknown, expected: unknown, at = ''): string[] {
  if (typeof expected !== 'object' || expected === null) return Object.is(actual, expected) ? [] : [at];
  if (typeof actual !== 'object' || actual === null) return [at];
  return Object.entries(expected).flatMap(([key, value]) =>
    lacking(Reflect.get(actual, key), value, `${at}.${key}`),
  );
}
