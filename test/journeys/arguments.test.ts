import type { ProcessJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite("the command's own arguments");
const project = new TestProject();
const tellAll = [
  'node',
  '-e',
  'console.log(JSON.stringify({ argv: process.argv.slice(1), cwd: process.cwd(), env: process.env }))',
];

test.after(() => project.end());

test('everything behind the first -- reaches the command as it was typed', async () => {
  const typed = [
    '1.0',
    '0x10',
    '--json',
    '-C',
    '/nope',
    '',
    '--',
    '--name',
    'x',
    '-h',
    '--version',
    '"q"',
    "it's",
    'a b',
    '$HOME',
    '*',
    'ä\n',
    '--no-x',
  ];
  const { code, stdout } = await project.call([
    'bg',
    'run',
    '--quiet',
    '--wait',
    '--',
    ...tellAll,
    '--',
    ...typed,
  ]);
  assert.is(code, 0);
  const id = stdout.trim();
  assert.match(id, /^[a-z][a-z0-9]{7}$/, 'a --json behind -- is not ours');
  assert.equal((await tellings(id)).argv, typed);
  assert.equal((await project.status(id)).command, [...tellAll, '--', ...typed]);
});

test('our options in front of it are ours alone', async () => {
  const options = [
    '--json',
    '--wait',
    '--name',
    '0x10',
    '--type',
    '1.0',
    '--tag',
    'a=1',
    '--tag',
    'b=x=y',
    '--env',
    'A.B=1',
    '--env=EMPTY=',
  ];
  const { stdout } = await project.call(['bg', 'run', ...options, '--', ...tellAll]);
  const one: ProcessJson = JSON.parse(stdout);
  assert.equal([one.name, one.type, one.tags], ['0x10', '1.0', { a: '1', b: 'x=y' }]);
  const { argv, env, cwd } = await tellings(one.id);
  assert.equal([argv, cwd], [[], project.folder]);
  assert.equal([env['A.B'], env['EMPTY'], env['TAPPS_JOURNAL']], ['1', '', project.journalPath(one.id)]);
});

test('the type is the base name of the command, unless it is said', async () => {
  const id = await project.launch(['/bin/sh', '-c', ':']);
  assert.is((await project.status(id)).type, 'sh');
});

test('a name of up to 80 characters is taken, also of characters that take two units; a longer one is refused', async () => {
  const name = '🦊'.repeat(80);
  const id = await project.launch(['true'], ['--name', name]);
  assert.is((await project.status(name)).id, id);
  for (const bad of ['x'.repeat(81), '', '  ']) {
    const { code, stderr } = await project.call(['bg', 'run', '--name', bad, '--', 'true']);
    assert.equal([code, stderr.split('\n')[0]], [2, '❌ --name must have 1 to 80 characters']);
  }
});

test('what cannot be an option is refused before anything is launched', async () => {
  const before = (await project.callJson<{ processes: unknown[] }>(['bg', 'list'])).processes.length;
  const refused: ReadonlyArray<readonly [options: string[], message: string]> = [
    [['--timeout', 'soon'], '--timeout soon is no duration'],
    [['--timeout', '0s'], '--timeout 0s is no duration'],
    [['--max-output', 'lots'], '--max-output lots is no size'],
    [['--tag', 'novalue'], '--tag needs NAME=VALUE'],
    [['--tag', ' =x'], '--tag  =x is no tag'],
    [['--env', 'secret-without-a-name'], '--env needs NAME=VALUE'],
    [['--env', '=secret'], '--env needs a name before its ='],
  ];
  for (const [options, message] of refused) {
    const { code, stdout, stderr } = await project.call(['bg', 'run', ...options, '--', 'true']);
    assert.equal([code, stdout, stderr.split('\n')[0]], [2, '', `❌ ${message}`]);
  }
  assert.is((await project.callJson<{ processes: unknown[] }>(['bg', 'list'])).processes.length, before);
});

test('without a command behind -- nothing is launched', async () => {
  for (const words of [
    ['bg', 'run'],
    ['bg', 'run', '--'],
    ['bg', 'run', '--wait', '--'],
  ]) {
    const { code, stderr } = await project.call(words);
    assert.equal(
      [code, stderr],
      [2, '❌ The command to run goes behind --\n   → tapps-agents bg run -- make test\n'],
    );
  }
});

test.run();

async function tellings(id: string): Promise<{ argv: string[]; cwd: string; env: Record<string, string> }> {
  return JSON.parse((await project.call(['bg', 'logs', '--raw', id])).stdout);
}
