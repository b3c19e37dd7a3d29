import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../src/base/make-folder.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('making a folder');
const root = temporaryFolder('tapps-folder-');

test('it is made with those above it, all for their owner alone', () => {
  const path = join(root, 'a', 'b', 'c');
  assert.ok(makeFolder(path, 0o700));
  assert.not.ok(makeFolder(path, 0o700));
  for (const folder of [join(root, 'a'), path]) assert.is(statSync(folder).mode & 0o777, 0o700);
});

test('below a file it is refused', () => {
  writeFileSync(join(root, 'file'), '');
  assert.throws(() => makeFolder(join(root, 'file', 'x'), 0o700), 'ENOTDIR');
});

test.skipUnless('procfs', 'where none can be made it is refused, and comes back', () => {
  assert.throws(() => makeFolder('/proc/tapps/x', 0o700), 'ENOENT');
});

test.run();
