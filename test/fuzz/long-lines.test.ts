import { Buffer } from 'node:buffer';
import { JournalFramer } from '../../src/journal/journal-framer.ts';
import { errorLineOf } from '../../src/output/error-lines.ts';
import { ErrorScanner } from '../../src/output/error-scanner.ts';
import { ProgressScanner } from '../../src/output/progress-scanner.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a line of 1 MiB');

const lineBytes = 1024 * 1024;
const limitMs = 50;
/** What is printed without end: blanks, numbers, bars, escapes, words of errors, JSON, base64. */
const units = [
  ...['a', ' ', '0', '"', '[', '\\', '/', '.', '\0', '\x1b', 'é', '漢', '\t', '='],
  ...[
    '1/2 ',
    '45% ',
    '\x1b[31m',
    '\x1b]0;',
    'error: ',
    'a.b:1:2: ',
    'Error(',
    '{"level":50,',
    'a: [1/4] ',
    'at x (y:1:1) ',
  ],
  ...['█▉ ', '::progress percent=1 ', '0 errors, ', '2026-11-23T10:30:15 ', 'aGVsbG8', '\r', '\b', 'x=y&'],
];

const scanners: Readonly<Record<string, (line: string, bytes: Buffer) => unknown>> = {
  'the error scanner': (line) => new ErrorScanner().push(line, 0),
  'the reading of an error': (line) => errorLineOf(line),
  'the progress scanner': (_line, bytes) => {
    const scanner = new ProgressScanner();
    // As an output is read: a piece at a time.
    for (let at = 0; at < bytes.length; at += 65_536) {
      scanner.push(bytes.subarray(at, at + 65_536), at);
      scanner.peek();
    }
    return scanner.end();
  },
  'the journal framer': (_line, bytes) => {
    const framer = new JournalFramer({ line: () => {}, corrupt: () => {} });
    framer.push(bytes);
    framer.push(Buffer.from('\n'));
  },
};

for (const [name, scan] of Object.entries(scanners)) {
  test(`takes ${name} less than ${limitMs} ms, whatever it is made of`, () => {
    for (const unit of units) {
      for (const start of ['', 'error: ', '[45/100] ']) {
        const line = (start + unit.repeat(lineBytes / unit.length)).slice(0, lineBytes);
        const bytes = Buffer.from(line).subarray(0, lineBytes);
        const tookMs = bestMs(() => scan(line, bytes));
        assert.ok(tookMs < limitMs, `${tookMs} ms for ${JSON.stringify(start + unit)}`);
      }
    }
  });
}

test.run();

/** The best of several: a loaded machine makes a run slower, never faster. */
function bestMs(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 8 && best >= limitMs; run += 1)
    best = Math.min(
      best,
      cpuMs(() => void work()),
    );
  return best;
}
