import type { Argv } from 'yargs';
import { cleanupStatuses } from './cleanup-statuses.ts';
import { choice, flag, positiveNumber, text, textOr } from './option-kinds.ts';
import type { Perform } from './perform.ts';

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
            describe: 'prefix of an id, a --name, @last or @last-failed',
          })
          .options(stopOptions)
          .example('$0 bg stop @last --yes --grace 2s', 'TERM, two seconds, KILL'),
      (args) => perform(async (hands) => (await import('./stop.ts')).stop(args, hands)),
    )
    .command(
      'inbox',
      'what ended, failed or stalled since you last asked',
      (inbox: Argv) =>
        inbox
          .options(inboxOptions)
          .example('$0 bg inbox', 'what is new; told once')
          .example('$0 bg inbox --wait --timeout 10m --json', 'block until there is something'),
      (args) => perform(async (hands) => (await import('./inbox.ts')).inbox(args, hands)),
    )
    .command(
      'cleanup',
      'remove journals and outputs of what ended long ago',
      (cleanup: Argv) =>
        cleanup
          .options(cleanupOptions)
          .example('$0 bg cleanup --dry-run', 'what would go')
          .example('$0 bg cleanup --older-than 30 --status all --yes', 'whatever ended a month ago'),
      (args) => perform(async (hands) => (await import('./cleanup.ts')).cleanup(args, hands)),
    )
    .command('emit', 'for the program that runs: write into its own journal', (emit: Argv) =>
      emitCommands(emit, perform),
    );
}

/** The watcher itself. */
export function addWatchCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'watch',
    'the watcher: finds ends and tells them; starts by itself when something runs',
    (watch: Argv) =>
      watch
        .options(watchOptions)
        .describe('json', 'one JSON document on stdout; with --once or --foreground NDJSON')
        .example('$0 bg watch', 'start it; leaves at once where it runs')
        .example('$0 bg watch --once', 'one look, for cron and CI'),
    (args) => perform(async (hands) => (await import('./watch.ts')).watch(args, hands)),
  );
}

function emitCommands(emit: Argv, perform: Perform): Argv {
  return emit
    .command(
      'progress',
      'tell how far it is',
      (progress: Argv) =>
        progress
          .options(progressOptions)
          .example('$0 bg emit progress --step 3/9 --label link', 'the third of nine steps begins')
          .example('$0 bg emit progress --percent 45', ''),
      (args) => perform(async (hands) => (await import('./emit.ts')).emitProgress(args, hands)),
    )
    .command(
      'note [text..]',
      'leave a remark',
      (note: Argv) =>
        note
          .positional('text', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'what to remember',
          })
          .usage('$0 bg emit note [--] <text…>')
          .example('$0 bg emit note "cache was cold"', 'a line of its journal')
          .example('$0 bg emit note -- "$line"', 'also if it begins with -'),
      (args) => perform(async (hands) => (await import('./emit.ts')).emitNote(args.text ?? [], hands)),
    )
    .example('$0 bg emit progress --step 3/9 --label link', 'as in a script that runs in the background')
    .demandCommand(1, 'Emit what?')
    .strict();
}

export const inboxOptions = {
  consumer: textOr('default', 'whose inbox; each is told everything once'),
  wait: flag('block until there is something'),
  timeout: text('with --wait: give up after 10m (exit 124)'),
  peek: flag('show it, and leave it there'),
} as const;

export const stopOptions = {
  yes: { ...flag('do not ask'), alias: 'y' },
  signal: textOr('TERM', 'first signal'),
  grace: textOr('10s', 'time until KILL'),
  reason: text('why, for the journal'),
} as const;

export const watchOptions = {
  once: flag('one look at everything, and what follows from it'),
  foreground: flag('stay here, and say what it does'),
  stop: flag('end it'),
} as const;

export const cleanupOptions = {
  'older-than': textOr('7', 'days since it ended, or a duration'),
  status: choice('--status', cleanupStatuses, 'completed', 'how it ended'),
  'dry-run': flag('only say what would be removed'),
  yes: { ...flag('do not ask'), alias: 'y' },
} as const;

export const progressOptions = {
  step: text('3/9'),
  percent: positiveNumber('--percent', '0 to 100'),
  label: text('what it is doing'),
} as const;
