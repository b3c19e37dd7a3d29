import { appendFileSync } from 'node:fs';
import { foldAll } from '../../projections/fold.ts';
import { canary } from '../output/redact-samples.ts';
import * as given from '../rig/given-events.ts';
import { givenBytes, givenId, givenJournal } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { goldenJournals, linesOf } from './exported.ts';

const test = suite('export as ndjson');

test('each line is the event as it stands in the journal, but for what attests the journal', () => {
  for (const journal of [givenJournal(...given.wholeLife(), given.completed()), ...goldenJournals()]) {
    const lines = linesOf(journal, 'ndjson');
    const text = givenBytes(lines.map((line) => `${line}\n`).join(''))
      .bytes()
      .toString();
    assert.not.match(text, '"seen"');
    const { events } = readBack(journal.id, lines);
    assert.is(events.length, lines.length);
  }
});

test('what is read from an export folds to the same state', () => {
  const journal = givenJournal(...given.wholeLife(), given.failed(), given.noticeSent());
  const { events } = readBack(journal.id, linesOf(journal, 'ndjson'));
  const { evidence: _, ...again } = flat(foldAll(givenId, events).state);
  const { evidence: __, ...before } = flat(foldAll(givenId, journal.read().events).state);
  assert.equal(again, before);
});

test('second copies and damage are left out, newer events and their further keys are not', () => {
  const journal = givenJournal(given.requested(), given.noted());
  const [, second = ''] = journal.lines();
  const later = { ...JSON.parse(second), type: 'process.slept', n: 9, v: 2, extra: { token: canary } };
  appendFileSync(journal.path, `${second}\n{"torn\n${JSON.stringify(later)}\n`);
  const lines = linesOf(journal, 'ndjson');
  assert.is(lines.length, 3);
  const last = JSON.parse(lines[2] ?? '');
  assert.equal([last.type, last.v, last.extra], ['process.slept', 2, { token: '***' }]);
});

test('controls and the like are escaped: a terminal may be where it goes', () => {
  const [, line = ''] = linesOf(givenJournal(given.requested(), given.noted('a\u009b31m\u202eb')), 'ndjson');
  assert.match(line, 'a\\u009b31m\\u202eb');
  assert.is(JSON.parse(line).data.message, 'a\u009b31m\u202eb');
});

function readBack(id: string, lines: readonly string[]) {
  const text = lines.map((line) => `${line}\n`).join('');
  return givenBytes(text.replaceAll(`"process":"${id}"`, `"process":"${givenId}"`)).read();
}

/** Offsets differ: the lines of an export are shorter. */
function flat(state: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(state, (key, value) => (key === 'offset' ? 0 : value)));
}

test.run();
