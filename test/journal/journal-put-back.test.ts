import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import type { JournalWriter, WriterRole } from '../../src/journal/journal-writer.ts';
import { exited, heartbeat, noted, requested, started, stopRequested } from '../rig/given-events.ts';
import { append, type GivenJournal, givenJournal, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal that changes under its writer');

const before = ['launch.requested', 'process.started', 'process.heartbeat'];

/** Somebody else's hands on a journal, what of it is kept, and how many lines were put back for that. */
const hands: readonly [string, (journal: GivenJournal) => void, readonly string[], number][] = [
  ['removed', ({ path }) => unlinkSync(path), before, 3],
  ['saved by sed', ({ path }) => execFileSync('sed', ['-i', 's/^$//', path]), before, 0],
  ['saved by an editor that keeps a backup', saveWithBackup, before, 0],
  ['put back in an older state by git', restoreOlder, before, 2],
  ['made empty', ({ path }) => truncateSync(path), before.slice(0, 2), 2],
  ['cut in the middle of a line', ({ path }) => truncateSync(path, 100), before.slice(0, 2), 2],
];

for (const [what, change, kept, lines] of hands) {
  test.fault(79, `a journal that is ${what} while it runs has its lines and its end again`, () => {
    const { journal, supervisor } = running();
    change(journal);
    append(supervisor, exited());
    const warned = lines === 0 ? [] : ['process.warned'];
    assert.equal(typesIn(journal), [...kept, 'process.exited', ...warned].sort());
    const last = JSON.stringify(journal.read().events.at(-1)?.event);
    if (lines > 0) assert.ok(last.includes(`${lines} lines were put back`), last);
    supervisor.close();
  });
}

test.fault(79, 'a journal whose command has ended does not come back once it is removed', () => {
  const { journal, supervisor } = running();
  append(supervisor, exited());
  unlinkSync(journal.path);
  assert.throws(() => append(supervisor, heartbeat()), failed('it was removed'));
  assert.not.ok(existsSync(journal.path));
  supervisor.close();
});

test.fault(79, 'whoever removes a whole project meets no file that came back in between', async () => {
  const { journal, supervisor } = running();
  const folder = dirname(journal.path);
  for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(folder, name), '');
  unlinkSync(journal.path);
  const others = 'for name in a b c d; do sleep 0.1; rm "$0/$name"; done; rmdir "$0"';
  const removal = spawn('sh', ['-c', others, folder], { stdio: 'ignore' });
  assert.throws(() => append(supervisor, heartbeat()), failed('it was removed'));
  assert.equal(await once(removal, 'exit'), [0, null]);
  supervisor.close();
});

test.fault(79, 'whoever is no supervisor goes on in the file that is there, and makes none', () => {
  for (const [role, event] of [
    ['stop', stopRequested()],
    ['emit', noted()],
  ] as const) {
    const { journal, supervisor } = running();
    const writer = openWriter(journal, role satisfies WriterRole);
    execFileSync('sed', ['-i', 's/^$//', journal.path]);
    append(writer, event);
    assert.ok(typesIn(journal).includes(event.type));
    unlinkSync(journal.path);
    assert.throws(() => append(writer, event), failed('it was removed'));
    assert.not.ok(existsSync(journal.path));
    writer.close();
    supervisor.close();
  }
});

test.fault(79, 'what may have been written by anybody is not gone on with, until it is closed', () => {
  const { journal, supervisor } = running();
  execFileSync('cp', [journal.path, `${journal.path}.copy`]);
  chmodSync(`${journal.path}.copy`, 0o666);
  renameSync(`${journal.path}.copy`, journal.path);
  assert.throws(() => append(supervisor, heartbeat()), failed('anybody may write to it (chmod 600)'));
  chmodSync(journal.path, 0o600);
  append(supervisor, exited());
  assert.ok(typesIn(journal).includes('process.exited'));
  supervisor.close();
});

test('a journal that moves with its project is written to where it is', () => {
  const { journal, supervisor } = running();
  renameSync(journal.path, `${journal.path}.moved`);
  append(supervisor, exited());
  assert.not.ok(existsSync(journal.path));
  renameSync(`${journal.path}.moved`, journal.path);
  assert.equal(typesIn(journal), [...before, 'process.exited'].sort());
  assert.equal(journal.verify().findings, []);
  supervisor.close();
});

test('a journal that was removed and put back passes verify', () => {
  const { journal, supervisor } = running();
  unlinkSync(journal.path);
  append(supervisor, exited());
  assert.equal(journal.verify().findings, []);
  supervisor.close();
});

test.run();

function running(): { journal: GivenJournal; supervisor: JournalWriter } {
  const journal = givenJournal(requested());
  const supervisor = openWriter(journal, 'supervisor');
  append(supervisor, started());
  append(supervisor, heartbeat());
  return { journal, supervisor };
}

function saveWithBackup({ path, bytes }: GivenJournal): void {
  const saved = bytes();
  renameSync(path, `${path}~`);
  writeFileSync(path, saved, { mode: 0o600 });
}

function restoreOlder({ path, lines }: GivenJournal): void {
  const older = lines().slice(0, 1);
  rmSync(path);
  writeFileSync(path, `${older.join('\n')}\n`, { mode: 0o644 });
}

/** Sorted: what is put back may come behind what was found. */
function typesIn(journal: GivenJournal): string[] {
  return journal
    .read()
    .events.map(({ event }) => event.type)
    .sort();
}

function failed(cause: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof FailureError && error.failure.code === 'append_failed' && error.failure.cause === cause;
}
