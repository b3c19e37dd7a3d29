import { closeSync, fstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueEvent } from '../../schemas/event.ts';
import { type Attendance, attend } from '../../src/attend/attend.ts';
import { orphanedOutput } from '../../src/attend/orphaned-output.ts';
import { runPatterns } from '../../src/attend/run-patterns.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('attending to a command whose supervisor died');
const project = new TestProject();
const opened: number[] = [];
const pens: JournalWriter[] = [];
test.after(async () => {
  for (const fd of opened) closeSync(fd);
  for (const pen of pens) pen.close();
  await project.end();
});

const until = (file: string): string => `while [ ! -e ${file} ]; do sleep 0.05; done`;
const allow = (file: string): void => writeFileSync(join(project.folder, file), '');

/** Launches it, waits until its first error was told, and kills its supervisor. */
async function orphaned(script: string, options: readonly string[] = []): Promise<string> {
  const id = await project.launch(['sh', '-c', `echo "error: first"; ${script}`], options);
  const { supervisorPid } = await project.event(id, 'process.started');
  await project.event(id, 'process.warned');
  await project.event(id, 'process.heartbeat');
  process.kill(supervisorPid, 'SIGKILL');
  await eventually(() => (isAlive(supervisorPid) ? null : true));
  return id;
}

/** Attends to it from here on, as its journal tells it. */
async function adopted(id: string, limits: { timeoutMs?: number; ranMs?: number } = {}): Promise<Attendance> {
  const { state } = await observe(projectAt(project.folder), id);
  const { life, spec, facts } = state;
  if (life.phase !== 'started' || spec === null) throw new Error(`it is ${life.phase}`);
  const { failLine, doneLine, errorLineCount, errorLines } = facts.output;
  const output = orphanedOutput(project.outputPath(id), {
    knownBytes: facts.outputBytes ?? 0,
    goneBytes: facts.outputGoneBytes,
    fromBytes: facts.attemptOffset,
  });
  opened.push(output.fd);
  const pen = JournalWriter.open(project.journalPath(id), id, 'watcher');
  pens.push(pen);
  return attend(
    {
      ...{
        id,
        journal: project.journalPath(id),
        output,
        heartbeatMs: 300,
        ranMs: 0,
        timeoutMs: null,
        ...limits,
      },
      ...{ graceMs: 1000, waitTree: false, isEngine: false },
      root: { child: life.running.child, marker: spec.marker },
      limits: { maxOutputBytes: 2 ** 30, onMaxOutput: 'truncate', minFreeDiskBytes: 0 },
      patterns: await runPatterns({
        progressPattern: null,
        failOn: spec.patterns.failOn ?? null,
        doneOn: spec.patterns.doneOn ?? null,
        isEngine: false,
      }),
      told: {
        isBlocked: false,
        hasFailed: failLine !== null,
        isDone: doneLine !== null,
        errorLines: errorLineCount,
        errorOffset: errorLines.at(-1)?.offset ?? -1,
      },
      reserve: join(project.folder, 'reserve'),
    },
    pen,
  );
}

const byWatcher = (id: string): CatalogueEvent[] =>
  project.events(id).filter(({ by }) => by.startsWith('watcher.'));
const errorsOf = (events: readonly CatalogueEvent[]): (string | undefined)[] =>
  events.flatMap((event) =>
    event.type === 'process.warned' && event.data.kind === 'error_line' ? [event.data.line] : [],
  );

async function endOf(id: string): Promise<void> {
  const { pid } = await project.event(id, 'process.started');
  await eventually(() => (isAlive(pid) ? null : true), 20_000);
}

test('heartbeats and reading go on; what was told before is not told again', async () => {
  const id = await orphaned(`${until('a')}; echo "error: second"; echo all done`, ['--done-on', '^all done']);
  const attendance = await adopted(id);
  await eventually(() => byWatcher(id).find(({ type }) => type === 'process.heartbeat') ?? null);
  allow('a');
  await endOf(id);
  const { said, outputBytes, stop } = await attendance.finish();
  assert.equal(errorsOf(project.events(id)), ['error: first', 'error: second']);
  assert.equal([said.isDone, said.hasFailed, stop], [true, false, null]);
  assert.is(outputBytes, 'error: first\nerror: second\nall done\n'.length);
  const noted = byWatcher(id).filter(({ type }) => type === 'process.noted');
  assert.is(noted.length, 1);
});

test('a stop request reaches it', async () => {
  const id = await orphaned('sleep 300');
  const attendance = await adopted(id);
  const writer = JournalWriter.open(project.journalPath(id), id, 'stop');
  const request = { signal: 'SIGTERM', graceMs: 5000, reason: null, by: 'user' } as const;
  writer.append('process.stop_requested', request);
  writer.close();
  await endOf(id);
  assert.is((await attendance.finish()).stop?.by, 'user');
});

test('its time limit counts from its start, also what had passed before', async () => {
  const id = await orphaned('sleep 300');
  const attendance = await adopted(id, { timeoutMs: 3_600_000, ranMs: 3_600_000 - 300 });
  await endOf(id);
  const { stop, durationMs } = await attendance.finish();
  assert.equal([stop?.by, stop?.reason], ['timeout', 'ran longer than its time limit of 1h']);
  assert.ok(durationMs >= 3_600_000, `${durationMs}`);
});

test('an output that was removed is no trouble', async () => {
  const output = orphanedOutput(join(project.folder, 'no-such.output'), {
    knownBytes: 500,
    goneBytes: 0,
    fromBytes: 0,
  });
  opened.push(output.fd);
  assert.is(output.scannedFrom, 0);
});

for (const injection of [
  'openat:error=EMFILE:when=1',
  'openat:error=EIO:when=1',
  'fstat,newfstatat,statx:error=ESTALE:when=1',
  'fstat,newfstatat,statx:error=ESTALE:when=2',
])
  test.fault(
    71,
    `an output that the system refuses once is not taken for an empty one, and nothing leaks (${injection})`,
    async () => {
      const path = join(project.folder, 'refused.output');
      writeFileSync(path, 'said\n');
      const known = { knownBytes: 5, goneBytes: 0, fromBytes: 5 };
      const failing = await FailingCalls.of(process.pid, path, [injection]);
      try {
        const before = openFiles();
        assert.throws(() => orphanedOutput(path, known));
        assert.is(openFiles(), before);
        const { fd } = orphanedOutput(path, known);
        opened.push(fd);
        assert.is(fstatSync(fd).size, 5);
      } finally {
        await failing.end();
      }
    },
    { needs: ['strace', 'procfs'] },
  );

test('reading begins where a line does, well before what was known, but in this attempt', () => {
  const path = join(project.folder, 'long.output');
  const line = `${'x'.repeat(99)}\n`;
  writeFileSync(path, line.repeat(2000));
  const known = { knownBytes: 1_100_050, goneBytes: 1_000_000 };
  const { fd, scannedFrom } = orphanedOutput(path, { ...known, fromBytes: 0 });
  opened.push(fd);
  assert.ok(scannedFrom > 1_000_000 && scannedFrom < 1_100_050 - 60_000, `${scannedFrom}`);
  assert.is(scannedFrom % 100, 0);
  const later = orphanedOutput(path, { ...known, fromBytes: 1_100_000 });
  opened.push(later.fd);
  assert.is(later.scannedFrom, 1_100_000, 'what an attempt before wrote is not read');
});

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

test.run();
