import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { CheckResult } from '../../src/preflight/check.ts';
import { requiredFilesCheck } from '../../src/preflight/required-files.ts';
import { assert, suite } from '../rig/suite.ts';
import { folderForAll, temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('required files');
const world = temporaryFolder('required-files-');

test.after(() => rmSync(world, { recursive: true, force: true }));

function givenFile(name: string, content = 'x'): string {
  const path = join(world, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function check(
  paths: readonly string[],
  cwd = world,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly CheckResult[]> {
  const plan = { command: [], cwd, env: {}, stateFolder: world, projectRoot: world };
  return requiredFilesCheck(paths.map((path) => ({ kind: 'file', path }))).run(plan, signal);
}

async function passes(...paths: string[]): Promise<void> {
  const message = paths.join(', ');
  assert.equal(await check(paths), [
    { name: 'required files', ok: true, severity: 'error', message, hint: '' },
  ]);
}

async function refusal(path: string, cwd = world): Promise<CheckResult> {
  const [result, ...others] = await check([path], cwd);
  if (result === undefined || others.length > 0) throw new Error(`${others.length + 1} results`);
  const { name, ok, severity } = result;
  assert.equal({ name, ok, severity }, { name: 'required files', ok: false, severity: 'error' });
  assert.is.not(result.hint, '');
  return result;
}

test('files and folders that are there pass, from the working folder or by their whole path', async () => {
  const path = givenFile('docs/readme.md');
  await passes('docs/readme.md', './docs/readme.md', path, 'docs/', `${dirname(path)}/`);
});

test('a file that is not there is missing, by the name that was given', async () => {
  const { message, hint } = await refusal('requirements.md');
  assert.is(message, 'Missing required file: requirements.md');
  assert.is(hint, `create it, or correct the path; it starts from ${world}`);
  assert.is((await refusal('build/')).message, 'Missing required folder: build/');
});

test('each of several missing files is named', async () => {
  const results = await check(['gone-1', 'docs/readme.md', 'gone-2']);
  assert.equal(
    results.map(({ message }) => message),
    ['Missing required file: gone-1', 'Missing required file: gone-2'],
  );
});

test('a slip of the keyboard is pointed out', async () => {
  assert.is((await refusal('docs/raedme.md')).hint, 'did you mean docs/readme.md?');
  assert.is((await refusal('docs/README.md')).hint, 'did you mean docs/readme.md?');
  assert.match((await refusal('~/readme.md')).hint, 'only a shell knows ~');
});

test('an empty file is refused, also behind a link', async () => {
  givenFile('empty', '');
  symlinkSync('empty', join(world, 'link-to-empty'));
  assert.is((await refusal('empty')).message, 'Required file is empty: empty');
  assert.is((await refusal('link-to-empty')).message, 'Required file is empty: link-to-empty');
});

test.skipUnless('procfs', 'a file whose size is unknown is read to see whether it is empty', async () => {
  await passes('/proc/self/status');
});

test('a folder is no file, and a file no folder', async () => {
  assert.is((await refusal('docs')).message, 'Required file is a folder: docs');
  assert.is((await refusal('docs')).hint, 'if a folder is meant, write docs/');
  assert.is((await refusal('docs/readme.md/')).message, 'Required folder is a file: docs/readme.md/');
  assert.is((await refusal('docs/readme.md/x')).message, 'Required file lies below a file: docs/readme.md/x');
});

test('a link to nothing, and one to itself, are told apart from a missing file', async () => {
  symlinkSync('nothing', join(world, 'dangling'));
  symlinkSync('loop', join(world, 'loop'));
  assert.is((await refusal('dangling')).message, 'Required file is a broken link: dangling');
  assert.is((await refusal('dangling')).hint, 'see where it points: ls -l dangling');
  assert.is((await refusal('loop')).message, 'Required file is a link that leads to itself: loop');
});

test('a named pipe, a socket and a device are no files, and are not opened', async () => {
  execFileSync('mkfifo', [join(world, 'pipe')]);
  const server = createServer().listen(join(world, 'socket'));
  await new Promise((listening) => server.once('listening', listening));
  try {
    assert.is((await refusal('pipe')).message, 'Required file is a named pipe, not a regular file: pipe');
    assert.is((await refusal('socket')).message, 'Required file is a socket, not a regular file: socket');
    assert.match((await refusal('/dev/null')).message, 'Required file is a device');
    assert.match((await refusal('pip*')).message, 'nothing matches');
  } finally {
    server.close();
  }
});

test('what may not be read is said to be so', async () => {
  const open = folderForAll('open-to-all-');
  writeFileSync(join(open, 'secret.txt'), 'x', { mode: 0o000 });
  mkdirSync(join(open, 'closed'), { mode: 0o000 });
  const becomesNobody = process.geteuid?.() === 0;
  if (becomesNobody) process.seteuid?.(65534);
  try {
    const denied = 'cannot be read (permission denied)';
    assert.is((await refusal('secret.txt', open)).message, `Required file ${denied}: secret.txt`);
    assert.is((await refusal('closed/', open)).message, `Required folder ${denied}: closed/`);
    assert.is((await refusal('closed/x', open)).message, `Required file ${denied}: closed/x`);
    assert.match((await refusal('closed/x', open)).hint, 'namei -l closed/x');
    assert.is((await refusal('*.txt', open)).message, `Required file ${denied}: ${open}/secret.txt`);
  } finally {
    if (becomesNobody) process.seteuid?.(0);
    rmSync(open, { recursive: true, force: true });
  }
});

test('a pattern wants one good match', async () => {
  givenFile('data/a.csv', '');
  assert.is((await refusal('data/*.csv')).message, `Required file is empty: ${world}/data/a.csv`);
  givenFile('data/deep/b.csv');
  await passes('data/**/*.csv', '**/b.{csv,tsv}', 'data/deep/[abc].csv', `${world}/data/*/?.csv`, 'da*/');
  assert.is((await refusal('data/*.tsv')).message, 'Missing required file: data/*.tsv (nothing matches)');
  assert.is(
    (await refusal('nowhere/*.tsv')).message,
    'Missing required file: nowhere/*.tsv (nothing matches)',
  );
});

test('a folder satisfies no pattern for files', async () => {
  assert.match((await refusal('dat?')).message, 'nothing matches');
});

test('a pattern finds files through links, unless folders are patterns too', async () => {
  symlinkSync('data', join(world, 'linked'));
  symlinkSync('data/deep/b.csv', join(world, 'linked.csv'));
  await passes('linked/deep/*.csv', 'linked.*');
  for (const path of ['link*/deep/*.csv', '**/linked.csv']) {
    assert.match((await refusal(path)).message, 'nothing matches');
  }
});

test('a name that looks like a pattern is a name if there is such a file', async () => {
  givenFile('report [1].pdf');
  givenFile('(1).pdf');
  await passes('report [1].pdf', '(1).pdf');
  assert.is((await refusal('(2).pdf')).message, 'Missing required file: (2).pdf');
});

test('a search that is called off ends, and is a warning', async () => {
  const off = new AbortController();
  off.abort();
  const [result] = await check(['/**/no-such-file-anywhere.*'], world, off.signal);
  assert.is(result?.severity, 'warning');
  assert.match(result?.message ?? '', 'The search for /**/no-such-file-anywhere.* was not over');
  assert.is(result?.hint, 'begin the pattern with the folder to look in');
});

test('hostile names are shown escaped', async () => {
  for (const path of ['\x1b]0;x\x07', 'a\nb', '\u202egpj', '\x1b[31m*']) {
    const { message, hint } = await refusal(path);
    assert.not.match(message + hint, /[\x00-\x1f\u202e]/);
  }
  assert.match((await refusal('x'.repeat(300))).message, 'cannot be read (ENAMETOOLONG)');
});

test.run();
