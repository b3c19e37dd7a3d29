import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Progress } from '../../src/output/progress-line.ts';
import { type ProgressFound, ProgressScanner } from '../../src/output/progress-scanner.ts';
import { redactText } from '../../src/output/redact.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('scanning output for progress');

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const fixtures = new URL('../fixtures/progress/', import.meta.url);
const captured = readdirSync(new URL('captured/', fixtures)).sort();
const capture = (name: string): Buffer => readFileSync(new URL(`captured/${name}`, fixtures));

function progressOf(found: ProgressFound | null): Progress | null {
  if (found === null) return null;
  const { line: _line, offsetBytes: _offset, ...progress } = found;
  return progress;
}

/** Scans text in pieces of the given sizes (the last size repeats), as a caller would; returns all that was told. */
function scan(text: Buffer, sizes: readonly number[], { isPeeking = false } = {}): ProgressFound[] {
  const scanner = new ProgressScanner();
  const told: (ProgressFound | null)[] = [];
  for (let at = 0, piece = 0; at < text.length; piece += 1) {
    const size = Math.max(1, sizes[Math.min(piece, sizes.length - 1)] ?? text.length);
    told.push(scanner.push(text.subarray(at, at + size), at));
    if (isPeeking) told.push(scanner.peek());
    at += size;
  }
  told.push(scanner.end());
  return told.filter((found) => found !== null);
}

/** What the captured programs had come to when they ended. */
const ENDS: { readonly [name: string]: Progress | null } = {
  'cargo-empty.captured': null,
  'cmake-make.captured': { percent: 100, label: 'Built target lib' },
  'curl-bar.captured': { percent: 100 },
  'curl-columns.captured': { percent: 100 },
  'dd.captured': null,
  'git-clone.captured': { percent: 100, label: 'Receiving objects' },
  'ninja-terminal.captured': { percent: 100, label: 'Linking C static library liblib.a' },
  'ninja.captured': { percent: 100, label: 'Linking C static library liblib.a' },
  'pip-terminal.captured': { percent: 100 },
  'pytest-verbose.captured': { percent: 100 },
  'pytest.captured': { percent: 100 },
  'wget-bar.captured': { percent: 100, label: '/dev/null' },
  'wget-dots.captured': { percent: 100 },
};

test('each captured run has its expected end', () => {
  assert.equal(captured, Object.keys(ENDS));
});

for (const name of captured) {
  test(`${name} is followed to its end, however it is cut`, () => {
    const text = capture(name);
    for (const size of [1, 7, 100, 1 << 20]) {
      for (const isPeeking of [false, true]) {
        assert.equal(
          progressOf(scan(text, [size], { isPeeking }).at(-1) ?? null),
          ENDS[name],
          `cut at ${size}`,
        );
      }
    }
  });
}

test('the newest change of a chunk is told, with its line and where that begins', () => {
  const scanner = new ProgressScanner();
  const chunk = bytes('é\n\x1b[1m[1/4]\x1b[0m a\r\n[2/4] b\nplain\n');
  assert.equal(scanner.push(chunk, 0), { percent: 50, label: 'b', line: '[2/4] b', offsetBytes: 20 });
  assert.is(scanner.push(bytes('plain\n[2/4] b\n'), chunk.length), null);
});

test('a step and the bar in it may come in one chunk', () => {
  const found = new ProgressScanner().push(
    bytes('Step 5/10: Build\n 45%|████▌     | 45/100 [00:12<00:15]\n'),
    0,
  );
  assert.equal(progressOf(found), { percent: 44.5, step: 5, steps: 10, label: 'Build' });
});

test('a bar that waits for its redraw is read by peek, once', () => {
  const scanner = new ProgressScanner();
  assert.is(scanner.push(bytes('\r 45%|████▌     | 45/100 [00:12<00:15, 3.6it/s]'), 0), null);
  assert.is(scanner.peek()?.percent, 45);
  assert.is(scanner.peek(), null);
  assert.is(scanner.end(), null);
});

test('peek never tells half a number', () => {
  const scanner = new ProgressScanner();
  assert.is(scanner.push(bytes('[4'), 0), null);
  assert.is(scanner.peek(), null);
  assert.is(scanner.push(bytes('5/10'), 2), null);
  assert.is(scanner.peek(), null);
  scanner.push(bytes('0] Build'), 6);
  assert.equal(scanner.peek(), { percent: 45, line: '[45/100] Build', offsetBytes: 0 });
  assert.equal(scanner.push(bytes('ing\n'), 14)?.label, 'Building');
});

test('a peek that the rest of the line takes back is put right', () => {
  const scanner = new ProgressScanner();
  scanner.push(bytes('[1/10] a\nsee the chapter (9/10)'), 0);
  assert.is(scanner.peek()?.percent, 90);
  assert.is(scanner.push(bytes(' for'), 31), null);
  assert.is(scanner.push(bytes(' more\n'), 35)?.percent, 10);
});

test('an unfinished last line counts when the output ends', () => {
  const scanner = new ProgressScanner();
  assert.is(scanner.push(bytes('::progress percent=45 label=x'), 0), null);
  assert.is(scanner.peek(), null);
  assert.equal(progressOf(scanner.end()), { percent: 45, label: 'x' });
});

test('a jump of the offset drops the rest of the line it lands in, and both halves of the cut one', () => {
  const scanner = new ProgressScanner();
  scanner.push(bytes('x\n4'), 0);
  assert.is(scanner.push(bytes('5% done\n'), 1000), null);
  assert.is(scanner.push(bytes('46% done\n'), 1008)?.offsetBytes, 1008);
});

test('a line of more than 64 KiB is dropped, the next one is read', () => {
  for (const size of [1000, 1 << 20]) {
    assert.equal(scan(bytes(`[45/100] ${'x'.repeat(64 * 1024)}\n`), [size]), []);
    const long = `[45/100] ${'x'.repeat(64 * 1024)}\n`;
    assert.equal(
      scan(bytes(`${long}[46/100] y\n`), [size]).map((found) => found.percent),
      [46],
    );
  }
  assert.is(scan(bytes(`[45/100] ${'x'.repeat(64 * 1024 - 9)}\n`), [1000]).length, 1);
});

test('bytes that are no UTF-8 do not hide the progress beside them', () => {
  const text = Buffer.concat([bytes('Step 5/10: '), Buffer.from([0xff, 0xc3]), bytes('x\n')]);
  assert.equal(progressOf(scan(text, [text.length]).at(-1) ?? null), {
    percent: 40,
    step: 5,
    steps: 10,
    label: '\ufffd\ufffdx',
  });
});

test('the shown line is at most 500 characters without escapes', () => {
  const found = scan(bytes(`[45/100] \x1b[31m${'x'.repeat(900)}\x1b[0m\n`), [100]).at(-1);
  assert.is(found?.line, `[45/100] ${'x'.repeat(491)}`);
});

test('the same bytes cut in any way come to the same progress', () => {
  const lines = fc.constantFrom(
    ...['[3/9] a\n', '\r 45%|████▌     | 45/100 [00:1', '2<00:15]', 'Step 2/4: é\r\n', 'Step 3/4: x\n', '\r'],
    ...[
      '\x1b]9;4;1;7',
      '0\x07',
      '\x1b]9;4;0\x1b\\',
      '::progress percent=9\n',
      'text (1/2)',
      '\n',
      '[ 12%] ',
      '100%',
    ],
  );
  fc.assert(
    fc.property(
      fc.array(lines, { maxLength: 25 }).map((parts) => bytes(parts.join(''))),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
      (text, sizes) => {
        const whole = progressOf(scan(text, [Math.max(1, text.length)]).at(-1) ?? null);
        assert.equal(progressOf(scan(text, sizes).at(-1) ?? null), whole);
        const peeked = scan(text, sizes, { isPeeking: true }).at(-1);
        if (whole !== null) assert.equal(progressOf(peeked ?? null), whole);
      },
    ),
    { numRuns: 400 },
  );
});

test('a secret that stands where a line or a label is cut is not told half', () => {
  const token = `${'gh'}p_${'Zq7'.repeat(12)}`;
  const line = `[3/7] ${'w '.repeat(240)}${token} and on\n`;
  const label = `::progress step=3/7 label=${'w '.repeat(92)}${token} and on\n`;
  for (const text of [line, label]) {
    const told = scan(bytes(text), [text.length]);
    assert.is(told.length, 1);
    // What is not cut is left to the one who writes it down.
    for (const { line, label = '' } of told) assert.not.match(redactText(line) + redactText(label), /p_|Zq7/);
  }
});

test.run();
