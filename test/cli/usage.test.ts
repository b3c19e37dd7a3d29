import { type Failure, FailureError } from '../../schemas/failure.ts';
import { explainFailure } from '../../src/cli/explain-failure.ts';
import { refuseStray } from '../../src/cli/explain-usage.ts';
import { programOf } from '../../src/cli/program.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a wrong command line');

/** Each with what is said of it, and what to type next. */
const mistakes: ReadonlyArray<readonly [typed: string, message: string, hint: string]> = [
  ['', 'Which command?', 'tapps-agents --help'],
  ['bg', 'Which bg command?', 'tapps-agents bg --help'],
  ['bg emit', 'Emit what?', 'tapps-agents bg emit --help'],
  ['frob', 'Unknown command: frob', 'tapps-agents --help'],
  ['list', 'Unknown command: list', 'tapps-agents bg list'],
  ['status k3f9', 'Unknown command: status', 'tapps-agents bg status [id]'],
  ['bg frob', 'Unknown command: bg frob', 'tapps-agents bg --help'],
  ['bg emit frob', 'Unknown command: bg emit frob', 'tapps-agents bg emit --help'],
  ['bg status --frob', 'Unknown option: --frob', 'tapps-agents bg status --help'],
  ['bg run --dry-rum=1', 'Unknown option: --dry-rum', 'tapps-agents bg run --help'],
  ['bg list -xz', 'Unknown option: -xz', 'tapps-agents bg list --help'],
  ['bg list --no-json', 'Unknown option: --no-json', 'tapps-agents bg list --help'],
  ['bg list extra', 'Unexpected argument: extra', 'tapps-agents bg list --help'],
  ['bg logs a b', 'Unexpected argument: b', 'tapps-agents bg logs --help'],
  [
    'bg run make test',
    'The command to run goes behind --, and "make" does not',
    'tapps-agents bg run -- make …',
  ],
  ['bg logs', 'Something is missing: tapps-agents bg logs <id>', 'tapps-agents bg logs --help'],
  ['bg wait --any', 'Something is missing: tapps-agents bg wait <id..>', 'tapps-agents bg wait --help'],
  ['bg stop -y', 'Something is missing: tapps-agents bg stop <id..>', 'tapps-agents bg stop --help'],
  ['-C', '-C needs a value', 'tapps-agents --help'],
  ['bg list -C', '-C needs a value', 'tapps-agents bg list --help'],
  ['bg run --name', '--name needs a value', 'tapps-agents bg run --help'],
  ['bg run --env', '--env needs a value', 'tapps-agents bg run --help'],
  ['bg list --limit', '--limit needs a value', 'tapps-agents bg list --help'],
  ['bg list --limit x', '--limit x is no whole number', 'tapps-agents bg list --help'],
  ['bg list --limit 0x10', '--limit 0x10 is no whole number', 'tapps-agents bg list --help'],
  ['bg list --limit 1.5', '--limit 1.5 is no whole number', 'tapps-agents bg list --help'],
  ['bg list --limit=-1', '--limit -1 is no whole number', 'tapps-agents bg list --help'],
  ['bg list --limit=', '--limit  is no whole number', 'tapps-agents bg list --help'],
  ['bg logs a -n many', '--tail many is no whole number', 'tapps-agents bg logs --help'],
  ['bg replay a --seq 1e3', '--seq 1e3 is no whole number', 'tapps-agents bg replay --help'],
  ['bg replay a --speed fast', '--speed fast is no number from 0', 'tapps-agents bg replay --help'],
  [
    'bg emit progress --percent much',
    '--percent much is no number from 0',
    'tapps-agents bg emit progress --help',
  ],
  [
    'bg list --status frob',
    '--status frob is none of running, queued, completed, failed, stopped, rejected, all',
    'tapps-agents bg list --help',
  ],
];

for (const [typed, message, hint] of mistakes) {
  test(`\`${typed}\` is refused with exit code 2, in words that fit it`, async () => {
    const explained = explainFailure(await refusalOf(typed.split(' ').filter((word) => word !== '')));
    assert.equal(explained, { message, hint, exitCode: 2 });
  });
}

test('a long wrong word is cut', async () => {
  for (const typed of [
    ['bg', `--${'x'.repeat(5000)}`],
    ['bg', 'x'.repeat(5000)],
    ['bg', 'list', '--limit', 'x'.repeat(5000)],
  ]) {
    const { message } = explainFailure(await refusalOf(typed));
    assert.ok(message.length < 150, message);
  }
});

test('words behind -- that no command would look at are refused', () => {
  assert.throws(() => refuseStray(['x'], ['bg', 'status', 'k3f9']), 'usage');
  for (const own of [
    ['bg', 'run', '--json'],
    ['-C', 'bg', 'bg', 'run'],
    ['bg', 'emit', 'note'],
  ])
    refuseStray(['x'], own);
  refuseStray([], ['bg', 'list']);
});

test('a mistake of ours in a command is not taken for wrong usage', async () => {
  const ours = new TypeError('undefined is not a function');
  const program = programOf(['bg', 'list'], () => Promise.reject(ours), '0.0.0');
  assert.is(
    await program.parseAsync().then(
      () => null,
      (error: unknown) => error,
    ),
    ours,
  );
});

test.run();

async function refusalOf(typed: readonly string[]): Promise<Failure> {
  const perform = (): Promise<void> => Promise.reject(new Error('a command was performed'));
  try {
    await programOf(typed, perform, '0.0.0').parseAsync();
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('accepted');
}
