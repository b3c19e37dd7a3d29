import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ListedProcess, selectProcesses } from '../../projections/process-list.ts';
import type { Project } from '../../src/journal/project-paths.ts';
import { asListed } from '../../src/observe/as-listed.ts';
import { observeAll } from '../../src/observe/observe.ts';
import { observeChosen } from '../../src/observe/observe-chosen.ts';
import { exited, requested, started } from '../rig/given-events.ts';
import { append, emptyProject, type GivenJournal, journalIn, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what is chosen from a history');

const everything = { status: 'all', type: null, tags: {}, since: null, limit: null } as const;
const failedOnes = { ...everything, status: 'failed' } as const;

test('it is the same with the index, without it, and with one that was damaged', async () => {
  const project = history(20);
  const filters = [everything, failedOnes, { ...everything, limit: 3 }, { ...everything, type: 'odd' }];
  for (const filter of filters) {
    const expected = await fromAll(project, filter);
    assert.equal(await chosen(project, filter), expected, 'cold');
    assert.equal(await chosen(project, filter), expected, 'with the index');
    assert.ok(existsSync(indexOf(project)), 'there is an index');
    writeFileSync(indexOf(project), readFileSync(indexOf(project), 'utf8').replace('failed', 'stopped'));
    assert.equal(await chosen(project, filter), expected, 'with a damaged index');
    rmSync(project.cacheFolder, { recursive: true });
  }
});

test('what ended and is not chosen is not even looked at', async () => {
  const project = history(20);
  await chosen(project, everything);
  const [newest, ...others] = selectProcesses((await observeAll(project)).observed.map(asListed), everything);
  for (const { id } of others) writeFileSync(journalIn(project, id).path, 'no journal at all\n');
  assert.equal(await chosen(project, { ...everything, limit: 1 }), [`${newest?.id} ${newest?.status}`]);
});

test('what is chosen is shown as its journal is now, and what that changes is chosen again', async () => {
  const project = history(20);
  const before = await chosen(project, failedOnes);
  const [changed = ''] = before;
  const { path } = journalIn(project, changed.slice(0, changed.indexOf(' ')));
  writeFileSync(path, readFileSync(path, 'utf8').replace('"code":1', '"code":0'));
  assert.equal(await chosen(project, { ...failedOnes, limit: 2 }), before.slice(1, 3));
});

test('what comes, goes and ends after the index was written is seen', async () => {
  const project = history(20);
  await chosen(project, everything);
  const going = journalIn(project, 'going');
  const writer = openWriter(going, 'launcher');
  append(writer, requested());
  const [gone = ''] = await chosen(project, failedOnes);
  rmSync(journalIn(project, gone.slice(0, gone.indexOf(' '))).path);
  const expected = await fromAll(project, everything);
  assert.equal(await chosen(project, everything), expected);
  assert.is(expected.length, 20);
  end(going, 0);
  writer.close();
  assert.equal(await chosen(project, everything), await fromAll(project, everything));
});

test('a journal that cannot be read is named, whether the index knows it or not', async () => {
  const project = history(20);
  await chosen(project, everything);
  const { path, id } = journalIn(project, 'p3');
  rmSync(path);
  writeFileSync(join(project.journalFolder, 'elsewhere'), '');
  symlinkSync('elsewhere', path);
  const { unreadable } = await observeChosen(project, 'all', (all) => selectProcesses(all, everything));
  assert.equal(
    unreadable.map((one) => one.id),
    [id],
  );
});

test('a few ends are not worth an index, and who only reads writes none', async () => {
  const few = history(3);
  await chosen(few, everything);
  assert.not.ok(existsSync(indexOf(few)));
  const read: Project = { ...history(20), isOnlyRead: true };
  await chosen(read, everything);
  assert.not.ok(existsSync(read.cacheFolder));
});

test('the index is for its owner alone', async () => {
  const project = history(20);
  await chosen(project, everything);
  assert.is(statSync(indexOf(project)).mode & 0o777, 0o600);
});

test.run();

/** Finished runs, each second one failed, each third of another type. */
function history(count: number): Project {
  const project = emptyProject();
  for (let index = 0; index < count; index += 1) {
    const journal = journalIn(project, `p${index}`);
    const writer = openWriter(journal, 'launcher');
    append(writer, requested({ type: index % 3 === 0 ? 'odd' : 'usual' }));
    writer.close();
    end(journal, index % 2);
  }
  return project;
}

function end(journal: GivenJournal, code: number): void {
  const supervisor = openWriter(journal, 'supervisor');
  for (const event of [started(), exited({ code })]) append(supervisor, event);
  supervisor.close();
}

type Filter = Parameters<typeof selectProcesses>[1];

async function chosen(project: Project, filter: Filter): Promise<string[]> {
  const { observed } = await observeChosen(project, 'all', (all) => selectProcesses(all, filter));
  return observed.map(({ id, verdict }) => `${id} ${verdict.status}`);
}

/** As it was before there was an index: everything is folded. */
async function fromAll(project: Project, filter: Filter): Promise<string[]> {
  const all: ListedProcess[] = (await observeAll(project)).observed.map(asListed);
  return selectProcesses(all, filter).map(({ id, status }) => `${id} ${status}`);
}

function indexOf(project: Project): string {
  return join(project.cacheFolder, 'ended.index');
}
