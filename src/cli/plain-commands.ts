import type { Hands } from './hands.ts';
import type { withCare } from './perform.ts';
import { runArguments } from './plain-run.ts';
import type { OptionTable, PlainWords } from './plain-words.ts';
import { inboxOptions, stopOptions, watchOptions } from './program-act.ts';
import { runOptions } from './program-launch.ts';
import { listOptions, logsOptions, statusOptions, waitOptions } from './program-read.ts';

export type PlainCommand = {
  readonly options: OptionTable;
  /** Null if the words do not make such a command. */
  readonly read: (words: PlainWords) => PlainReading | null;
};

export type PlainReading = {
  /** The same as yargs would give the command. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly care: 'none' | keyof ReturnType<typeof withCare>;
  readonly work: (hands: Hands) => Promise<number>;
};

/** The commands that are typed and called most, as they are read without yargs. */
export const plainCommands: ReadonlyMap<string, PlainCommand> = new Map([
  ['run', { options: runOptions, read: readRun }],
  ['status', { options: statusOptions, read: readStatus }],
  ['list', { options: listOptions, read: readList }],
  ['logs', { options: logsOptions, read: readLogs }],
  ['wait', { options: waitOptions, read: readWait }],
  ['stop', { options: stopOptions, read: readStop }],
  ['inbox', { options: inboxOptions, read: readInbox }],
  ['watch', { options: watchOptions, read: readWatch }],
]);

function readRun(words: PlainWords): PlainReading | null {
  if (words.positionals.length > 0) return null;
  const args = runArguments(words);
  return { args, care: 'none', work: async (hands) => (await import('./run.ts')).run(args, hands) };
}

function readStatus({ positionals, flag, value }: PlainWords): PlainReading | null {
  const [id, ...others] = positionals;
  if (others.length > 0) return null;
  const { at } = statusOptions;
  const args = { id, at: value('at', at), watch: flag('watch'), exitCode: flag('exit-code') };
  return {
    args,
    care: 'withWatcher',
    work: async (hands) => (await import('./status.ts')).status(args, hands),
  };
}

function readList({ positionals, value, values }: PlainWords): PlainReading | null {
  if (positionals.length > 0) return null;
  const { status, type, since, limit, at } = listOptions;
  const args = {
    status: value('status', status) ?? status.default,
    type: value('type', type),
    tag: values('tag'),
    since: value('since', since),
    limit: value('limit', limit),
    at: value('at', at),
  };
  return { args, care: 'withWatcher', work: async (hands) => (await import('./list.ts')).list(args, hands) };
}

function readLogs({ positionals, flag, value }: PlainWords): PlainReading | null {
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) return null;
  const { tail } = logsOptions;
  const args = {
    id,
    follow: flag('follow'),
    tail: value('tail', tail) ?? tail.default,
    journal: flag('journal'),
    raw: flag('raw'),
  };
  return { args, care: 'withWatcher', work: async (hands) => (await import('./logs.ts')).logs(args, hands) };
}

function readWait({ positionals, flag, value }: PlainWords): PlainReading | null {
  if (positionals.length === 0) return null;
  const condition = value('for', waitOptions.for);
  const timeout = value('timeout', waitOptions.timeout);
  const args = { id: [...positionals], any: flag('any'), for: condition, timeout };
  return { args, care: 'withWatcher', work: async (hands) => (await import('./wait.ts')).wait(args, hands) };
}

function readStop({ positionals, flag, value }: PlainWords): PlainReading | null {
  if (positionals.length === 0) return null;
  const { signal, grace, reason } = stopOptions;
  const args = {
    id: [...positionals],
    yes: flag('yes'),
    signal: value('signal', signal) ?? signal.default,
    grace: value('grace', grace) ?? grace.default,
    reason: value('reason', reason),
  };
  return { args, care: 'withWatcher', work: async (hands) => (await import('./stop.ts')).stop(args, hands) };
}

function readInbox({ positionals, flag, value }: PlainWords): PlainReading | null {
  if (positionals.length > 0) return null;
  const { consumer, timeout } = inboxOptions;
  const args = {
    consumer: value('consumer', consumer) ?? consumer.default,
    wait: flag('wait'),
    timeout: value('timeout', timeout),
    peek: flag('peek'),
  };
  return {
    args,
    care: 'withWatcher',
    work: async (hands) => (await import('./inbox.ts')).inbox(args, hands),
  };
}

function readWatch({ positionals, flag }: PlainWords): PlainReading | null {
  if (positionals.length > 0) return null;
  const args = { once: flag('once'), foreground: flag('foreground'), stop: flag('stop') };
  return {
    args,
    care: 'withWarning',
    work: async (hands) => (await import('./watch.ts')).watch(args, hands),
  };
}
