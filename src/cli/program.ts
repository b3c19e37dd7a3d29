import type { Argv } from 'yargs';
import yargs from 'yargs';
import { FailureError } from '../../schemas/failure.ts';
import { exitCodeLines } from './exit-codes.ts';
import type { Hands } from './hands.ts';
import { addActCommands } from './program-act.ts';
import { addRunCommand } from './program-launch.ts';
import { addReadCommands } from './program-read.ts';

/** What a command hands over: its work, and the number of its exit code. */
export type Perform = (work: (hands: Hands) => number | Promise<number>) => Promise<void>;

/**
 * The command line as yargs sees it. The child's arguments never get here: they are taken from raw argv, for yargs
 * would make numbers of `1.0` and `0x10`.
 */
export function programOf(own: readonly string[], perform: Perform, version: string): Argv {
  return yargs([...own])
    .scriptName('tapps-agents')
    .parserConfiguration({
      'populate--': true,
      'parse-positional-numbers': false,
      'duplicate-arguments-array': false,
      'boolean-negation': false,
      'dot-notation': false,
      'strip-aliased': true,
      'strip-dashed': true,
    })
    .usage('$0 <command>\n\nLaunches work in the background and knows what became of it.')
    .command('bg', 'launch, watch and stop background processes', (bg: Argv) =>
      backgroundCommands(bg, perform),
    )
    .options(globalOptions)
    .demandCommand(1, 'Which command? Try: tapps-agents bg --help')
    .strict()
    .detectLocale(false)
    .locale('en')
    .wrap(100)
    .version(version)
    .help()
    .epilogue(`Exit codes: ${exitCodeLines.join(' · ')}`)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new FailureError({ code: 'usage', message: firstLine(message ?? 'wrong usage') });
    });
}

function backgroundCommands(bg: Argv, perform: Perform): Argv {
  const withAll = [addRunCommand, addReadCommands, addActCommands].reduce(
    (parser, add) => add(parser, perform),
    bg,
  );
  return withAll.demandCommand(1, 'Which bg command? Try: tapps-agents bg --help').strict();
}

const globalOptions = {
  C: { type: 'string', requiresArg: true, global: true, describe: 'run as if in DIR', nargs: 1 },
  json: { type: 'boolean', global: true, describe: 'one JSON document on stdout' },
  'no-color': { type: 'boolean', global: true, describe: 'no colours (also NO_COLOR)' },
  debug: {
    type: 'boolean',
    global: true,
    describe: 'say what is read, written and decided (also TAPPS_BG_DEBUG)',
  },
} as const;

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
