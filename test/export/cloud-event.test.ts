import { writeFileSync } from 'node:fs';
import { CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import { anyLines, writeLines } from '../rig/any-journal.ts';
import * as given from '../rig/given-events.ts';
import { emptyProject, givenId, givenJournal, journalIn } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { exported, goldenJournals, linesOf } from './exported.ts';

const test = suite('cloud-event');

/** The official SDK: throws where it is no CloudEvent of version 1.0. */
function parsed(line: string): CloudEvent<unknown> {
  const event = new CloudEvent<unknown>(JSON.parse(line), true);
  assert.is(event.validate(), true, line);
  return event;
}

for (const journal of goldenJournals()) {
  test(`${journal.path.split('/').at(-1)} is valid CloudEvents, by the validator of the official SDK`, () => {
    const events = linesOf(journal, 'cloudevents').map(parsed);
    assert.ok(events.length >= 5);
    assert.is(new Set(events.map(({ source, id }) => `${source} ${id}`)).size, events.length);
    for (const event of events) {
      assert.is(event.subject, journal.id);
      assert.match(event.type, /^dev\.tapps-agents\.[a-z]+\.[a-z_]+$/);
    }
  });
}

test('an event keeps its identity, its time, its data and its place', () => {
  const journal = givenJournal(...given.wholeLife());
  const events = linesOf(journal, 'cloudevents').map(parsed);
  const written = journal.read().events;
  assert.is(events.length, written.length);
  for (const [index, { event }] of written.entries()) {
    const made = events[index];
    assert.is(made?.id, `${givenId}/${event.by}/${event.n}`);
    assert.equal([made?.time, made?.data], [event.at, event.data]);
    assert.is(made?.dataschema, `urn:tapps-agents:schema:${event.type}:1`);
    assert.is(made?.source, '/hosts/machine/tapps-agents');
    assert.is(Number(made?.['sequence']), index + 1);
  }
});

test('whatever a journal holds, each line is a valid CloudEvent and no identity comes twice', () => {
  const project = emptyProject();
  const { path } = journalIn(project);
  fc.assert(
    fc.property(anyLines, (lines) => {
      writeLines(project, givenId, lines);
      const events = linesOf({ id: givenId, path }, 'cloudevents').map(parsed);
      assert.is(new Set(events.map(({ id }) => id)).size, events.length);
    }),
    { numRuns: 200 },
  );
});

test('a host that is no part of an address, and a date that is none, are not in the way', () => {
  const [line = ''] = exported('cloudevents', given.requested({ host: 'a b/ü?#%' }));
  assert.is(parsed(line).source, '/hosts/a%20b%2F%C3%BC%3F%23%25/tapps-agents');
  const forged = givenJournal(given.requested());
  const text = forged.bytes().toString();
  const host = text.replace('"host":"machine"', '"host":"\\ud800"');
  writeFileSync(forged.path, host.replace(/"at":"\d{4}-\d\d-\d\d/, '"at":"2026-02-31'));
  const [event = ''] = linesOf(forged, 'cloudevents');
  assert.is(parsed(event).source, '/hosts/%EF%BF%BD/tapps-agents');
  assert.is(JSON.parse(event).time, undefined);
});

test.run();
