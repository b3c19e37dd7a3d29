import type { Buffer } from 'node:buffer';
import { type ErrorFound, ErrorScanner } from '../../src/output/error-scanner.ts';
import { type ProgressFound, ProgressScanner } from '../../src/output/progress-scanner.ts';
import { redactArguments, redactText } from '../../src/output/redact.ts';
import { SafeOutput } from '../../src/output/safe-stream.ts';
import { safeJson, safeOutput, safeText } from '../../src/output/safe-text.ts';
import { assert } from '../rig/suite.ts';
import type { Chance } from '../soak/chance.ts';
import { below } from './mutation.ts';

const shownLimitChars = 500;
const acts = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const colour = /\x1b\[[\d;:]*m/g;
/** In two parts, so that no scanner takes it for a secret of this repository. */
const token = `${'gh'}p_${'aB3dE5gH7jK9'.repeat(3)}`;

/** Whatever is printed, however it is cut, progress is a number from 0 to 100 and a line that can be shown. */
export function checkProgress(bytes: Buffer, chance: Chance): void {
  const sizes = Array.from({ length: 12 }, () => 1 + below(chance, 60));
  const whole = scanned(bytes, [Math.max(1, bytes.length)]);
  assert.equal(progressOf(scanned(bytes, sizes).at(-1)), progressOf(whole.at(-1)));
  for (const { percent = 0, step = 1, steps = step, label = '', line, offsetBytes } of whole) {
    assert.ok(percent >= 0 && percent <= 100, String(percent));
    assert.ok(
      Number.isInteger(step) && Number.isInteger(steps) && step >= 1 && step <= steps,
      `${step}/${steps}`,
    );
    assert.ok(line.length <= shownLimitChars && label.length <= 200);
    assert.not.match(`${line}${label}`, /[\x00-\x1f\x7f-\x9f]/);
    assert.ok(offsetBytes >= 0 && offsetBytes < bytes.length);
  }
}

function scanned(bytes: Buffer, sizes: readonly number[]): ProgressFound[] {
  const scanner = new ProgressScanner();
  const told: (ProgressFound | null)[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    told.push(scanner.push(bytes.subarray(at, at + size), at));
    at += size;
  }
  told.push(scanner.end());
  return told.filter((found) => found !== null);
}

function progressOf(found: ProgressFound | undefined): object | null {
  if (found === undefined) return null;
  const { line: _line, offsetBytes: _offset, ...progress } = found;
  return progress;
}

/** An error is a line that was there, fit to be shown; the same output tells the same errors. */
export function checkErrors(bytes: Buffer): void {
  const lines = bytes.toString('utf8').split('\n');
  const found = errorsIn(lines);
  assert.equal(errorsIn(lines), found);
  assert.ok(found.length <= lines.length);
  for (const { line, offset } of found) {
    assert.ok(offset >= 0 && offset < lines.length);
    assert.ok(line.length <= shownLimitChars);
    assert.not.match(line, /[\x00-\x1f\x7f-\x9f]/);
    assert.is.not(line, '');
  }
}

function errorsIn(lines: readonly string[]): ErrorFound[] {
  const scanner = new ErrorScanner();
  return [...lines.flatMap((line, index) => scanner.push(line, index)), ...scanner.end()];
}

/** Redaction comes to an end: done twice it changes nothing. A token on a line of its own goes, whatever is around it. */
export function checkRedaction(bytes: Buffer): void {
  const text = bytes.toString('utf8');
  const redacted = redactText(text);
  assert.is(redactText(redacted), redacted);
  assert.not.ok(redactText(`${text}\n${token}\n${text}`).includes(token));
  const words = text.split(/\s+/);
  const once = redactArguments(words);
  assert.is(once.length, words.length);
  assert.equal(redactArguments(once), once);
}

/** Nothing that is shown acts on a terminal but colours that are reset, however its bytes come. */
export function checkTerminal(bytes: Buffer, chance: Chance): void {
  const text = bytes.toString('utf8');
  assert.not.match(safeText(text), acts);
  assert.not.match(safeText(text), /[\n\t]/);
  assert.ok(Array.from(safeText(text, { maxChars: 80 })).length <= 80);
  assert.not.match(safeOutput(text, { colours: false }), acts);
  const pieces = new SafeOutput({ colours: true });
  let shown = '';
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + below(chance, 40);
    shown += pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  shown += pieces.end();
  assert.not.match(shown.replace(colour, ''), acts);
  assert.match(shown.match(colour)?.at(-1) ?? '\x1b[m', /^\x1b\[[0;]*m$/);
  const json = JSON.stringify({ text });
  assert.not.match(safeJson(json), acts);
  assert.equal(JSON.parse(safeJson(json)), { text });
}
