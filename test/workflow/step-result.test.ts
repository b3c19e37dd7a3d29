import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../src/base/read-regular-file.ts';
import { takeStepResult, writtenResult } from '../../src/workflow/step-result.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('what a step reports');
const folder = temporaryFolder('tapps-result-');
const path = join(folder, 'result.json');
const traced = { needs: ['strace', 'procfs'] } as const;

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

for (const code of ['EMFILE', 'EIO', 'ESTALE'])
  test.fault(
    71,
    `it is taken, although the system refused one look at it (${code})`,
    async () => {
      writeFileSync(path, '{"score": 7}');
      const failing = await FailingCalls.of(process.pid, path, [`openat:error=${code}:when=1`]);
      try {
        assert.equal(takeStepResult(path), { score: 7 });
      } finally {
        await failing.end();
      }
      assert.not.ok(existsSync(path));
    },
    traced,
  );

test.fault(
  71,
  'what cannot be read is nothing, and is not removed unread',
  async () => {
    writeFileSync(path, '{"score": 7}');
    const failing = await FailingCalls.of(process.pid, path, ['openat:error=EIO']);
    try {
      assert.equal(takeStepResult(path), {});
    } finally {
      await failing.end();
    }
    assert.equal(takeStepResult(path), { score: 7 });
  },
  traced,
);

test.fault(
  71,
  'it is taken, although its file cannot be removed',
  async () => {
    writeFileSync(path, '{"score": 7}');
    const failing = await FailingCalls.of(process.pid, path, ['unlink,unlinkat,rmdir:error=EROFS']);
    try {
      assert.equal(takeStepResult(path), { score: 7 });
    } finally {
      await failing.end();
    }
    assert.ok(existsSync(path), 'it could be removed: the test proves nothing');
    takeStepResult(path);
  },
  traced,
);

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
