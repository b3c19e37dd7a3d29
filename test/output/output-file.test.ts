import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { freeDiskBytes } from '../../src/output/free-disk.ts';
import { compileLinePattern } from '../../src/output/line-pattern.ts';
import { openOutputForAppend, openOutputForReading } from '../../src/output/output-file.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('output file');

const newPath = () => join(temporaryFolder('output-file-'), 'o');

const isRefused = (error: unknown) =>
  error instanceof FailureError && error.failure.code === 'output_unreadable';

/** What is not a plain file of ours, by name. */
const strangers: Readonly<Record<string, (path: string) => void>> = {
  'a FIFO': (path) => void spawnSync('mkfifo', [path]),
  'a folder': (path) => mkdirSync(path),
  'a link': (path) => {
    writeFileSync(`${path}.target`, 'theirs');
    symlinkSync(`${path}.target`, path);
  },
  'a link to nothing': (path) => symlinkSync(`${path}.target`, path),
};

test('is made for us alone, and appended to', () => {
  const path = newPath();
  for (const text of ['one\n', 'two\n']) {
    const fd = openOutputForAppend(path);
    writeSync(fd, text);
    closeSync(fd);
  }
  assert.is(readFileSync(path, 'utf8'), 'one\ntwo\n');
  assert.is(statSync(path).mode & 0o777, 0o600);
});

test('one that was open to others is closed to them', () => {
  const path = newPath();
  writeFileSync(path, '', { mode: 0o666 });
  closeSync(openOutputForAppend(path));
  assert.is(statSync(path).mode & 0o777, 0o600);
});

test('what is no plain file is refused, for writing and for reading, without waiting', () => {
  for (const [name, make] of Object.entries(strangers)) {
    const path = newPath();
    make(path);
    assert.throws(() => openOutputForAppend(path), isRefused, name);
    assert.throws(() => openOutputForReading(path), isRefused, name);
    assert.not.ok(name === 'a link to nothing' && existsSync(`${path}.target`));
  }
});

test('a file with a second name is not written to', () => {
  const path = newPath();
  writeFileSync(`${path}.other`, 'theirs');
  linkSync(`${path}.other`, path);
  assert.throws(() => openOutputForAppend(path), isRefused);
  assert.is(readFileSync(`${path}.other`, 'utf8'), 'theirs');
});

test('an output that is not there is null for a reader', () => {
  assert.is(openOutputForReading(newPath()), null);
});

test('a folder that is missing is a failure with its cause', () => {
  assert.throws(() => openOutputForAppend('/nowhere/at/all/o'), isRefused);
});

test('free space is a number for what is there, null for what is not', () => {
  assert.ok((freeDiskBytes(tmpdir()) ?? 0) > 0);
  assert.is(freeDiskBytes('/nowhere/at/all'), null);
});

test('a pattern that would take JavaScript for ever answers at once', () => {
  const pattern = compileLinePattern('^(a+)+$');
  assert.ok(pattern.ok && !pattern.matches(`${'a'.repeat(60_000)}!`) && pattern.matches('aaa'));
});

test('a pattern that cannot be read says so', () => {
  const pattern = compileLinePattern('(');
  assert.ok(!pattern.ok && pattern.message !== '');
});

test.run();
