import { usages } from './explain-usage.ts';
import { globalOptions } from './program.ts';
import { cleanupOptions, inboxOptions, progressOptions, stopOptions, watchOptions } from './program-act.ts';
import { diffOptions, reportOptions } from './program-answers.ts';
import { agentOptions, rerunOptions, runOptions, workflowOptions } from './program-launch.ts';
import {
  listOptions,
  logsOptions,
  replayOptions,
  statusOptions,
  verifyOptions,
  waitOptions,
} from './program-read.ts';
import { archiveOptions, exportOptions } from './program-records.ts';
import { doctorOptions } from './program-setup.ts';

/** What an option's table says that matters to who completes it. */
export type CompletableOption = {
  readonly type: 'string' | 'boolean';
  readonly describe: string;
  readonly array?: true;
  readonly alias?: string;
  readonly choices?: readonly string[];
};

/** Of a command, by their names; those that stand everywhere are among them. */
export type CompletableOptions = Readonly<Record<string, CompletableOption>>;

/** What the words behind a command name. */
export type WordKind = 'process' | 'live process' | 'workflow' | 'agent' | 'shell' | 'nothing';

export function optionsOf(command: string): CompletableOptions {
  return { ...tables[command], ...everywhere };
}

/** What a command takes as its word of that number, counted from 0. */
export function wordKindOf(command: string, index: number): WordKind {
  const usage = usages[command] ?? '';
  if (index > 0 && !usage.includes('..]') && !usage.includes('..>') && !usage.includes('[other]'))
    return 'nothing';
  if (/^[<[]id/.test(usage)) return actsOnTheLiving.includes(command) ? 'live process' : 'process';
  if (usage === '<workflow>') return 'workflow';
  if (usage === '[shell]') return 'shell';
  return command === 'agent' && index === 0 ? 'agent' : 'nothing';
}

const actsOnTheLiving = ['bg stop', 'bg wait'];

const everywhere: CompletableOptions = {
  ...globalOptions,
  help: { type: 'boolean', alias: 'h', describe: 'show this help' },
};

const tables: Readonly<Record<string, CompletableOptions>> = {
  'simple-mode': workflowOptions,
  workflow: workflowOptions,
  agent: agentOptions,
  'bg run': runOptions,
  'bg rerun': rerunOptions,
  'bg status': statusOptions,
  'bg list': listOptions,
  'bg logs': logsOptions,
  'bg wait': waitOptions,
  'bg inbox': inboxOptions,
  'bg watch': watchOptions,
  'bg cleanup': cleanupOptions,
  'bg replay': replayOptions,
  'bg diff': diffOptions,
  'bg report': reportOptions,
  'bg verify': verifyOptions,
  'bg export': exportOptions,
  'bg archive': archiveOptions,
  'bg doctor': doctorOptions,
  'bg stop': stopOptions,
  'bg emit progress': progressOptions,
};
