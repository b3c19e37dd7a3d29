import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSkipped } from '../../src/attend/skipped-output.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('reading what was skipped');
const path = join(temporaryFolder('skipped-'), 'o');
/** Each line is ten bytes: `line 0042\n`. */
const lineAt = (n: number): string => `line ${String(n).padStart(4, '0')}`;
writeFileSync(path, Array.from({ length: 30_000 }, (_, n) => `${lineAt(n % 10_000)}\n`).join(''));
const fd = openSync(path, 'r');
test.after(() => closeSync(fd));

type Range = { from: number; to: number };

async function read(
  ranges: Range[],
  goneBytes = 0,
  wantsMore: () => boolean = () => true,
): Promise<{ lines: { text: string; offsetBytes: number }[]; unread: number }> {
  const lines: { text: string; offsetBytes: number }[] = [];
  const unread = await readSkipped(
    { fd, goneBytes, ranges },
    {
      decide: (line) => lines.push(line),
      get isUndecided() {
        return wantsMore();
      },
    },
  );
  return { lines, unread };
}

test('every line of a range is read, also those that it cuts through', async () => {
  const { lines, unread } = await read([{ from: 100_005, to: 100_025 }]);
  const offsets = lines.map(({ offsetBytes }) => offsetBytes);
  for (const offset of [100_000, 100_010, 100_020]) assert.ok(offsets.includes(offset), `${offset}`);
  assert.is(unread, 0);
});

test('offsets count removed bytes; what is removed is not read, nor what a cut may have left of a line', async () => {
  const { lines, unread } = await read([{ from: 0, to: 100_020 }], 100_000);
  assert.equal(lines[0], { text: lineAt(1), offsetBytes: 100_010 });
  assert.is(unread, 100_000);
});

test('ranges are read one after the other, and a stretch between them that is far from both is not', async () => {
  const { lines } = await read([
    { from: 0, to: 10 },
    { from: 250_000, to: 250_010 },
  ]);
  const offsets = lines.map(({ offsetBytes }) => offsetBytes);
  assert.ok(offsets.includes(0) && offsets.includes(250_000));
  assert.not.ok(offsets.includes(100_000));
});

test('when no more is wanted the rest stays unread', async () => {
  const { lines, unread } = await read([{ from: 0, to: 300_000 }], 0, () => false);
  assert.equal([lines.length, unread], [0, 300_000]);
});

test('a file that ends before the range is no trouble', async () => {
  const { unread } = await read([{ from: 299_990, to: 400_000 }]);
  assert.is(unread, 100_000);
});

test.run();
