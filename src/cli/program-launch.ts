import type { Argv } from 'yargs';
import { flag, text, texts } from './option-kinds.ts';
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
  name: text('a name to call it by'),
  type: text("what it is shown as; default the command's base name"),
  cwd: text('working folder of the command'),
  env: texts('K=V for its environment; never written down'),
  tag: texts('k=v to find it by'),
  timeout: text('stop it after 90m, 2h …'),
  progress: text('pattern with groups percent, step, steps, label'),
  'max-output': text('budget of its output, 2GiB[:stop]; the newest half is kept'),
  wait: flag('stay until the end and exit with its code'),
  quiet: flag('print the id alone'),
  'dry-run': flag('check only: launch nothing, write nothing'),
} as const;
