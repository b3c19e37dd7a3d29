import { constants, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what a command gets');
const project = new TestProject();
test.after(() => project.end());

/** Runs it to its end under an environment of exactly these variables. */
async function outputOf(
  command: readonly string[],
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ id: string; text: string }> {
  const cleared = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  const id = await project.launch(command, options, {
    env: { ...cleared, PATH: process.env['PATH'], TAPPS_TEST_FILE: process.env['TAPPS_TEST_FILE'], ...env },
  });
  await project.event(id, 'process.exited');
  return { id, text: readFileSync(project.outputPath(id), 'utf8') };
}

const plain = {
  HOME: '/nowhere',
  EMPTY: '',
  LONG: 'x'.repeat(50_000),
  UMLAUT: 'Größe',
  LINES_: 'a\nb',
  SHLVL: '4',
};
/** Names that shells use for themselves. */
const shellish = {
  _: '/usr/bin/before',
  IFS: ':',
  OPTIND: '7',
  PPID: '3',
  PS1: '$ ',
  PS4: '- ',
  OLDPWD: '/old',
  ENV: '/e',
};
const odd = { 'a.b': '1', 'with-dash': '2', 'BASH_FUNC_x%%': '() {  :\n}', '1st': '3', '-n': '4' };

for (const [what, env] of Object.entries({ plain, shellish, odd, all: { ...plain, ...shellish, ...odd } })) {
  test(`the environment is the one given, plus what tells a run apart: ${what} names`, async () => {
    const { id, text } = await outputOf(['cat', '/proc/self/environ'], ['--env', 'ADDED=a=b'], env);
    const seen = Object.fromEntries(
      text
        .split('\0')
        .slice(0, -1)
        .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    );
    const { TAPPS_RUN: marker = '', TAPPS_JOURNAL: journal, TAPPS_TEST_FILE: _file, ...rest } = seen;
    assert.match(marker, id);
    assert.is(journal, project.journalPath(id));
    assert.equal(rest, { ...env, PATH: process.env['PATH'], PWD: project.folder, ADDED: 'a=b' });
  });
}

test('arguments arrive as they were written', async () => {
  const words = [
    'a b',
    '$HOME "q"',
    '',
    '1.0',
    '0x10',
    '--color',
    '--',
    '-h',
    '--json',
    'a\nb',
    '*',
    "it's",
    'Größe',
    '\\',
  ];
  const { text } = await outputOf(['printf', '%s\\0', ...words]);
  assert.equal(text.split('\0').slice(0, -1), words);
});

test('the first argument is the command as it was written, and it may lie below the folder', async () => {
  mkdirSync(join(project.folder, 'with space'), { recursive: true });
  symlinkSync('/bin/sh', join(project.folder, 'with space', '$sh'));
  const { text } = await outputOf(
    ['./$sh', '-c', 'echo "$0"; tr "\\0" " " < /proc/$$/cmdline'],
    ['--cwd', 'with space'],
  );
  assert.match(text, /^\.\/\$sh\n\.\/\$sh -c /);
});

test('stdin is empty, stdout and stderr are one file, nothing else is open', async () => {
  const descriptors = Array.from({ length: 64 }, (_, fd) => `/proc/self/fd/${fd}`);
  const { id, text } = await outputOf(['readlink', ...descriptors]);
  assert.equal(text.trim().split('\n'), ['/dev/null', project.outputPath(id), project.outputPath(id)]);
});

test('the output is appended to, and no signal is ignored or blocked', async () => {
  const files = ['/proc/self/fdinfo/1', '/proc/self/status'];
  const { text } = await outputOf(['grep', '-hE', '^(flags|SigIgn|SigBlk):', ...files]);
  const [flags = '', ...signals] = text.trim().split('\n');
  assert.is(Number.parseInt(flags.split(/\s+/)[1] ?? '', 8) & constants.O_APPEND, constants.O_APPEND, flags);
  assert.equal(signals, ['SigBlk:\t0000000000000000', 'SigIgn:\t0000000000000000']);
});

test('what goes to stdout and to stderr keeps its order', async () => {
  const { text } = await outputOf(['sh', '-c', 'for n in 1 2 3 4 5 6; do echo $n; echo $n >&2; done']);
  assert.is(text, [1, 2, 3, 4, 5, 6].map((n) => `${n}\n${n}\n`).join(''));
});

test('it runs in the folder asked for, in a session and a group of its own, under the pid on record', async () => {
  mkdirSync(join(project.folder, 'below'), { recursive: true });
  const { id, text } = await outputOf(
    ['sh', '-c', 'pwd; echo $PWD; cut -d" " -f1,5,6 /proc/$$/stat'],
    ['--cwd', 'below'],
  );
  const { pid } = await project.event(id, 'process.started');
  const folder = join(project.folder, 'below');
  assert.is(text, `${folder}\n${folder}\n${pid} ${pid} ${pid}\n`);
});

test('an output that is written to while it is cut goes on at its end, never over a hole', async () => {
  const { id, text } = await outputOf([
    'sh',
    '-c',
    `echo first; : > "$(readlink /proc/$$/fd/1)"; echo second`,
  ]);
  assert.is(text, 'second\n');
  assert.is(readFileSync(project.outputPath(id)).length, 7);
});

test.skipUnless('procfs', 'the session that launched it is on record', async () => {
  const { id } = await outputOf(['true']);
  const session = Number(readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ')[3]);
  const [requested] = project.events(id);
  assert.is(requested?.type === 'launch.requested' ? requested.data.session : undefined, session);
});

test.run();
