import type { Argv } from 'yargs';
import { listStatuses } from './list-statuses.ts';
import type { Perform } from './program.ts';

const idHelp = 'prefix of an id, a --name, @last or @last-failed';

/** The commands that only read. */
export function addReadCommands(parser: Argv, perform: Perform): Argv {
  return parser
    .command(
      'status [id]',
      'one process in full; without id the running ones',
      (status: Argv) => status.positional('id', { type: 'string', describe: idHelp }).options(statusOptions),
      (args) => perform(async (hands) => (await import('./status.ts')).status(args, hands)),
    )
    .command(
      'list',
      'a table of processes, newest first',
      (list: Argv) =>
        list.options(listOptions).example('$0 bg list --status failed --since 2d', 'what failed lately'),
      (args) => perform(async (hands) => (await import('./list.ts')).list(args, hands)),
    )
    .command(
      'logs <id>',
      'the output of a process',
      (logs: Argv) =>
        logs.positional('id', { type: 'string', demandOption: true, describe: idHelp }).options(logsOptions),
      (args) => perform(async (hands) => (await import('./logs.ts')).logs(args, hands)),
    )
    .command(
      'wait <id..>',
      'block until processes have ended and exit with their code',
      (wait: Argv) =>
        wait
          .positional('id', idList)
          .options(waitOptions)
          .example('$0 bg wait @last --timeout 10m', '124 on timeout'),
      (args) => perform(async (hands) => (await import('./wait.ts')).wait(args, hands)),
    )
    .command(
      'replay <id>',
      'walk a journal: each event in words',
      (replay: Argv) =>
        replay
          .positional('id', { type: 'string', demandOption: true, describe: idHelp })
          .options(replayOptions),
      (args) => perform(async (hands) => (await import('./replay.ts')).replay(args, hands)),
    )
    .command(
      'verify [id..]',
      'check journals: schema, order, tamper evidence',
      (verify: Argv) =>
        verify.positional('id', { type: 'string', array: true, describe: idHelp }).options(verifyOptions),
      (args) => perform(async (hands) => (await import('./verify.ts')).verify(args, hands)),
    );
}

const idList = { type: 'string', array: true, demandOption: true, describe: idHelp } as const;

const statusOptions = {
  at: { type: 'string', requiresArg: true, describe: 'as it was at 2026-11-23T10:30, 10:30:15 or 2h ago' },
  watch: { type: 'boolean', describe: 'redraw until it has ended' },
  'exit-code': { type: 'boolean', describe: 'exit 0 well, 1 failed, 6 running' },
} as const;

const listOptions = {
  status: { choices: listStatuses, default: 'all', describe: 'only those' },
  type: { type: 'string', requiresArg: true, describe: 'only this type' },
  tag: { type: 'string', array: true, nargs: 1, describe: 'only with this k=v' },
  since: { type: 'string', requiresArg: true, describe: 'launched since 2d, 10:30 or a date' },
  limit: { type: 'number', requiresArg: true, coerce: wholeNumber, describe: 'at most N' },
} as const;

const logsOptions = {
  follow: { type: 'boolean', alias: 'f', describe: 'go on until the process has ended' },
  tail: {
    type: 'number',
    alias: 'n',
    requiresArg: true,
    default: 50,
    coerce: wholeNumber,
    describe: 'last N lines',
  },
  journal: { type: 'boolean', describe: 'its events instead' },
  raw: { type: 'boolean', describe: 'bytes as they are, also control sequences' },
} as const;

const waitOptions = {
  any: { type: 'boolean', describe: 'until the first has ended' },
  for: { type: 'string', requiresArg: true, describe: 'running, progress:50 or log:REGEX' },
  timeout: { type: 'string', requiresArg: true, describe: 'give up after 10m (exit 124)' },
} as const;

const replayOptions = {
  at: { type: 'string', requiresArg: true, describe: 'the status as it was then' },
  seq: { type: 'number', requiresArg: true, coerce: wholeNumber, describe: 'the status after event N' },
  speed: {
    type: 'number',
    requiresArg: true,
    coerce: positiveNumber,
    describe: 'at N times its speed; without, at once',
  },
  follow: { type: 'boolean', describe: 'go on until the process has ended' },
} as const;

const verifyOptions = {
  expect: { type: 'string', requiresArg: true, describe: 'hash that the journal must have' },
} as const;

/** yargs gives NaN for what is no number, and exits 0. */
function wholeNumber(value: unknown): number {
  const number = positiveNumber(value);
  if (Number.isSafeInteger(number)) return number;
  throw new Error(`${String(value).slice(0, 40)} is no whole number`);
}

function positiveNumber(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${String(value).slice(0, 40)} is no number from 0`);
}
