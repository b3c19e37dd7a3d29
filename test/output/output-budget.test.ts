import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf, EventType } from '../../schemas/event.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { missingIn, numberedLinesChild, numbersIn } from './numbered-lines.ts';

const test = suite('output budget, with the built program');

const mebibyte = 1024 * 1024;
const blockBytes = 4096;

/** 6 MB of numbered lines: 100 bytes each, 500 a write. */
const printsSixMegabytes = (pauseMs: number) => [
  process.execPath,
  numberedLinesChild,
  '60000',
  '500',
  String(pauseMs),
];

/** A launch takes seconds where everything else runs at the same time. */
const patience = { timeoutMs: 60_000 };

let project: TestProject;
test.beforeEach(() => {
  project = new TestProject();
});
test.afterEach(() => project.end());

const outputOf = (id: string) => readFileSync(project.outputPath(id), 'latin1');

function dataOf<Type extends EventType>(id: string, type: Type): DataOf<Type>[] {
  return project.events(id).flatMap((event) => (event.type === type ? [event.data as DataOf<Type>] : []));
}

const warnings = (id: string, kind: string) =>
  dataOf(id, 'process.warned').filter((one) => one.kind === kind);

/** Ended within its budget, with its last line, and every byte accounted for. */
function assertWithinBudget(id: string): void {
  const { size } = statSync(project.outputPath(id));
  assert.ok(size <= mebibyte + blockBytes, `${size} bytes`);
  assert.is(numbersIn(outputOf(id)).at(-1), 60_000);
  const cuts = warnings(id, 'output_truncated');
  const goneBytes = cuts.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  assert.ok(cuts.length > 0 && cuts.every(({ bytes = 0 }) => bytes > 0));
  assert.is(goneBytes + size, 6_000_000);
  assert.is(dataOf(id, 'process.exited')[0]?.outputBytes, 6_000_000);
}

test.skipUnless(
  'fallocate-collapse',
  'a command that prints more than its budget keeps its newest lines, is said to, and ends well',
  async () => {
    const id = await project.launch(printsSixMegabytes(20), ['--max-output', '1MiB']);
    const followed = await project.call(['bg', 'logs', id, '-f', '-n', '100000']);
    const status = await project.status(id);
    assert.is(status.status, 'completed');
    assertWithinBudget(id);
    assert.is(missingIn(numbersIn(outputOf(id))), 0);
    const told = status.warnings.filter((warning) => warning.includes('removed'));
    assert.is(told.length, 1);
    assert.match(
      told[0] ?? '',
      /^the oldest [45]\.\d MiB of its output were removed to stay within 1\.0 MiB$/,
    );

    // Whoever followed saw each line once at most, in order, to the last one.
    assert.is(followed.code, 0);
    const seen = numbersIn(followed.stdout);
    assert.ok(missingIn(seen) < 60_000);
    assert.is(seen.at(-1), 60_000);
  },
  patience,
);

test(
  'what comes all at once is cut when the command has ended; with :stop it is a failure',
  async () => {
    const cut = await project.launch(printsSixMegabytes(0), ['--max-output', '1MiB']);
    const stopped = await project.launch(printsSixMegabytes(0), ['--max-output', '1MiB:stop']);
    await project.call(['bg', 'wait', cut, stopped]);
    assert.is((await project.status(cut)).status, 'completed');
    assert.is(numbersIn(outputOf(cut)).at(-1), 60_000);
    assert.ok(statSync(project.outputPath(cut)).size <= mebibyte + blockBytes);
    assert.is((await project.status(stopped)).reason, 'output_limit');
  },
  patience,
);

test(
  'with :stop a command that would never end is ended, as output_limit, its output whole',
  async () => {
    const id = await project.launch(
      ['sh', '-c', 'while :; do seq 1 9999; sleep 0.05; done'],
      ['--max-output', '64KiB:stop'],
    );
    const { code } = await project.call(['bg', 'wait', id]);
    const status = await project.status(id);
    assert.equal([status.status, status.reason], ['failed', 'output_limit']);
    assert.equal(
      status.because.map(({ type }) => type),
      ['process.started', 'process.stop_requested', 'process.exited'],
    );
    assert.match(status.message ?? '', /64\.0 KiB/);
    assert.is.not(code, 0);
    assert.is(warnings(id, 'output_truncated').length, 0);
    assert.is(dataOf(id, 'process.stop_requested').length, 1);
    assert.is(dataOf(id, 'process.exited')[0]?.outputBytes, statSync(project.outputPath(id)).size);
  },
  patience,
);

test(
  'on a disk that is nearly full it is warned of and the output halved, the command left alone',
  async () => {
    writeConfig('min_free_disk_mb: 900000000');
    // The pre-flight would refuse: the disk is to fill up later.
    const unchecked = ['--no-validate'];
    const large = await project.launch([process.execPath, numberedLinesChild, '9000', '50', '20'], unchecked);
    const small = await project.launch(
      ['sh', '-c', 'for k in 1 2 3 4; do seq 1 3000; sleep 0.7; done'],
      unchecked,
    );
    await project.call(['bg', 'wait', large, small]);
    for (const id of [large, small]) {
      assert.is((await project.status(id)).status, 'completed');
      assert.is(warnings(id, 'disk_low').length, 1);
    }
    assert.ok(warnings(large, 'output_truncated').length >= 1);
    assert.is(numbersIn(outputOf(large)).at(-1), 9000);
    assert.is(missingIn(numbersIn(outputOf(large))), 0);
    assert.is(warnings(small, 'output_truncated').length, 0);
  },
  patience,
);

test(
  'an output that is emptied or removed meanwhile changes nothing about the end',
  async () => {
    const waits = 'until [ -e go ]; do sleep 0.05; done';
    const prints = ['sh', '-c', `echo first, and longer than what comes; ${waits}; echo "[9/9] last"`];
    const [emptied, removed] = [await project.launch(prints), await project.launch(prints)];
    for (const id of [emptied, removed])
      await eventually(() => (statSync(project.outputPath(id)).size > 0 ? true : null));
    truncateSync(project.outputPath(emptied));
    rmSync(project.outputPath(removed));
    writeFileSync(join(project.folder, 'go'), '');
    await project.call(['bg', 'wait', emptied, removed]);
    for (const id of [emptied, removed]) {
      const { status, progress } = await project.status(id);
      assert.equal([status, progress.percent], ['completed', 100]);
    }
    assert.is(outputOf(emptied), '[9/9] last\n');
    const { outputBytes, warnings: told } = await project.status(emptied);
    assert.is(outputBytes, 'first, and longer than what comes\n[9/9] last\n'.length);
    assert.equal(told, ['the oldest 34 B of its output were removed by somebody else']);
    const { code, stderr, stdout } = await project.call(['bg', 'logs', removed]);
    assert.is(code, 0);
    assert.match(stderr + stdout, /No output/);
  },
  patience,
);

function writeConfig(line: string): void {
  const folder = join(project.folder, '.tapps-agents');
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, 'config.yaml'), `background_processes:\n  ${line}\n`);
}

test.run();
