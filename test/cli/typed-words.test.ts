import { optionsOf } from '../../src/cli/completable.ts';
import { questionOf } from '../../src/cli/complete.ts';
import { usages } from '../../src/cli/explain-usage.ts';
import { programOf } from '../../src/cli/program.ts';
import { wordsOfLine } from '../../src/cli/shell-line.ts';
import { wantedAt } from '../../src/cli/typed-words.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what may stand where the cursor is');

function kindAt(line: string): string {
  return wantedAt(wordsOfLine(line)).kind;
}

test('a command, until there is one; then what it takes', () => {
  assert.is(kindAt(''), 'command');
  assert.is(kindAt('b'), 'command');
  assert.is(kindAt('-C sub bg '), 'command');
  assert.is(kindAt('bg emit '), 'command');
  for (const [line, kind] of [
    ['bg logs ', 'process'],
    ['bg logs one ', 'nothing'],
    ['bg diff one ', 'process'],
    ['bg stop one ', 'live process'],
    ['bg verify one two ', 'process'],
    ['simple-mode ', 'workflow'],
    ['agent ', 'agent'],
    ['agent reviewer ', 'nothing'],
    ['completion ', 'shell'],
    ['bg run ', 'nothing'],
    ['bg logs bg ', 'nothing'],
    ['bg nonsense ', 'nothing'],
  ] as const)
    assert.is(kindAt(line), kind, line);
});

test('an option, or its value; flags take none', () => {
  for (const [line, kind] of [
    ['bg run -', 'option'],
    ['bg run --after ', 'live process'],
    ['bg run --timeout ', 'nothing'],
    ['bg run --timeout=5m -', 'option'],
    ['bg list --status ', 'choice'],
    ['bg list --status=', 'choice'],
    ['bg list --status=all -', 'option'],
    ['bg logs -f ', 'process'],
    ['bg logs -n ', 'nothing'],
    ['bg logs -n 5 ', 'process'],
    ['bg logs --tail status ', 'process'],
    ['bg stop --yes ', 'live process'],
  ] as const)
    assert.is(kindAt(line), kind, line);
});

test('behind -- everything is the command that is launched', () => {
  for (const line of ['bg run -- ', 'bg run -- bg logs ', 'bg run --name x -- --'])
    assert.is(kindAt(line), 'nothing');
});

test('the options of a command are those of its help', async () => {
  for (const command of Object.keys(usages)) {
    const help = await helpOf(command.split(' '));
    const told = [...help.matchAll(/^ +(?:-\w, )?(-\w|--[a-z-]+) /gm)].map(([, word]) => word ?? '');
    const offered = Object.keys(optionsOf(command)).map((name) => `${name.length === 1 ? '-' : '--'}${name}`);
    const missing = told.filter((word) => word !== '--version' && !offered.includes(word));
    assert.equal([command, missing], [command, []]);
    assert.equal([command, offered.filter((word) => !told.includes(word))], [command, []]);
  }
});

test('the words of a line are those that a shell will see', () => {
  for (const [line, words] of [
    ['', ['']],
    ['a  b', ['a', 'b']],
    ['a ', ['a', '']],
    ['a "b c" d', ['a', 'b c', 'd']],
    ['a \'b"c', ['a', 'b"c']],
    ['a "b\\"c', ['a', 'b"c']],
    ['a b\\ c', ['a', 'b c']],
    ['a x"y z"', ['a', 'xy z']],
    ['a \\', ['a', '']],
  ] as const)
    assert.equal(wordsOfLine(line), words, line);
});

test('bash gives its line, and replaces of a word what is behind a =, and a @ with what follows it', () => {
  const asked = (line: string, current: string) => questionOf(['bash', line, current]);
  const words = ['bg', 'list', '--status=co'];
  assert.equal(asked('tapps-agents bg list --status=co', 'co'), { shell: 'bash', words, kept: '--status=' });
  assert.is(asked('tapps-agents bg why @la', 'la')?.kept, '');
  assert.is(asked('tapps-agents bg list --status=', '=')?.kept, '--status=');
  assert.is(asked('tapps-agents bg why a:', ':')?.kept, 'a:');
  assert.equal(asked('X=1 ./bin/tapps-agents bg', 'bg')?.words, ['bg']);
  assert.is(questionOf(['tcsh', 'bg']), null);
});

test.run();

async function helpOf(words: readonly string[]): Promise<string> {
  let help = '';
  const program = programOf([...words, '--help'], () => Promise.reject(new Error('performed')), '1.2.3');
  await program.parseAsync([...words, '--help'], {}, (_error: unknown, _args: unknown, output: string) => {
    help = output;
  });
  return help;
}
