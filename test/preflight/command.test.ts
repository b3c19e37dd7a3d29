import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { CheckResult } from '../../src/preflight/check.ts';
import { commandCheck } from '../../src/preflight/command.ts';
import { resolveCommand } from '../../src/preflight/command-resolve.ts';
import { assert, suite } from '../rig/suite.ts';
import { folderForAll, temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('command');
const world = temporaryFolder('command-check-');
const bin = join(world, 'bin');
const project = join(world, 'project');
const systemPath = `${bin}${delimiter}/usr/bin${delimiter}/bin`;

test.before(() => {
  chmodSync(world, 0o755);
  mkdirSync(bin);
  mkdirSync(join(project, 'folder'), { recursive: true });
});
test.after(() => rmSync(world, { recursive: true, force: true }));

function givenFile(name: string, content: string | Buffer, mode = 0o755): string {
  const path = name.startsWith('/') ? name : join(project, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

async function check(command: readonly string[], PATH = systemPath): Promise<CheckResult> {
  const plan = { command, cwd: project, env: { PATH }, stateFolder: world, projectRoot: project };
  const results = await commandCheck.run(plan, new AbortController().signal);
  const [result] = results;
  if (result === undefined || results.length > 1) throw new Error(`${results.length} results`);
  return result;
}

async function refusal(
  command: readonly string[],
  PATH = systemPath,
): Promise<{ message: string; hint: string }> {
  const { name, ok, severity, message, hint } = await check(command, PATH);
  assert.equal({ name, ok, severity }, { name: 'command', ok: false, severity: 'error' });
  assert.not.match(hint, /^→/);
  return { message, hint };
}

async function passes(command: readonly string[], path: string, PATH = systemPath): Promise<void> {
  assert.equal(await check(command, PATH), {
    name: 'command',
    ok: true,
    severity: 'error',
    message: path,
    hint: '',
  });
}

test('a command on the PATH passes, and says which file it is', async () => {
  await passes(['tool', '-x'], givenFile(join(bin, 'tool'), '#!/bin/sh\n'));
});

test('the PATH of the launch counts, not our own', async () => {
  assert.is((await refusal(['node'], join(world, 'nowhere'))).message, 'Command not found: node');
});

test('relative and empty entries of the PATH start from the working folder', async () => {
  const path = givenFile('local-tool', '#!/bin/sh\n');
  await passes(['local-tool'], path, '.');
  await passes(['local-tool'], path, `/nowhere${delimiter}`);
  await passes(['tool'], join(bin, 'tool'), '../bin');
});

test('without a PATH the folders of the shell are searched', async () => {
  const found = await resolveCommand(['sh'], project, {});
  assert.ok('path' in found && found.path.endsWith('/sh'));
});

test('a command with a slash starts from the working folder', async () => {
  await passes(['./local-tool'], join(project, 'local-tool'));
  await passes(['../bin/tool'], join(bin, 'tool'));
  await passes([join(bin, 'tool')], join(bin, 'tool'), '');
});

test('no command is no command', async () => {
  assert.is((await refusal([])).message, 'No command given');
  assert.is((await refusal([''])).message, 'No command given');
});

test('a NUL byte in the command or an argument is refused', async () => {
  assert.is((await refusal(['to\0ol'])).message, 'The command holds a NUL byte: to\\x00ol');
  assert.is((await refusal(['tool', 'a', 'b\0'])).message, 'Argument 2 holds a NUL byte');
});

test('a command that is nowhere is not found', async () => {
  assert.equal(await refusal(['no-such-command-anywhere']), {
    message: 'Command not found: no-such-command-anywhere',
    hint: 'install it, or give its path',
  });
});

test('a slip of the keyboard is pointed out', async () => {
  givenFile(join(bin, 'buildtool'), '#!/bin/sh\n');
  for (const slip of ['biuldtool', 'buildtol', 'buildtooll', 'bulidtolo']) {
    const { hint } = await refusal([slip], bin);
    assert.is(hint, 'did you mean buildtool? If not, install it, or give its path', slip);
  }
});

test('what is three slips away, or cannot be executed, is no suggestion', async () => {
  givenFile(join(bin, 'unusable'), '#!/bin/sh\n', 0o644);
  for (const name of ['biuldtololx', 'unusabel', 'xxol', 'to']) {
    assert.is((await refusal([name], bin)).hint, 'install it, or give its path', name);
  }
});

test('a slip in a path is pointed out', async () => {
  assert.is((await refusal(['./local-tol'])).hint, 'did you mean ./local-tool?');
  const { message, hint } = await refusal(['./elsewhere/x']);
  assert.is(message, 'Command not found: ./elsewhere/x');
  assert.is(hint, `check the path; it starts from ${project}`);
});

test('a program in the working folder wants its path', async () => {
  assert.is((await refusal(['local-tool'])).hint, 'give its path: ./local-tool');
});

test('a whole command line as one word, and what only shells know, is explained', async () => {
  assert.match((await refusal(['npm test | cat'])).hint, "sh -c 'npm test | cat'");
  assert.match((await refusal(['source', 'x'], bin)).hint, "only a shell knows it: sh -c 'source …'");
});

test('a secret in a command line given as one word is not repeated', async () => {
  const { message, hint } = await refusal(['deploy --token Canary9x --now']);
  assert.is(message, 'Command not found: deploy --token *** --now');
  assert.not.match(hint, 'Canary9x');
});

test('a folder, a link to nothing and a path below a file are told apart', async () => {
  symlinkSync('nothing', join(project, 'link'));
  assert.is((await refusal(['./folder'])).message, `Command is a folder: ${join(project, 'folder')}`);
  assert.is((await refusal(['./link'])).message, `Command is a broken link: ${join(project, 'link')}`);
  assert.is((await refusal(['./local-tool/x'])).message, 'Command not found: ./local-tool/x');
  assert.is((await refusal(['./local-tool/'])).message, 'Command not found: ./local-tool/');
  assert.is((await refusal(['/dev/null'])).message, 'Command is not a regular file: /dev/null');
  assert.match((await refusal([`./${'x'.repeat(300)}`])).message, 'cannot be used (ENAMETOOLONG)');
});

test('a file that is not executable wants chmod, also on the PATH', async () => {
  const path = givenFile('plain', '#!/bin/sh\n', 0o644);
  assert.equal(await refusal(['./plain']), {
    message: `Command is not executable: ${path}`,
    hint: `chmod +x ${path}`,
  });
  assert.is((await refusal(['unusable'], bin)).hint, `chmod +x ${join(bin, 'unusable')}`);
});

test('a hint quotes a path that a shell would take apart', async () => {
  const path = givenFile("it's here", '#!/bin/sh\n', 0o644);
  assert.is((await refusal([path])).hint, `chmod +x '${dirname(path)}/it'\\''s here'`);
});

test('hostile names are shown escaped', async () => {
  for (const name of ['\x1b]0;x\x07', './\x1b[31m', 'a\nb', '\u202egpj']) {
    const { message, hint } = await refusal([name]);
    assert.not.match(message + hint, /[\x00-\x1f\u202e]/);
  }
});

test('a name of a megabyte is cut', async () => {
  assert.ok((await refusal(['x'.repeat(1_000_000)])).message.length < 600);
});

test('an empty file is refused', async () => {
  assert.is((await refusal([givenFile('empty', '')])).message, `Command is an empty file: ${project}/empty`);
});

test('text without a #! line runs by sh, with a warning', async () => {
  const { ok, severity, message } = await check([givenFile('texts', 'echo hi\n')]);
  assert.equal({ ok, severity }, { ok: false, severity: 'warning' });
  assert.is(message, `${project}/texts has no #! line: it will be run by sh`);
});

test('a script of one character is text', async () => {
  assert.is((await check([givenFile('tiny', ':')])).severity, 'warning');
});

test('a byte order mark before #! is found', async () => {
  const { message, hint } = await refusal([givenFile('marked', '\ufeff#!/bin/sh\n')]);
  assert.is(message, `A byte order mark stands before the #! of ${project}/marked`);
  assert.match(hint, 'sed -i');
});

test('a file that may be executed but not read is a warning', async () => {
  const open = folderForAll('open-to-all-');
  const path = givenFile(join(open, 'secretive'), '#!/bin/sh\n', 0o111);
  const becomesNobody = process.geteuid?.() === 0;
  if (becomesNobody) process.seteuid?.(65534);
  try {
    const { severity, message, hint } = await check([path]);
    assert.is(severity, 'warning');
    assert.match(message, 'Command cannot be read');
    assert.is(hint, `if it is a script: chmod +r ${path}`);
  } finally {
    if (becomesNobody) process.seteuid?.(0);
    rmSync(open, { recursive: true, force: true });
  }
});

test.run();
