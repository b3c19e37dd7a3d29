import type { Argv } from 'yargs';
import type { Perform } from './program.ts';

/** The commands that write: into the journal of a process, or to its end. */
export function addActCommands(parser: Argv, perform: Perform): Argv {
  return parser
    .command(
      'stop <id..>',
      'end processes with their whole trees',
      (stop: Argv) =>
        stop
          .positional('id', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'prefix of an id, a --name or @last',
          })
          .options(stopOptions)
          .example('$0 bg stop @last --yes --grace 2s', 'TERM, two seconds, KILL'),
      (args) => perform(async (hands) => (await import('./stop.ts')).stop(args, hands)),
    )
    .command('emit', 'for the program that runs: write into its own journal', (emit: Argv) =>
      emitCommands(emit, perform),
    );
}

function emitCommands(emit: Argv, perform: Perform): Argv {
  return emit
    .command(
      'progress',
      'tell how far it is',
      (progress: Argv) =>
        progress.options(progressOptions).example('$0 bg emit progress --step 3/9 --label link', ''),
      (args) => perform(async (hands) => (await import('./emit.ts')).emitProgress(args, hands)),
    )
    .command(
      'note <text..>',
      'leave a remark',
      (note: Argv) => note.positional('text', { type: 'string', array: true, demandOption: true }),
      (args) => perform(async (hands) => (await import('./emit.ts')).emitNote(args.text.join(' '), hands)),
    )
    .demandCommand(1, 'Which? Try: tapps-agents bg emit progress --step 3/9')
    .strict();
}

const stopOptions = {
  yes: { type: 'boolean', alias: 'y', describe: 'do not ask' },
  signal: { type: 'string', requiresArg: true, default: 'TERM', describe: 'first signal' },
  grace: { type: 'string', requiresArg: true, default: '10s', describe: 'time until KILL' },
  reason: { type: 'string', requiresArg: true, describe: 'why, for the journal' },
} as const;

const progressOptions = {
  step: { type: 'string', requiresArg: true, describe: '3/9' },
  percent: { type: 'number', requiresArg: true, describe: '0 to 100' },
  label: { type: 'string', requiresArg: true, describe: 'what it is doing' },
} as const;
