import type { Argv } from 'yargs';
import yargs from 'yargs';
import { FailureError } from '../../schemas/failure.ts';
import { exitCodeLines } from './exit-codes.ts';
import { usageFailure } from './explain-usage.ts';
import { type Perform, withCare } from './perform.ts';
import { addActCommands, addWatchCommand } from './program-act.ts';
import { addAnswerCommands } from './program-answers.ts';
import { addRerunCommand, addRunCommand, addWorkflowCommands } from './program-launch.ts';
import { addReadCommands } from './program-read.ts';
import { addRecordCommands } from './program-records.ts';
import { addCompletionCommand, addDoctorCommand, addInitCommand } from './program-setup.ts';

/**
 * The command line as yargs sees it. The arguments of a command that is launched never get here: they are taken from
 * raw argv.
 */
export function programOf(own: readonly string[], perform: Perform, version: string): Argv {
  const parser = yargs([...own])
    .scriptName('tapps-agents')
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'boolean-negation': false,
      'dot-notation': false,
      'strip-aliased': true,
      'strip-dashed': true,
    })
    .usage('$0 <command>\n\nLaunches work in the background and knows what became of it.')
    .command('bg', 'launch, watch and stop background processes', (bg: Argv) =>
      backgroundCommands(bg, perform),
    )
    .options(globalOptions);
  const setup = addInitCommand(addWorkflowCommands(parser, perform), perform, 'init');
  return addCompletionCommand(setup, perform)
    .example('$0 bg run -- make test', 'launch; returns at once, with the id')
    .example('$0 bg status', 'what runs')
    .demandCommand(1, 'Which command?')
    .strict()
    .detectLocale(false)
    .locale('en')
    .wrap(100)
    .version('version', 'show the version', version)
    .help('help', 'show this help')
    .alias('help', 'h')
    .group(['C', 'json', 'no-color', 'debug', 'help', 'version'], 'Everywhere:')
    .epilogue(`Exit codes: ${exitCodeLines.join(' · ')}`)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new FailureError(usageFailure(message ?? error?.message ?? 'wrong usage', own));
    });
}

function backgroundCommands(bg: Argv, perform: Perform): Argv {
  const { withWarning, withWatcher } = withCare(perform);
  // A launch is refused for a broken configuration, in words of its own; a check of everything names every fault.
  const run = addRerunCommand(addRunCommand(bg, perform), perform);
  const reading = addAnswerCommands(addReadCommands(run, withWatcher), withWatcher);
  const commands = addActCommands(addRecordCommands(reading, withWatcher), withWatcher);
  const setup = addInitCommand(
    addDoctorCommand(addWatchCommand(commands, withWarning), perform),
    perform,
    'bg init',
  );
  return setup
    .example('$0 bg run --name tests -- make test', 'launch; returns at once, with the id')
    .example('$0 bg status tests', 'how far it is, or how it ended')
    .example('$0 bg logs tests -f', 'its output, until it has ended')
    .example('$0 bg wait tests', 'block until then, and exit with its code')
    .demandCommand(1, 'Which bg command?')
    .strict();
}

export const globalOptions = {
  C: { type: 'string', requiresArg: true, global: true, describe: 'run as if in DIR', nargs: 1 },
  json: { type: 'boolean', global: true, describe: 'one JSON document on stdout' },
  'no-color': { type: 'boolean', global: true, describe: 'no colours (also NO_COLOR)' },
  debug: {
    type: 'boolean',
    global: true,
    describe: 'say what is read, written and decided (also TAPPS_BG_DEBUG)',
  },
} as const;
