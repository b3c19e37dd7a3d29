import { appendFileSync, closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutputScan } from '../../src/attend/output-scan.ts';
import { ProgressScanner } from '../../src/output/progress-scanner.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('scanning an output');

/** An output as it grows, and the scan that its supervisor makes of it. */
class ScannedOutput {
  readonly path = join(temporaryFolder('scan-'), 'o');
  readonly fd: number;
  readonly scan: OutputScan;
  readonly #scanner = new ProgressScanner();
  goneBytes = 0;

  constructor(text = '') {
    writeFileSync(this.path, text);
    this.fd = openSync(this.path, 'r');
    this.scan = new OutputScan(this.fd);
    opened.push(this.fd);
  }

  get size(): number {
    return fstatSync(this.fd).size;
  }

  look(which: 'last' | 'one' = 'one') {
    return this.scan.look(this.size, this.goneBytes, this.#scanner, which === 'last');
  }

  end() {
    return this.scan.end(this.size, this.goneBytes, this.#scanner);
  }

  cutFront(bytes: number): void {
    writeFileSync(this.path, readFileSync(this.path).subarray(bytes));
    this.scan.cut(bytes, this.goneBytes);
    this.goneBytes += bytes;
  }
}

const opened: number[] = [];
test.afterEach(() => {
  for (const fd of opened.splice(0)) closeSync(fd);
});

/** Lines that each say how far it is: the dearest to read. */
const flood = (lines: number) =>
  Array.from({ length: lines }, (_, k) => `[${k + 1}/${lines}] item ${k + 1}\n`).join('');

test('a look tells the newest change and reads to the end of what is there', () => {
  const output = new ScannedOutput('[1/9] a\n[2/9] b\n');
  assert.is(output.look()?.line, '[2/9] b');
  assert.is(output.scan.position, output.size);
  assert.is(output.look(), null);
  appendFileSync(output.path, '[3/9] c\n');
  assert.is(output.look()?.offsetBytes, 16);
});

test('a last line is read at the end, also without its end', () => {
  const output = new ScannedOutput('[1/9] a\n');
  output.look();
  appendFileSync(output.path, 'some work\n[9/9] last');
  assert.is(output.end()?.line, '[9/9] last');
});

test('of what came faster than it can be read the first and the newest lines are read, and the rest is counted', () => {
  const output = new ScannedOutput(`[1/9] a\n${'a line of no meaning\n'.repeat(500_000)}[2/9] b\n`);
  const { size } = output;
  output.look();
  assert.equal(output.scan.skipped, [{ from: 64 * 1024, to: size - 8 * 1024 }]);
  appendFileSync(output.path, 'a line of no meaning\n'.repeat(500_000));
  output.look(); // what comes now has no first lines
  assert.equal(output.scan.skipped[1], { from: size, to: output.size - 8 * 1024 });
});

test('when it has ended, more of its end is read', () => {
  const output = new ScannedOutput(`${'a line of no meaning\n'.repeat(500_000)}[2/9] b`);
  const { size } = output;
  const seen = output.look('last') ?? output.end();
  assert.is(seen?.line, '[2/9] b');
  assert.equal(output.scan.skipped, [{ from: 64 * 1024, to: size - 512 * 1024 }]);
});

test('a look at a flood ends soon, and goes on where it was', () => {
  const output = new ScannedOutput(flood(150_000));
  output.look();
  const { position } = output.scan;
  assert.ok(position > 0 && position < output.size, `${position} of ${output.size}`);
  assert.is(output.scan.skippedBytes, 0);
  output.look();
  assert.ok(output.scan.position > position);
});

test('a command that ends in the middle of a flood is told at its last line, soon', () => {
  const output = new ScannedOutput(flood(150_000));
  output.look();
  assert.is(output.end()?.line, '[150000/150000] item 150000');
  assert.ok(output.scan.skippedBytes > 0 && output.scan.skippedBytes < output.size);
});

test('far behind, the newest lines are read and what lies before them is skipped', () => {
  const lines = `${'x'.repeat(99)}\n`.repeat(300_000);
  const output = new ScannedOutput(`${lines}[7/9] newest\n`);
  assert.is(output.look()?.line, '[7/9] newest');
  assert.is(output.scan.position, output.size);
  assert.ok(output.scan.skippedBytes > 0);
});

test('behind for longer than a second, too', async () => {
  const output = new ScannedOutput(flood(150_000));
  output.look();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  appendFileSync(output.path, 'Progress is [150001/200000]\n[1/7] newest\n');
  assert.is(output.look()?.line, '[1/7] newest');
  assert.is(output.scan.position, output.size);
});

test('a cut in front of what was read skips nothing; offsets go on counting from the first byte', () => {
  const output = new ScannedOutput('0123456789\n[1/9] a\n');
  output.look();
  output.cutFront(11);
  appendFileSync(output.path, '[2/9] b\n');
  assert.is(output.look()?.offsetBytes, 19);
  assert.is(output.scan.skippedBytes, 0);
});

test('what was cut off before it was read counts as skipped, and half a line is not read', () => {
  const output = new ScannedOutput('');
  appendFileSync(output.path, '0123456789\n[1/9] a\n[2/9] b\n');
  output.cutFront(13);
  assert.equal(output.scan.skipped, [{ from: 0, to: 13 }]);
  assert.equal([output.look()?.line, output.scan.position], ['[2/9] b', 14]);
});

test.run();
