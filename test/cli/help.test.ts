import { exitCodeLines } from '../../src/cli/exit-codes.ts';
import { usages } from '../../src/cli/explain-usage.ts';
import { programOf } from '../../src/cli/program.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('--help');
const commands = Object.entries(usages).filter(([, usage]) => usage !== '<command>');

for (const [command, usage] of commands) {
  test(`${command} has a help with its usage and an example that is well-formed`, async () => {
    const help = await helpOf(command.split(' '));
    assert.ok(help.startsWith(`tapps-agents ${command}${usage === '' ? '' : ` ${usage}`}\n`), help);
    const [example = ''] = help.split('Examples:\n').slice(1);
    assert.match(example, new RegExp(`^  tapps-agents ${command}( |\n)`));
    assert.ok(help.indexOf('Everywhere:') > help.indexOf('Options:'), help);
  });
}

test('the help of a group lists exactly its commands', async () => {
  for (const group of ['bg', 'bg emit']) {
    const help = await helpOf(group.split(' '));
    const listed = [...help.matchAll(new RegExp(`^  tapps-agents (${group} [a-z-]+)`, 'gm'))].map(
      ([, name]) => name,
    );
    const known = Object.keys(usages).filter(
      (name) => name.startsWith(`${group} `) && name.split(' ').length === group.split(' ').length + 1,
    );
    assert.equal([...new Set(listed)].sort(), known.sort());
  }
});

test('the help of the program names the exit codes', async () => {
  const help = (await helpOf([])).replaceAll(/\s+/g, ' ');
  for (const line of exitCodeLines) assert.ok(help.includes(line), line);
});

test('what prints a line for each event says so of --json', async () => {
  for (const command of ['replay', 'export', 'logs']) {
    const help = await helpOf(['bg', command]);
    assert.match(help, /^ +--json +.*NDJSON/m);
    assert.is(help.match(/^ +--json /gm)?.length, 1, help);
  }
  assert.match(await helpOf(['bg', 'status']), /^ +--json +one JSON document on stdout/m);
});

test('-h is help too, and help fits a terminal of 100 columns', async () => {
  assert.is(await helpOf(['bg', 'run'], '-h'), await helpOf(['bg', 'run']));
  for (const command of Object.keys(usages)) {
    for (const line of (await helpOf(command.split(' '))).split('\n')) assert.ok(line.length <= 100, line);
  }
});

test.run();

async function helpOf(words: readonly string[], flag = '--help'): Promise<string> {
  let help = '';
  const program = programOf([...words, flag], () => Promise.reject(new Error('performed')), '1.2.3');
  await program.parseAsync([...words, flag], {}, (_error: unknown, _args: unknown, output: string) => {
    help = output;
  });
  return help;
}
