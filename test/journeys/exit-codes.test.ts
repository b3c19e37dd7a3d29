import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitsSchema } from '../rig/output-schemas.ts';
import { type Called, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('exit codes and errors');
const project = new TestProject();
let running = '';

test.before(async () => {
  running = await project.launch(['sleep', '60']);
});
test.after(() => project.end());

test('an error is one line with what to do next, without a stack, and nothing on stdout', async () => {
  for (const words of [
    ['bg', 'frob'],
    ['bg', 'list', '--limit', 'x'],
    ['bg', 'status', 'nobody'],
    ['bg', 'stop', running],
  ]) {
    const { stdout, stderr } = await project.call(words);
    assert.is(stdout, '');
    assert.match(stderr, /^❌ .+\n {3}→ .+\n$/, words.join(' '));
  }
});

test('as JSON an error is one document on stdout, and the same line on stderr', async () => {
  const expected: ReadonlyArray<readonly [words: string[], code: number, name: string]> = [
    [['bg', 'frob'], 2, 'usage'],
    [['bg', 'list', '--limit', 'x'], 2, 'usage'],
    [['-C', '/no/such/folder', 'bg', 'list'], 2, 'usage'],
    [['bg', 'status', 'nobody'], 4, 'no_such_process'],
    [['bg', 'stop', running], 2, 'needs_confirmation'],
    [['bg', 'emit', 'note', 'x'], 2, 'not_inside_a_process'],
    [['bg', 'replay', running, '--seq', '999'], 2, 'no_such_moment'],
    [['bg', 'wait', running, '--timeout', '50ms'], 124, 'timed_out'],
  ];
  for (const [words, code, name] of expected) {
    const said = await project.call([...words, '--json'], { env: { TAPPS_JOURNAL: undefined } });
    assert.is(said.code, code, words.join(' '));
    fitsSchema('error', said.stdout);
    const { error } = JSON.parse(said.stdout);
    assert.is(error.code, name);
    assert.is(said.stderr, `❌ ${error.message}\n${error.hint === null ? '' : `   → ${error.hint}\n`}`);
  }
});

test("wait and --wait give the process's own code, and 128+n for a signal", async () => {
  const codeOf = async (command: string): Promise<Called> =>
    project.call(['bg', 'run', '--wait', '--', 'sh', '-c', command]);
  const seven = await codeOf('exit 7');
  assert.is(seven.code, 7);
  assert.match(seven.stdout, /❌ Process [a-z0-9]{8} failed: exited with code 7\n$/);
  assert.is((await project.call(['bg', 'wait', '@last'])).code, 7);
  assert.is((await codeOf('kill -9 $$')).code, 137);
  assert.is((await project.call(['bg', 'wait', '@last'])).code, 137);
  assert.is((await codeOf('exit 143')).code, 143);
  assert.is((await project.status('@last')).signal, null, '143 is a code here, not a signal');
});

test('stop without a terminal needs --yes; with it the process is stopped; a second time there is nothing to stop', async () => {
  assert.is((await project.call(['bg', 'stop', running])).code, 2);
  assert.is((await project.status(running)).status, 'running');
  const { code, stdout } = await project.call(['bg', 'stop', running, running, '--yes', '--json']);
  assert.is(code, 0);
  assert.is(stdout.trimEnd().split('\n').length, 1);
  assert.is(project.events(running).filter(({ type }) => type === 'process.stop_requested').length, 1);
  assert.is((await project.call(['bg', 'wait', running])).code, 143);
  const again = await project.call(['bg', 'stop', running, '--yes']);
  assert.equal(
    [again.code, again.stderr.split('\n')[0]],
    [5, `❌ Process ${running} has already ended (stopped)`],
  );
});

test('of several, what has ended keeps nobody from stopping the rest', async () => {
  const [ended, goes] = [await project.launch(['true'], ['--wait']), await project.launch(['sleep', '60'])];
  const { code, stdout, stderr } = await project.call(['bg', 'stop', ended, goes, '--yes']);
  assert.equal(
    [code, stdout, stderr],
    [0, `✅ Stopped process ${goes}\n`, `⚠️  Process ${ended} has already ended (completed)\n`],
  );
  assert.is((await project.status(goes)).status, 'stopped');
  assert.is((await project.call(['bg', 'stop', ended, goes, '--yes'])).code, 5);
});

test('a signal and a grace period that are none are refused with exit code 2', async () => {
  for (const options of [
    ['--signal', 'FROB'],
    ['--grace', 'soon'],
    ['--grace', '2d'],
  ])
    assert.is((await project.call(['bg', 'stop', '@last', '--yes', ...options])).code, 2, options.join(' '));
});

test('verify gives 1 for a journal that was changed, with file and line', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const path = project.journalPath(id);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"sh"', '"zz"').replace('"true"', '"tree"'));
  const { code, stdout } = await project.call(['bg', 'verify', id]);
  assert.is(code, 1);
  assert.match(stdout, new RegExp(`^❌ \\.tapps-agents/journal/${id}\\.ndjson:\\d+: `, 'm'));
  assert.is((await project.call(['bg', 'verify', '--json'])).code, 1);
});

test('--debug adds what was read and decided, and the stack, on stderr alone', async () => {
  const { code, stdout, stderr } = await project.call(['--debug', 'bg', 'status', 'nobody']);
  assert.equal([code, stdout], [4, '']);
  assert.match(stderr, /❌ No process matches "nobody"[\s\S]*\n {4}at /);
});

test('an environment variable that names a journal outside is not written to', async () => {
  const outside = `${project.folder}/elsewhere.ndjson`;
  const { code } = await project.call(['bg', 'emit', 'note', 'x'], { env: { TAPPS_JOURNAL: outside } });
  assert.is.not(code, 0);
  assert.not.ok(existsSync(outside));
});

test.fault(73, 'no file but a journal is written to, whatever the environment names', async () => {
  const id = await project.launch(['true'], ['--wait']).then((said) => said.split('\n')[0] ?? '');
  const journal = readFileSync(project.journalPath(id), 'utf8');
  const place = join(project.folder, '.tapps-agents', 'journal');
  const others: readonly (readonly [path: string, text: string])[] = [
    [join(project.folder, 'id_rsa'), 'precious=1\n'],
    [join(project.folder, 'notes.ndjson'), '{"precious":1}\n'],
    [join(place, 'notes.ndjson'), '{"precious":1}\n'],
    [join(project.folder, `${id}.ndjson`), journal],
    [join(place, 'another.ndjson'), journal],
    [join(place, 'empty.ndjson'), ''],
  ];
  for (const [path, text] of others) {
    writeFileSync(path, text, { mode: 0o600 });
    const { code, stderr } = await project.call(['bg', 'emit', 'note', 'x'], {
      env: { TAPPS_JOURNAL: path },
    });
    assert.is(code, 1, path);
    assert.match(stderr, 'it is not the journal of a process', path);
    assert.is(readFileSync(path, 'utf8'), text, path);
    rmSync(path);
  }
  const env = { TAPPS_JOURNAL: project.journalPath(id) };
  assert.is((await project.call(['bg', 'emit', 'note', 'x'], { env })).code, 0);
});

test.run();
