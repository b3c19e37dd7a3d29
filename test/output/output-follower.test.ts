import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { OutputFollower } from '../../src/output/output-follower.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { missingIn, numberedLine, numberedLines, numbersIn } from './numbered-lines.ts';

const test = suite('output follower');

/** An output that a command appends to, and somebody who follows it. */
class FollowedOutput {
  readonly path = join(temporaryFolder('output-'), 'o');
  readonly follower: OutputFollower;

  constructor(text: string | null, position?: number) {
    if (text !== null) writeFileSync(this.path, text);
    this.follower = new OutputFollower(this.path, position);
    opened.push(this.follower);
  }

  append(text: string): void {
    appendFileSync(this.path, text);
  }

  /** As the supervisor does: the same file, without its first bytes. */
  cutFront(bytes: number): void {
    writeFileSync(this.path, readFileSync(this.path).subarray(bytes));
  }

  read(goneBytes = 0): string {
    return Buffer.concat([...this.follower.read(goneBytes)]).toString();
  }
}

const opened: OutputFollower[] = [];
test.afterEach(() => {
  for (const follower of opened.splice(0)) follower.close();
});

/** More reads than a follower doubts. */
const manyReads = Array.from({ length: 60 });

test('gives out what came since the last read, once', () => {
  const output = new FollowedOutput('one\n');
  assert.is(output.read(), 'one\n');
  assert.is(output.read(), '');
  output.append('two');
  output.append('\nthree\n');
  assert.is(output.read(), 'two\nthree\n');
  assert.is(output.read(), '');
  assert.is(output.follower.position, 14);
});

test('reads on in a long output in chunks, nothing left out', () => {
  const text = numberedLines(1, 20_000);
  const output = new FollowedOutput(text);
  assert.ok(output.read() === text);
});

test('begins at the position it is told, counted from the first byte ever written', () => {
  assert.is(new FollowedOutput('0123456789', 7).read(), '789');
  assert.is(new FollowedOutput('0123456789', 107).read(100), '789');
});

test('a position beyond the end means at the end', () => {
  const output = new FollowedOutput('0123456789', 1000);
  for (const _ of manyReads) assert.is(output.read(), '');
  output.append('abc');
  assert.is(output.read(), 'abc');
});

test('a position that is gone already begins at what is left', () => {
  assert.is(new FollowedOutput('left', 3).read(50), 'left');
});

test('a cut at the front that is told at once loses and repeats nothing', () => {
  const output = new FollowedOutput('aaaa\nbbbb\n');
  output.read();
  output.cutFront(5);
  output.append('cccc\n');
  assert.is(output.read(5), 'cccc\n');
});

test('a cut at the front that is told later repeats nothing', () => {
  const output = new FollowedOutput(numberedLines(1, 100));
  output.read();
  output.cutFront(5000);
  for (let look = 0; look < 5; look += 1) assert.is(output.read(0), '');
  output.append(numberedLine(101));
  assert.is(output.read(5000), numberedLine(101));
});

test('a cut that is told later repeats nothing, also when the output has grown past its old size', () => {
  const output = new FollowedOutput(numberedLines(1, 100));
  output.read();
  output.cutFront(5000);
  output.append(numberedLines(101, 200));
  assert.is(output.read(0), '');
  output.append(numberedLine(201));
  assert.is(output.read(5000), numberedLines(101, 201));
});

test('what was cut before it was read is left out, the rest follows', () => {
  const output = new FollowedOutput(numberedLines(1, 10));
  output.read();
  output.append(numberedLines(11, 100));
  output.cutFront(5000);
  assert.is(output.read(5000), numberedLines(51, 100));
});

test('with a look between two cuts, each line comes once at most, in order, however late a cut is told', () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant('write' as const), lines: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ do: fc.constant('cut' as const), lines: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ do: fc.constantFrom('tell' as const, 'read' as const), lines: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const output = new FollowedOutput('');
      let written = 0;
      let goneLines = 0;
      let toldLines = 0;
      let lookedAtLines = 0;
      let shown = '';
      for (const { do: what, lines } of [...acts, { do: 'tell', lines: 0 }, { do: 'read', lines: 0 }]) {
        if (what === 'write') output.append(numberedLines(written + 1, written + lines));
        if (what === 'write') written += lines;
        const cut = lookedAtLines === goneLines ? Math.min(lines, written - goneLines) : 0;
        if (what === 'cut') output.cutFront(cut * 100);
        if (what === 'cut') goneLines += cut;
        if (what === 'tell') toldLines = goneLines;
        if (what === 'read') lookedAtLines = toldLines;
        if (what === 'read') shown += output.read(toldLines * 100);
      }
      const numbers = numbersIn(shown);
      missingIn(numbers);
      assert.is(shown, numbers.map(numberedLine).join(''));
      if (written > goneLines) assert.is(numbers.at(-1), written);
    }),
    { numRuns: 100 },
  );
});

test('an output that somebody emptied is read anew after a while', () => {
  const output = new FollowedOutput('long ago\n');
  output.read();
  truncateSync(output.path);
  assert.is(output.read(), '');
  output.append('new\n');
  assert.is(manyReads.map(() => output.read()).join(''), 'new\n');
  output.append('more\n');
  assert.is(output.read(), 'more\n');
});

test('an output that was moved away is read to its end, then the new one from its beginning', () => {
  const output = new FollowedOutput('one\n');
  output.read();
  output.append('two\n');
  renameSync(output.path, `${output.path}.1`);
  writeFileSync(output.path, 'three\n');
  assert.is(output.read(), 'two\nthree\n');
  output.append('four\n');
  assert.is(output.read(), 'four\n');
});

test('an output that was only moved away is still followed', () => {
  const output = new FollowedOutput('one\n');
  output.read();
  renameSync(output.path, `${output.path}.1`);
  appendFileSync(`${output.path}.1`, 'two\n');
  assert.is(output.read(), 'two\n');
});

test('an output that is not there yet is read once it is', () => {
  const output = new FollowedOutput(null);
  assert.is(output.read(), '');
  output.append('here\n');
  assert.is(output.read(), 'here\n');
});

test('what is no file is refused, not waited for', () => {
  const folder = new FollowedOutput(null);
  mkdirSync(folder.path);
  assert.throws(
    () => folder.read(),
    (error: Error) => /output_unreadable|not a regular file/.test(String(error)),
  );
  const link = new FollowedOutput(null);
  writeFileSync(`${link.path}.target`, 'secret');
  symlinkSync(`${link.path}.target`, link.path);
  assert.throws(() => link.read());
  rmSync(link.path);
});

test.run();
