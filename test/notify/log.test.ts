import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendToNoticeLog } from '../../src/notify/log.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { anyNotice } from './any-notice.ts';

const test = suite('the log of notices');
const folder = temporaryFolder('tapps-notice-log-');
test.after(() => rmSync(folder, { recursive: true, force: true }));

const line = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (.*)\n$/;

test('each notice is one line with its time, kind and process, for nobody else to read', () => {
  const run = join(folder, 'removed', 'run');
  assert.equal(appendToNoticeLog(anyNotice(), run), {
    outcome: 'unsupported',
    error: 'nothing was launched in this project yet',
  });
  mkdirSync(join(folder, 'removed'));
  assert.equal(appendToNoticeLog(anyNotice(), run), { outcome: 'sent' });
  assert.equal(appendToNoticeLog(anyNotice({ kind: 'progress', line: '📊 25%' }), run), { outcome: 'sent' });
  const [first, second] = linesOf(run);
  assert.is(
    line.exec(`${first}\n`)?.[1],
    'failed k3f9a2c7 ❌ Workflow k3f9a2c7 failed: Workflow blocked: no ready steps',
  );
  assert.is(line.exec(`${second}\n`)?.[1], 'progress k3f9a2c7 📊 25%');
  assert.is(statSync(join(run, 'notifications.log')).mode & 0o777, 0o600);
  assert.is(statSync(run).mode & 0o777, 0o700);
});

test('a line stays one line, whatever is in it, and no secret gets there', () => {
  const run = join(folder, 'hostile');
  appendToNoticeLog(anyNotice({ line: 'a\nb\r\x1b[31m\u202ec API_TOKEN=hunter2hunter2' }), run);
  appendToNoticeLog(anyNotice({ line: '🙂'.repeat(100_000) }), run);
  const [first = '', second = '', ...more] = linesOf(run);
  assert.is(line.exec(`${first}\n`)?.[1], 'failed k3f9a2c7 a\\nb\\r\\x1b[31m\\u202ec API_TOKEN=***');
  assert.is(Array.from(second).length, '2026-11-27T00:00:00.000Z failed k3f9a2c7 '.length + 1000);
  assert.equal(more, []);
});

test('a log that is over its limit becomes the one before it, which goes', () => {
  const run = join(folder, 'full');
  mkdirSync(run, { mode: 0o755 });
  writeFileSync(join(run, 'notifications.log'), 'x'.repeat(1024 * 1024), { mode: 0o644 });
  writeFileSync(join(run, 'notifications.log.1'), 'older');
  assert.equal(appendToNoticeLog(anyNotice({ line: 'the last of it' }), run), { outcome: 'sent' });
  assert.equal(readdirSync(run), ['notifications.log.1']);
  assert.match(readFileSync(join(run, 'notifications.log.1'), 'utf8'), /^x+[^x]* the last of it\n$/);
  assert.is(statSync(join(run, 'notifications.log.1')).mode & 0o777, 0o600);
  appendToNoticeLog(anyNotice({ line: 'new' }), run);
  assert.is(linesOf(run).length, 1);
});

test('nothing is written through a link, into a folder or a FIFO, and nobody waits', () => {
  const run = join(folder, 'odd');
  mkdirSync(run);
  const path = join(run, 'notifications.log');
  symlinkSync(join(folder, 'elsewhere'), path);
  const failed = (cause: string) => ({
    outcome: 'failed',
    error: `notifications.log could not be written: ${cause}`,
  });
  assert.equal(appendToNoticeLog(anyNotice(), run), failed('ELOOP'));
  rmSync(path);
  mkdirSync(path);
  assert.equal(appendToNoticeLog(anyNotice(), run), failed('EISDIR'));
  rmSync(path, { recursive: true });
  execFileSync('mkfifo', [path]);
  assert.equal(appendToNoticeLog(anyNotice(), run), failed('ENXIO'));
  symlinkSync(folder, join(folder, 'linked'));
  assert.equal(appendToNoticeLog(anyNotice(), join(folder, 'linked')), failed('ENOTDIR'));
  assert.not.ok(readdirSync(folder).includes('elsewhere'));
});

test.run();

function linesOf(run: string): string[] {
  return readFileSync(join(run, 'notifications.log'), 'utf8').trimEnd().split('\n');
}
