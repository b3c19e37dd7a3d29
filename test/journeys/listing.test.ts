import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LaunchJson, ListJson } from '../../schemas/generated/types.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('launching and listing');
const project = new TestProject();
const ids = { completed: '', failed: '', rejected: '', stopped: '', running: '' };

test.after(() => project.end());

test('--dry-run checks, and writes nothing at all', async () => {
  const good = await project.call(['bg', 'run', '--dry-run', '--', 'true']);
  assert.is(good.code, 0);
  assert.match(good.stdout, /^✅ platform: [\s\S]*\nNothing was launched \(--dry-run\)\.\n$/);
  const bad = await project.call(['bg', 'run', '--dry-run', '--', 'no-such-command']);
  assert.equal([bad.code, bad.stdout], [3, '']);
  assert.match(bad.stderr, /^❌ Validation failed:\n {2}- /);
  const json = await project.call(['bg', 'run', '--dry-run', '--json', '--', 'no-such-command']);
  fitsSchema('launch', json.stdout);
  assert.equal([JSON.parse(json.stdout).success, JSON.parse(json.stdout).id], [false, null]);
  assert.equal(readdirSync(project.folder), []);
});

test('a refused launch lists every problem with what to do, on stderr, with exit code 3', async () => {
  const { code, stdout, stderr } = await project.call([
    'bg',
    'run',
    '--cwd',
    'nowhere',
    '--',
    'no-such-command',
  ]);
  assert.equal([code, stdout], [3, '']);
  const [heading, ...lines] = stderr.split('\n');
  assert.is(heading, '❌ Validation failed:');
  assert.equal(lines.slice(-3), ['', 'Fix these issues and try again.', '']);
  const problems = lines.slice(0, -3);
  assert.is(problems.filter((line) => line.startsWith('  - ')).length, 2, stderr);
  assert.ok(problems.some((line) => line.startsWith('  - Command not found: no-such-command')));
  assert.is(problems.filter((line) => line.startsWith('    → ')).length, 2, stderr);
});

test('as JSON a refused launch has its id, its checks and its errors', async () => {
  const { code, stdout, stderr } = await project.call([
    'bg',
    'run',
    '--json',
    '--tag',
    'team=a',
    '--',
    'no-such-command',
  ]);
  fitsSchema('launch', stdout);
  const launch: LaunchJson = JSON.parse(stdout);
  assert.equal([code, launch.success, launch.status, launch.errors.length], [3, false, 'rejected', 1]);
  assert.match(stderr, /^❌ Validation failed:/);
  ids.rejected = launch.id ?? '';
  assert.is((await project.status(ids.rejected)).status, 'rejected');
  assert.is((await project.call(['bg', 'wait', ids.rejected])).code, 3);
});

test(
  'list is newest first, and each filter lets through what it names',
  async () => {
    ids.completed = await project.launch(
      ['true'],
      ['--wait', '--type', 'unit', '--tag', 'team=a', '--tag', 'os=linux'],
    );
    ids.failed = (
      await project.call(['bg', 'run', '--quiet', '--wait', '--tag', 'team=b', '--', 'false'])
    ).stdout.trim();
    ids.stopped = await project.launch(['sleep', '60']);
    await project.call(['bg', 'stop', ids.stopped, '--yes']);
    ids.running = await project.launch(['sleep', '60'], ['--type', 'unit']);
    const all = [ids.running, ids.stopped, ids.failed, ids.completed, ids.rejected];
    assert.equal((await listed()).slice(0, 5), all);
    for (const [status, id] of Object.entries(ids))
      assert.ok((await listed('--status', status)).includes(id), status);
    assert.equal(await listed('--status', 'queued'), []);
    assert.equal(await listed('--type', 'unit'), [ids.running, ids.completed]);
    assert.equal(await listed('--type', 'uni'), []);
    assert.equal(await listed('--tag', 'team=a'), [ids.completed, ids.rejected]);
    assert.equal(await listed('--tag', 'team=a', '--tag', 'os=linux'), [ids.completed]);
    assert.equal(await listed('--status', 'failed', '--tag', 'team=a'), []);
    assert.equal(await listed('--limit', '2'), all.slice(0, 2));
    assert.is((await listed('--since', '1h')).length, 6);
    assert.equal(await listed('--since', '1ms'), []);
    const { launchedAt } = await project.status(ids.failed);
    assert.equal(await listed('--since', launchedAt ?? ''), all.slice(0, 3));
  },
  { timeoutMs: 90_000 },
);

test('a filter that is none is refused with exit code 2', async () => {
  for (const filter of [
    ['--limit', '0'],
    ['--since', 'lately'],
    ['--tag', 'team'],
    ['--status', 'done'],
  ])
    assert.is((await project.call(['bg', 'list', ...filter])).code, 2, filter.join(' '));
});

test('status without an id shows those that run, newest first', async () => {
  const second = await project.launch(['sleep', '60']);
  const { processes } = await project.callJson<ListJson>(['bg', 'status']);
  assert.equal(
    processes.map(({ id }) => id),
    [second, ids.running],
  );
});

test('status --exit-code is 0, 1 or 6; without it a question that was answered is 0', async () => {
  const codeOf = async (...words: string[]): Promise<number> =>
    (await project.call(['bg', 'status', ...words])).code;
  assert.is(await codeOf(ids.failed), 0);
  assert.is(await codeOf(ids.completed, '--exit-code'), 0);
  for (const id of [ids.failed, ids.stopped, ids.rejected]) assert.is(await codeOf(id, '--exit-code'), 1);
  assert.is(await codeOf(ids.running, '--exit-code'), 6);
  assert.is(await codeOf('--exit-code'), 6);
});

test.fault(56, 'a journal that cannot be read is named on stderr, and hides no other', async () => {
  mkdirSync(project.journalPath('afolder'));
  symlinkSync('/etc/hostname', project.journalPath('alink'));
  writeFileSync(join(dirname(project.journalPath('x')), 'no\x1b[2J.ndjson'), 'x');
  const { code, stdout, stderr } = await project.call(['bg', 'list', '--json']);
  assert.is(code, 0);
  fitsSchema('list', stdout);
  assert.is(JSON.parse(stdout).processes.length, 7);
  assert.match(stderr, /afolder\.ndjson cannot be read/);
  assert.match(stderr, /alink\.ndjson cannot be read/);
  assert.not.match(stderr, /\x1b/);
  assert.ok(existsSync(project.journalPath(ids.running)));
});

test.run();

async function listed(...filter: string[]): Promise<string[]> {
  const { processes } = await project.callJson<ListJson>(['bg', 'list', ...filter]);
  return processes.map(({ id }) => id);
}
