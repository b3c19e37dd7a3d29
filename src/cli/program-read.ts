import type { Argv } from 'yargs';
import { listStatuses } from './list-statuses.ts';
import { choice, flag, positiveNumber, text, texts, wholeNumber } from './option-kinds.ts';
import type { Perform } from './perform.ts';

const idHelp = 'prefix of an id, a --name, @last or @last-failed';

/** The commands that only read: what is there now, and what happened. */
export function addReadCommands(parser: Argv, perform: Perform): Argv {
  return addHistoryCommands(addStateCommands(parser, perform), perform);
}

function addStateCommands(parser: Argv, perform: Perform): Argv {
  return parser
    .command(
      'status [id]',
      'one process in full; without id what runs, and what waits',
      (status: Argv) =>
        status
          .positional('id', { type: 'string', describe: idHelp })
          .options(statusOptions)
          .describe('json', 'one JSON document on stdout; with --watch NDJSON')
          .example('$0 bg status', 'what runs')
          .example('$0 bg status k3f9 --watch', 'redrawn until it has ended')
          .example('$0 bg status @last --at 10:30', 'as it was then'),
      (args) => perform(async (hands) => (await import('./status.ts')).status(args, hands)),
    )
    .command(
      'list',
      'a table of processes, newest first',
      (list: Argv) =>
        list
          .options(listOptions)
          .example('$0 bg list --status failed --since 2d', 'what failed lately')
          .example('$0 bg list --at 2026-11-23T10:30', 'the list as it was then'),
      (args) => perform(async (hands) => (await import('./list.ts')).list(args, hands)),
    )
    .command(
      'top',
      'what runs, full screen: keys show output, why, and stop it',
      (top: Argv) => top.example('$0 bg top', 'until q is pressed'),
      () => perform(async (hands) => (await import('./top.ts')).top(hands)),
    )
    .command(
      'wait <id..>',
      'block until processes have ended and exit with their code',
      (wait: Argv) =>
        wait
          .positional('id', idList)
          .options(waitOptions)
          .example('$0 bg wait @last --timeout 10m', '124 on timeout')
          .example('$0 bg wait server --for log:listening', 'until it says so'),
      (args) => perform(async (hands) => (await import('./wait.ts')).wait(args, hands)),
    );
}

function addHistoryCommands(parser: Argv, perform: Perform): Argv {
  return parser
    .command(
      'logs <id>',
      'the output of a process',
      (logs: Argv) =>
        logs
          .positional('id', { type: 'string', demandOption: true, describe: idHelp })
          .options(logsOptions)
          .describe('json', 'one JSON document on stdout; with --follow or --journal NDJSON')
          .example('$0 bg logs @last -f', 'its output, until it has ended')
          .example('$0 bg logs @last-failed -n 200', 'its last 200 lines'),
      (args) => perform(async (hands) => (await import('./logs.ts')).logs(args, hands)),
    )
    .command(
      'replay <id>',
      'walk a journal: each event in words',
      (replay: Argv) =>
        replay
          .positional('id', { type: 'string', demandOption: true, describe: idHelp })
          .options(replayOptions)
          .describe('json', 'NDJSON on stdout, an event a line')
          .example('$0 bg replay @last', 'what happened, from the launch on')
          .example('$0 bg replay @last --speed 10 --follow', 'ten times as fast, and on until the end')
          .example('$0 bg replay @last --step', 'event by event, with the status after each')
          .example('$0 bg replay @last --seq 4', 'the status as its first four events make it'),
      (args) => perform(async (hands) => (await import('./replay.ts')).replay(args, hands)),
    )
    .command(
      'verify [id..]',
      'check journals: schema, order, tamper evidence',
      (verify: Argv) =>
        verify
          .positional('id', { type: 'string', array: true, describe: idHelp })
          .options(verifyOptions)
          .example('$0 bg verify', 'every journal of the project'),
      (args) => perform(async (hands) => (await import('./verify.ts')).verify(args, hands)),
    );
}

const idList = { type: 'string', array: true, demandOption: true, describe: idHelp } as const;

export const statusOptions = {
  at: text('as it was at 2026-11-23T10:30, 10:30:15 or 2h ago'),
  watch: flag('redraw until it has ended'),
  'exit-code': flag('exit 0 well, 1 failed, 6 running'),
} as const;

export const listOptions = {
  status: choice('--status', listStatuses, 'all', 'only those'),
  type: text('only this type'),
  tag: texts('only with this k=v'),
  since: text('launched since 2d, 10:30 or a date'),
  limit: wholeNumber('--limit', 'at most N'),
  at: text('as it was at 2026-11-23T10:30, 10:30:15 or 2h ago'),
} as const;

export const logsOptions = {
  follow: { ...flag('go on until the process has ended'), alias: 'f' },
  tail: { ...wholeNumber('--tail', 'last N lines'), alias: 'n', default: 50 },
  journal: flag('its events instead'),
  raw: flag('bytes as they are, also control sequences'),
} as const;

export const waitOptions = {
  any: flag('until the first has ended'),
  for: text('running, progress:50 or log:REGEX'),
  timeout: text('give up after 10m (exit 124)'),
} as const;

export const replayOptions = {
  at: text('the status as it was then'),
  seq: wholeNumber('--seq', 'the status after event N'),
  speed: positiveNumber('--speed', 'at N times its speed, 0.5 or 100; without, at once'),
  step: flag('event by event, with the status after each; needs a terminal'),
  follow: flag('go on until the process has ended'),
} as const;

export const verifyOptions = {
  expect: text('hash that the journal must have'),
  archive: flag('check what is archived against its manifests instead'),
} as const;
