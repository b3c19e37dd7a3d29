import fc from 'fast-check';
import { plainCall } from '../../src/cli/plain-call.ts';
import { programOf } from '../../src/cli/program.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('command lines that are read without yargs');

/** What is typed most must not go the long way. */
const plain = [
  'bg status',
  'bg status k3f9 --json',
  'bg status @last --watch --exit-code',
  'bg list --limit 20',
  'bg list --status failed --tag a=b --tag c=d --since 2d --no-color',
  'bg logs k3f9 -n 5 -f',
  'bg wait k3f9 m2x --any --timeout 10m --for progress:50',
  'bg stop k3f9 -y --grace=2s',
  'bg inbox --wait --consumer me --timeout 1s',
  'bg watch --stop',
  'bg run',
  'bg run --quiet --name nightly --env A=b=c --env D=e --timeout 90m --retries 2 --dry-run',
  '-C /tmp bg list',
];

for (const typed of plain)
  test(`${typed} is read without yargs, and as yargs reads it`, async () => {
    const own = typed.split(' ');
    const call = plainCall(own);
    assert.ok(call !== null);
    assert.equal(withoutUnset(call.args), await readByYargs(own, Object.keys(call.args)));
  });

/** Words of commands, options whole, cut and misspelt, and values that some parser takes for something else. */
const word = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('--json', '--limit', '--status', '--tag', '--name', '--env', '-n'),
  },
  { weight: 3, arbitrary: fc.constantFrom('--watch', '--wait', '-y', '-f', '--any', '--dry-run', '--quiet') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('--limit=3', '--tag=a=b', '--grace=1s', '--timeout', '--no-validate'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('--dryRun', '--lim', '--limit=', '-yf', '-n5', '--no-json', '--help'),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom('k3f9', '@last', '5', '0x10', '007', 'failed', 'a=b', '10m', '1.0'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('true', 'false', '', '-', '-5', '"q"', "'a b'", ' a ', '__proto__'),
  },
  fc.string({ maxLength: 6 }),
);
const commands = ['run', 'status', 'list', 'logs', 'wait', 'stop', 'inbox', 'watch'];

test('whatever is read without yargs, yargs reads the same', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...commands),
      fc.array(word, { maxLength: 5 }),
      async (command, words) => {
        const own = ['bg', command, ...words.filter((one) => one !== '--')];
        const call = plainCall(own);
        if (call === null) return;
        read += 1;
        assert.equal(withoutUnset(call.args), await readByYargs(own, Object.keys(call.args)), own.join(' '));
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(read > 30, `${read} were read at all`);
});

test('whatever yargs would refuse, or answer itself, is left to it', () => {
  const its = [
    '',
    'bg',
    'bg frob',
    'list',
    'bg list x',
    'bg list --limit x',
    'bg list --frob',
    'bg list --help',
  ];
  for (const typed of [
    ...its,
    'bg status a b',
    'bg logs',
    'bg wait',
    'bg run make',
    'bg list --limit',
    '--version',
  ])
    assert.is(plainCall(typed.split(' ')), null, typed);
});

test.run();

/** What yargs gives the command, of the keys that are asked for; throws what it has against the words. */
async function readByYargs(
  own: readonly string[],
  keys: readonly string[],
): Promise<Record<string, unknown>> {
  let given: Record<string, unknown> | null = null;
  const take = (args: Record<string, unknown>): void => {
    given = Object.fromEntries(keys.map((key) => [key, args[key]]));
  };
  let performed = false;
  const perform = async (): Promise<void> => {
    performed = true;
  };
  await programOf(own, perform, '0').middleware(take).parseAsync();
  assert.ok(performed && given !== null, `yargs performs ${own.join(' ')}`);
  return withoutUnset(given ?? {});
}

function withoutUnset(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}
