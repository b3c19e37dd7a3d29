import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configHash } from '../../src/config/config-hash.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('the hash of a configuration');
const folder = temporaryFolder('tapps-hash-');

test('the same bytes have the same hash, others another', () => {
  const [one, same, other] = ['one.yaml', 'same.yaml', 'other.yaml'].map((name) => join(folder, name));
  writeFileSync(one ?? '', 'a: 1\n');
  writeFileSync(same ?? '', 'a: 1\n');
  writeFileSync(other ?? '', 'a: 2\n');
  const hash = configHash(one ?? '');
  assert.match(hash ?? '', /^[0-9a-f]{32}$/);
  assert.is(configHash(same ?? ''), hash);
  assert.is.not(configHash(other ?? ''), hash);
});

test('what is no readable file of that size has none', () => {
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'huge'), Buffer.alloc(64 * 1024 + 1));
  for (const name of ['missing', 'folder', 'huge']) assert.is(configHash(join(folder, name)), null);
});

test.run();
