import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../src/base/read-regular-file.ts';
import { takeStepResult, writtenResult } from '../../src/workflow/step-result.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('what a step reports');
const folder = temporaryFolder('tapps-result-');
const path = join(folder, 'result.json');

function reported(text: string): unknown {
  writeFileSync(path, text);
  return takeStepResult(path);
}

test('a JSON object is taken, and its file goes', () => {
  assert.equal(reported('{"scoring": {"passed": true}}'), { scoring: { passed: true } });
  assert.not.ok(existsSync(path));
});

test('everything else is nothing', () => {
  const deep = `{"a": ${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  for (const text of ['', 'no', '[1]', 'null', '{"a":', deep, `{"a": "${'x'.repeat(70_000)}"}`]) {
    assert.equal(reported(text), {}, text.slice(0, 20));
  }
  assert.equal(takeStepResult(path), {});
});

test('no link is followed out of the project', () => {
  const outside = join(folder, 'outside.json');
  writeFileSync(outside, '{"password": "x"}');
  symlinkSync(outside, path);
  assert.equal(takeStepResult(path), {});
  assert.ok(existsSync(outside));
});

test('the journal gets it without secrets, and not at all if it is long', () => {
  const written = writtenResult({ score: 7, db_password: 'hunter2hunter2', note: 'fine' });
  assert.is(written, '{"score":7,"db_password":"***","note":"fine"}');
  assert.is(writtenResult({}), null);
  assert.is(writtenResult({ a: 'x'.repeat(3000) }), null);
});

test.skipUnless('procfs', 'a file that does not tell its size is read to the limit and no further', () => {
  assert.is(readRegularFile('/proc/self/stat', 64 * 1024).outcome, 'read');
  assert.is(readRegularFile('/proc/kallsyms', 64 * 1024).outcome, 'too_large');
});

test.run();
