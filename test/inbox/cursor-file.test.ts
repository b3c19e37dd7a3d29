import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { placeOf } from '../../src/inbox/consumer.ts';
import { newCursor } from '../../src/inbox/cursor.ts';
import { readCursor, writeCursor } from '../../src/inbox/cursor-file.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { anyNews } from './any-news.ts';

const test = suite("a cursor's file");
const scratch = temporaryFolder('tapps-cursor-');
test.after(() => rmSync(scratch, { recursive: true, force: true }));

let count = 0;
const newPath = (): string => join(scratch, `${count++}.json`);
const full = {
  v: 1,
  told: [{ process: 'k3f9a2c7', ended: true, stalls: 2 }],
  pending: [anyNews({ message: 'größer', at: null })],
};

test('what is written is read, and only its owner may', () => {
  const path = newPath();
  assert.equal(readCursor(path), { cursor: newCursor, damage: null });
  writeCursor(path, full);
  assert.equal(readCursor(path), { cursor: full, damage: null });
  assert.is(statSync(path).mode & 0o777, 0o600);
  assert.not.ok(existsSync(`${path}.new`));
});

test('a crash before the rename leaves the old one, and the next write is not in its way', () => {
  const path = newPath();
  writeCursor(path, full);
  assert.throws(
    () =>
      writeCursor(path, newCursor, () => {
        throw new Error('crash');
      }),
    /crash/,
  );
  assert.equal(readCursor(path).cursor, full);
  assert.ok(existsSync(`${path}.new`));
  writeCursor(path, newCursor);
  assert.equal(readCursor(path).cursor, newCursor);
});

test('whatever else lies there is damage: it begins anew', () => {
  const damages = [
    ['', /no JSON/],
    ['{"v":1,"told":[', /no JSON/],
    ['null', /something else/],
    ['{"v":2,"told":[],"pending":[]}', /something else/],
    ['{"v":1,"told":[{"process":"a","ended":1,"stalls":0}],"pending":[]}', /something else/],
    ['{"v":1,"told":[],"pending":[{"process":"a"}]}', /something else/],
  ] as const;
  for (const [text, damage] of damages) {
    const path = newPath();
    writeFileSync(path, text);
    const found = readCursor(path);
    assert.equal(found.cursor, newCursor, text);
    assert.match(found.damage ?? '', damage);
    writeCursor(path, full);
    assert.equal(readCursor(path), { cursor: full, damage: null });
  }
});

test('a link is not followed, neither to read nor to write', () => {
  const [path, elsewhere] = [newPath(), newPath()];
  writeFileSync(elsewhere, JSON.stringify(full));
  symlinkSync(elsewhere, path);
  symlinkSync(elsewhere, `${path}.new`);
  assert.match(readCursor(path).damage ?? '', /symbolic link/);
  writeCursor(path, newCursor);
  assert.is(readFileSync(elsewhere, 'utf8'), JSON.stringify(full));
  assert.equal(readCursor(path), { cursor: newCursor, damage: null });
  const second = newPath();
  linkSync(elsewhere, `${second}.new`);
  writeCursor(second, newCursor);
  assert.is(readFileSync(elsewhere, 'utf8'), JSON.stringify(full), 'nor a second name');
});

test('what cannot be written is said in one line', () => {
  const path = newPath();
  mkdirSync(path);
  assert.match(readCursor(path).damage ?? '', /regular file/);
  const missing = join(scratch, 'no', 'folder.json');
  for (const place of [path, missing]) {
    assert.throws(
      () => writeCursor(place, newCursor),
      (error: unknown) => error instanceof FailureError && error.failure.code === 'not_writable',
    );
  }
});

test('a consumer has a name that can be part of a file name', () => {
  const project = projectAt('/p');
  assert.is(placeOf(project, 'agent-7.b_C').cursor, '/p/.tapps-agents/run/inbox/agent-7.b_C.json');
  assert.is(placeOf(project, '..').cursor, '/p/.tapps-agents/run/inbox/...json');
  for (const name of ['', 'a/b', 'a\\b', 'a b', 'ä', 'x'.repeat(65), 'a\n', '../../x']) {
    assert.throws(
      () => placeOf(project, name),
      (error: unknown) => error instanceof FailureError && error.failure.code === 'usage',
      name,
    );
  }
});

test.run();
