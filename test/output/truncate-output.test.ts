import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openOutputForAppend } from '../../src/output/output-file.ts';
import { keepNewest, moveToFront } from '../../src/output/truncate-output.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { missingIn, numberedLines, numberedLinesChild, numbersIn } from './numbered-lines.ts';

const test = suite('truncating an output');

const keptBytes = 256 * 1024;
/** Far more than a command can write between the last read of the copy and the cut. */
const lostLinesLimit = 1000;

type Written = {
  readonly fd: number;
  readonly path: string;
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
};

const newPath = () => join(temporaryFolder('truncate-'), 'o');

/** A command that appends numbered lines, one a write, while the test goes on. */
function writer(lines: number): Written {
  const path = newPath();
  const fd = openOutputForAppend(path);
  const child = spawn(process.execPath, [numberedLinesChild, String(lines)], {
    stdio: ['ignore', fd, 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { fd, path, child, ended };
}

/** Cuts again and again while the command writes; tells what went in all, and how often it was cut. */
async function cutWhileWritten(
  { fd, child, ended }: Written,
  cut: (goneBytes: number) => Promise<number>,
): Promise<{ readonly goneBytes: number; readonly cuts: number }> {
  let goneBytes = 0;
  let cuts = 0;
  for (;;) {
    const over = child.exitCode !== null;
    const { size } = fstatSync(fd);
    const bytes = size > 2 * keptBytes ? await cut(size - keptBytes) : 0;
    goneBytes += bytes;
    cuts += bytes > 0 ? 1 : 0;
    if (over) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await ended;
  return { goneBytes, cuts };
}

test.skipUnless(
  'fallocate-collapse',
  'where the front can be cut off, nothing is lost but the oldest lines',
  async () => {
    const output = writer(100_000);
    const { goneBytes, cuts } = await cutWhileWritten(output, () => keepNewest(output, keptBytes));
    const numbers = numbersIn(readFileSync(output.path, 'latin1'));
    assert.ok(cuts > 1, `${cuts} cuts`);
    assert.is(missingIn(numbers), 0);
    assert.is(numbers.at(-1), 100_000);
    assert.is(goneBytes + statSync(output.path).size, 100_000 * 100);
    assert.ok(statSync(output.path).size <= 2 * keptBytes);
    closeSync(output.fd);
  },
);

test('where it must be copied, the newest lines stay, and at most what is written during the cut is lost', async () => {
  const output = writer(100_000);
  const inPlace = openSync(output.path, 'r+');
  const { cuts } = await cutWhileWritten(output, (goneBytes) => moveToFront(inPlace, goneBytes));
  const numbers = numbersIn(readFileSync(output.path, 'latin1'));
  assert.ok(cuts > 1, `${cuts} cuts`);
  assert.ok(missingIn(numbers) <= lostLinesLimit * cuts, `${missingIn(numbers)} lines lost in ${cuts} cuts`);
  assert.ok(numbers.length >= keptBytes / 200, `${numbers.length} lines kept`);
  assert.is(numbers.at(-1), 100_000);
  assert.ok(statSync(output.path).size <= 2 * keptBytes);
  for (const fd of [inPlace, output.fd]) closeSync(fd);
});

test('what nobody writes to is kept to the byte, both ways', async () => {
  for (const cut of [keepNewestOf, moveNewestOf]) {
    const path = newPath();
    writeFileSync(path, numberedLines(1, 50_000));
    const goneBytes = await cut(path, 1_000_000);
    const text = readFileSync(path, 'latin1');
    assert.ok(text.length >= 1_000_000 && text.length <= 1_000_000 + 4096, String(text.length));
    assert.is(goneBytes + text.length, 5_000_000);
    assert.ok(text === numberedLines(1, 50_000).slice(goneBytes));
  }
});

test('what is within its size already is left alone', async () => {
  const path = newPath();
  writeFileSync(path, 'short\n');
  assert.is(await keepNewestOf(path, 1000), 0);
  assert.is(readFileSync(path, 'utf8'), 'short\n');
});

test('a command that writes faster than it can be copied does not keep us busy for ever', async () => {
  const path = newPath();
  writeFileSync(path, Buffer.alloc(34 * 1024 * 1024));
  // 20 MiB whenever 16 MiB were copied: the writer below runs once in each pause of the copy.
  let pauses = 0;
  const burst = Buffer.alloc(20 * 1024 * 1024, 'b');
  const write = (): void => {
    pauses += 1;
    appendFileSync(path, burst);
    if (pauses < 20) pending = setImmediate(write);
  };
  let pending = setImmediate(write);
  const fd = openSync(path, 'r+');
  const goneBytes = await moveToFront(fd, 2 * 1024 * 1024);
  clearImmediate(pending);
  assert.ok(pauses < 10, `${pauses} pauses`);
  assert.ok(goneBytes > 2 * 1024 * 1024);
  assert.ok(fstatSync(fd).size <= 34 * 1024 * 1024, String(fstatSync(fd).size));
  assert.is(readFileSync(path).at(-1), 'b'.charCodeAt(0));
  closeSync(fd);
});

test.skipUnless(
  'procfs',
  'it is the file that the command writes to, whatever lies at its path now',
  async () => {
    const output = { path: newPath(), fd: -1 };
    output.fd = openOutputForAppend(output.path);
    appendFileSync(output.path, numberedLines(1, 10_000));
    renameSync(output.path, `${output.path}.moved`);
    writeFileSync(output.path, numberedLines(1, 10_000));
    assert.ok((await keepNewest(output, 500_000)) > 0);
    assert.is(statSync(output.path).size, 1_000_000);
    assert.ok(statSync(`${output.path}.moved`).size < 510_000);
    rmSync(`${output.path}.moved`);
    assert.ok((await keepNewest(output, 100_000)) > 0);
    assert.ok(fstatSync(output.fd).size < 110_000);
    closeSync(output.fd);
  },
);

async function keepNewestOf(path: string, keepBytes: number): Promise<number> {
  const fd = openOutputForAppend(path);
  const goneBytes = await keepNewest({ path, fd }, keepBytes);
  closeSync(fd);
  return goneBytes;
}

async function moveNewestOf(path: string, keepBytes: number): Promise<number> {
  const fd = openSync(path, 'r+');
  const goneBytes = await moveToFront(fd, fstatSync(fd).size - keepBytes);
  closeSync(fd);
  return goneBytes;
}

test.run();
