import type { Argv } from 'yargs';
import type { Perform } from './program.ts';

/** `bg run` and its options. */
export function addRunCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'run',
    'launch any command in the background: bg run [options] -- command…',
    (run: Argv) =>
      run
        .usage('$0 bg run [options] -- <command> [args…]')
        .options(runOptions)
        .example('$0 bg run -- make test', 'returns at once, with the id')
        .example('$0 bg run --name nightly --timeout 90m -- ./build.sh', 'stopped after 90 minutes')
        .example('$0 bg run --wait -- npm test', 'stays, and exits with its code'),
    (args) => perform(async (hands) => (await import('./run.ts')).run(args, hands)),
  );
}

const runOptions = {
  name: { type: 'string', requiresArg: true, describe: 'a name to call it by' },
  type: {
    type: 'string',
    requiresArg: true,
    describe: "what it is shown as; default the command's base name",
  },
  cwd: { type: 'string', requiresArg: true, describe: 'working folder of the command' },
  env: { type: 'string', array: true, nargs: 1, describe: 'K=V for its environment; never written down' },
  tag: { type: 'string', array: true, nargs: 1, describe: 'k=v to find it by' },
  timeout: { type: 'string', requiresArg: true, describe: 'stop it after 90m, 2h …' },
  progress: {
    type: 'string',
    requiresArg: true,
    describe: 'pattern with groups percent, step, steps, label',
  },
  'max-output': {
    type: 'string',
    requiresArg: true,
    describe: 'budget of its output, 2GiB[:stop]; the newest half is kept',
  },
  wait: { type: 'boolean', describe: 'stay until the end and exit with its code' },
  quiet: { type: 'boolean', describe: 'print the id alone' },
  'dry-run': { type: 'boolean', describe: 'check only: launch nothing, write nothing' },
} as const;
