import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { verifyArchive } from '../../src/archive/verify-archive.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { foldProcess } from '../../src/journal/store.ts';
import { observe } from '../../src/observe/observe.ts';
import { anyLines, writeLines } from '../rig/any-journal.ts';
import * as given from '../rig/given-events.ts';
import {
  append,
  emptyProject,
  type GivenEvent,
  givenId,
  givenJournal,
  openWriter,
  readThrough,
} from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { archiveAll, archivedOf, newFolder } from './archived-form.ts';

const test = suite('the archived form of a journal');

async function archivedFrom(...events: readonly GivenEvent[]) {
  const { project, id, read } = givenJournal(...events);
  const before = read();
  assert.equal(await archiveAll(project), []);
  const path = archivedOf(project, id);
  return { project, id, before, path, after: readThrough(path, id), text: readFileSync(path, 'utf8') };
}

test('whatever was written, folding the archived form tells the same of the run, and it verifies', async () => {
  let archived = 0;
  await fc.assert(
    fc.asyncProperty(anyLines, async (lines) => {
      const project = projectAt(newFolder());
      writeLines(project, givenId, lines);
      const before = await observe(project, givenId);
      const failed = await archiveAll(project);
      const after = await observe(project, givenId);
      assert.equal(told(after), told(before));
      if (failed.length > 0 || before.path === after.path) return;
      archived += 1;
      const [checked] = verifyArchive(project).checked;
      const kinds = checked?.findings.filter(({ severity }) => severity === 'damage') ?? [];
      // A history that does not begin with its launch does not after it was archived either.
      const allowed = ['first_event', 'out_of_order'];
      assert.equal(
        kinds.filter(({ kind }) => !allowed.includes(kind)),
        [],
      );
    }),
    { numRuns: 150 },
  );
  // Some two of five: 62 of 150, give or take 6.
  assert.ok(archived > 20, `${archived} of them were archived`);
});

function told({ verdict, state }: Awaited<ReturnType<typeof observe>>): unknown {
  const { because: _offsets, ...verdictTold } = verdict;
  const { facts, checks, attempts, firstStartedAt, stop, spec } = state;
  const { steps, progress, warnings, output, quiet, told: notices, peakMemoryBytes, outputBytes } = facts;
  const rest = { steps, progress, warnings, output, quiet, notices, peakMemoryBytes, outputBytes };
  const { evidence: _evidence, ...stopTold } = stop ?? {};
  return { verdictTold, rest, checks, attempts, firstStartedAt, stopTold, command: spec?.command };
}

test('a long run keeps the shape of its plots, its peaks and its last heartbeat, in some sixty of them', async () => {
  const beats = Array.from({ length: 2000 }, (_, index) =>
    given.heartbeat({
      elapsedMs: index * 5000,
      memoryBytes: index === 777 ? 9e9 : 1e6 + index,
      cpuPercent: index === 1234 ? 399 : 10,
      idleMs: index === 1500 ? 60_000 : 5,
      outputBytes: index,
    }),
  );
  const [exit, ...begin] = given.wholeLife().reverse();
  assert.ok(exit !== undefined);
  const { after, project, id, text } = await archivedFrom(...begin.reverse(), ...beats, exit);
  const kept = after.events.flatMap(({ known, event }) =>
    known && event.type === 'process.heartbeat' ? [event.data] : [],
  );
  assert.ok(kept.length >= 40 && kept.length <= 70, `${kept.length} kept`);
  for (const index of [0, 777, 1234, 1500, 1999])
    assert.ok(
      kept.some(({ elapsedMs }) => elapsedMs === index * 5000),
      `heartbeat ${index}`,
    );
  const gaps = kept.map(({ elapsedMs }, at) => elapsedMs - (kept[at - 1]?.elapsedMs ?? 0));
  assert.ok(Math.max(...gaps) <= 2 * ((2000 * 5000) / 20), `largest gap ${Math.max(...gaps)} ms`);
  const { facts } = foldProcess(project, id).fold.state;
  assert.equal([facts.peakMemoryBytes, facts.quiet.longestIdleMs], [9e9, 60_000]);
  assert.equal(facts.archived?.events, 2005);
  assert.is(facts.archived?.dropped, 2000 - kept.length);
  assert.is(text.split('\n').length - 1, kept.length + 6);
});

test('a few heartbeats are kept as they are', async () => {
  const beats = Array.from({ length: 60 }, (_, index) => given.heartbeat({ elapsedMs: index }));
  const { after } = await archivedFrom(given.requested(), given.started(), ...beats, given.exited());
  assert.is(after.events.length, 64);
});

test('second copies and what was torn and written again are left out, and counted', async () => {
  const project = emptyProject();
  const life = given
    .wholeLife()
    .map((event, index) => ({ kind: 'event' as const, event, atMs: 1e12 + index }));
  writeLines(project, givenId, [
    ...life.slice(0, 4),
    { kind: 'copy' },
    { kind: 'garbage' },
    ...life.slice(4),
  ]);
  assert.equal(await archiveAll(project), []);
  const { events, corrupt } = readThrough(archivedOf(project, givenId), givenId);
  assert.equal([events.length, corrupt], [6, []]);
  const last = events[5];
  assert.ok(last?.known && last.event.type === 'journal.archived');
  assert.equal([last.event.data.events, last.event.data.dropped], [6, 2]);
  assert.is(last.event.at, events[4]?.event.at);
});

test('a journal that somebody edited is not archived: its new form would vouch for it', async () => {
  const { project, path } = givenJournal(...given.wholeLife());
  const text = readFileSync(path, 'utf8');
  for (const edited of [
    text.replace('"attempt":1', '"attempt":2'),
    text.replace('"type":"process.launched"', 'X'),
    text.split('\n').toSpliced(1, 1).join('\n'),
  ]) {
    writeFileSync(path, edited);
    const [refusal = ''] = await archiveAll(project);
    assert.match(refusal, /it is damaged \(\w+(?: \w+)* in line \d\)/);
    assert.is(readFileSync(path, 'utf8'), edited);
  }
});

test('the evidence of a verdict points to where its events lie now', async () => {
  const addressed = given.requested({ notifyEnv: { DISPLAY: ':0' }, tty: '/dev/pts/1', session: 7 });
  const journal = givenJournal(addressed, ...given.wholeLife().slice(1));
  const { project, id } = journal;
  const exit = journal.read().events[4];
  assert.ok(exit !== undefined);
  const writer = openWriter(journal, 'watcher');
  append(
    writer,
    given.failed({ evidence: [{ type: 'process.exited', at: exit.event.at, offset: exit.offset }] }),
  );
  writer.close();
  assert.equal(await archiveAll(project), []);
  const { events } = readThrough(archivedOf(project, id), id);
  const [, , , , exitNow, verdict] = events;
  assert.ok(verdict?.known && verdict.event.type === 'process.failed');
  assert.is(verdict.event.data.evidence[0]?.offset, exitNow?.offset);
  assert.is.not(exitNow?.offset, exit.offset);
});

test('addresses of the machine that only a running process needs are not kept', async () => {
  const { after } = await archivedFrom(
    given.requested({ notifyEnv: { DISPLAY: ':0' }, tty: '/dev/pts/1', session: 7 }),
    ...given.wholeLife().slice(1),
  );
  const [request] = after.events;
  assert.ok(request?.known && request.event.type === 'launch.requested');
  const { notifyEnv, tty, session, host } = request.event.data;
  assert.equal([notifyEnv, tty, session, host], [{}, null, null, 'machine']);
});

test('an event of a later version is kept, with what it added to the envelope', async () => {
  const { project, path, id } = givenJournal(...given.wholeLife());
  const later = {
    at: '2026-11-23T10:31:00.000Z',
    type: 'process.slept',
    process: id,
    by: 'later.abcd1',
    n: 1,
  };
  appendFileSync(
    path,
    `${JSON.stringify({ ...later, data: { b: 1, a: 'token=abcdefgh12345678' }, v: 2, zone: 'x', area: 5 })}\n`,
  );
  assert.equal(await archiveAll(project), []);
  const text = readFileSync(archivedOf(project, id), 'utf8');
  assert.match(
    text,
    /"n":1,"data":\{"a":"token=\*\*\*","b":1\},"seen":\[\d+,"[0-9a-f]{32}"\],"v":2,"area":5,"zone":"x"\}/,
  );
});

test.run();
