import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { abandonedJournals } from '../../src/journal/journal-birth.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { foldProcesses } from '../../src/journal/store.ts';
import { requested } from '../rig/given-events.ts';
import { append, emptyProject, givenJournal, journalIn } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('birth of a journal');

test('nobody sees the journal of a launch before its first event is on the disk', () => {
  const journal = journalIn(emptyProject());
  const writer = JournalWriter.createUnseen(journal.path, journal.id, 'launcher');
  assert.ok(writer);
  assert.equal(foldProcesses(journal.project, 'all').folded, []);
  append(writer, requested());
  assert.equal(
    foldProcesses(journal.project, 'all').folded.map(({ id }) => id),
    [journal.id],
  );
  assert.equal(readdirSync(journal.project.journalFolder), [`${journal.id}.ndjson`]);
  writer.close();
});

test('an id is given to one launch, whether its journal is seen already or not', () => {
  const there = givenJournal(requested());
  assert.is(JournalWriter.createUnseen(there.path, there.id, 'launcher'), null);
  const journal = journalIn(emptyProject());
  const writer = JournalWriter.createUnseen(journal.path, journal.id, 'launcher');
  assert.is(JournalWriter.createUnseen(journal.path, journal.id, 'launcher'), null);
  writer?.close();
  for (const { project } of [journal, there])
    assert.equal(
      readdirSync(project.journalFolder).filter((name) => name.startsWith('.')),
      [],
    );
});

test('what a killed launcher left is told from what somebody may still be at', () => {
  const { project } = journalIn(emptyProject());
  const nowMs = Date.now();
  const ageMs = { '.k3f9a2c7.ndjson.new': 3_600_000, '.k3f9a2c8.ndjson.new': 1000, '.mine.new': 3_600_000 };
  for (const [name, age] of Object.entries(ageMs)) {
    const path = join(project.journalFolder, name);
    writeFileSync(path, '');
    utimesSync(path, (nowMs - age) / 1000, (nowMs - age) / 1000);
  }
  assert.equal(abandonedJournals(project, nowMs), [join(project.journalFolder, '.k3f9a2c7.ndjson.new')]);
});

test.run();
