import type { Argv } from 'yargs';
import { flag, text } from './option-kinds.ts';
import type { Perform } from './perform.ts';

const idHelp = 'prefix of an id, a --name, @last or @last-failed';

/** The commands that answer a question about what happened. */
export function addAnswerCommands(parser: Argv, perform: Perform): Argv {
  const answers = addSummaryCommand(addWhyCommand(parser, perform), perform);
  return addReportCommand(addDiffCommand(answers, perform), perform);
}

function addWhyCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'why <id>',
    'why it ended, or is as it is: the cause, what it rests on, what to try',
    (why: Argv) =>
      why
        .positional('id', { type: 'string', demandOption: true, describe: idHelp })
        .example('$0 bg why @last-failed', 'the cause in the first line'),
    (args) => perform(async (hands) => (await import('./why.ts')).why(args, hands)),
  );
}

function addSummaryCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'summary <id>',
    'key metrics of a run: times, steps, memory, output',
    (summary: Argv) =>
      summary
        .positional('id', { type: 'string', demandOption: true, describe: idHelp })
        .example('$0 bg summary @last', 'how long each step took, peak memory, mean CPU'),
    (args) => perform(async (hands) => (await import('./summary.ts')).summary(args, hands)),
  );
}

function addDiffCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'diff <id> [other]',
    'two runs side by side, and where their outputs part',
    (diff: Argv) =>
      diff
        .positional('id', { type: 'string', demandOption: true, describe: idHelp })
        .positional('other', { type: 'string', describe: 'the run to compare it with' })
        .options(diffOptions)
        .example('$0 bg diff k3f9 p8d2', 'in what they differ')
        .example('$0 bg diff @last-failed --last-success', 'what was otherwise when it still worked'),
    (args) => perform(async (hands) => (await import('./diff.ts')).diff(args, hands)),
  );
}

function addReportCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'report <id>',
    'a run on one page of HTML: why, steps, CPU and memory, what happened, output',
    (report: Argv) =>
      report
        .positional('id', { type: 'string', demandOption: true, describe: idHelp })
        .options(reportOptions)
        .example('$0 bg report @last-failed --out failed.html', 'one file that needs nothing else')
        .example('$0 bg report @last > page.html', 'the same'),
    (args) => perform(async (hands) => (await import('./report.ts')).report(args, hands)),
  );
}

export const reportOptions = {
  out: text('write it to FILE'),
} as const;

export const diffOptions = {
  'last-success': flag('with the newest completed run of its type before it'),
  'exit-code': flag('exit 1 if they differ, times aside'),
} as const;
