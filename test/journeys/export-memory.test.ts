import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeLongJournal } from '../rig/long-journal.ts';
import { TestProject } from '../rig/project.ts';
import { readSlowly } from '../rig/slow-reader.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('bg export of long journals');
const project = new TestProject();
const mebibyte = 1024 * 1024;

test.before(() => {
  mkdirSync(dirname(project.journalPath('x')), { recursive: true, mode: 0o700 });
  writeLongJournal(project.journalPath('short001'), 'short001', 20_000);
  writeLongJournal(project.journalPath('long0001'), 'long0001', 200_000);
});
test.after(() => project.end());

// Measured: 115 MiB and 160 MiB, and 175 MiB for a million events; V8 takes its time to collect.
test(
  '200,000 events take little more memory than 20,000, however slow the reader is',
  async () => {
    const exported = (id: string) =>
      readSlowly(project.program, ['bg', 'export', id, '--format', 'otlp'], project.folder);
    const short = await exported('short001');
    const long = await exported('long0001');
    assert.equal([short.code, long.code, short.stderr, long.stderr], [0, 0, '', '']);
    assert.ok(long.bytes > 8 * short.bytes, `${long.bytes} of ${short.bytes} bytes`);
    assert.ok(long.peakBytes < 260 * mebibyte, `${long.peakBytes} bytes`);
    assert.ok(
      long.peakBytes - short.peakBytes < 120 * mebibyte,
      `${short.peakBytes}, ${long.peakBytes} bytes`,
    );
  },
  { timeoutMs: 240_000 },
);

test.run();
