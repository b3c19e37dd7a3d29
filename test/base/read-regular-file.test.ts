import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../src/base/read-regular-file.ts';
import { hasCode } from '../../src/base/system-error.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('reading a regular file');
const newPath = () => join(temporaryFolder('regular-'), 'f');

test('gives the text, up to its limit and not a byte more', () => {
  const path = newPath();
  writeFileSync(path, 'Größe\n');
  assert.equal(readRegularFile(path, 8), { outcome: 'read', text: 'Größe\n' });
  assert.equal(readRegularFile(path, 7), { outcome: 'too_large' });
});

test('a FIFO is not waited for, a folder not read, a device not drained', () => {
  const fifo = newPath();
  spawnSync('mkfifo', [fifo]);
  const folder = newPath();
  mkdirSync(folder);
  for (const path of [fifo, folder, '/dev/zero'])
    assert.equal(readRegularFile(path, 1000), { outcome: 'not_a_file' }, path);
});

test('what is not there is the error of the system', () => {
  assert.throws(
    () => readRegularFile(newPath(), 1000),
    (error: unknown) => hasCode(error, 'ENOENT'),
  );
});

test.run();
