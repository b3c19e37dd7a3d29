import type { Argv } from 'yargs';
import { exportFormats } from '../export/encoder.ts';
import { choice } from './option-kinds.ts';
import type { Perform } from './program.ts';

const idHelp = 'prefix of an id, a --name, @last or @last-failed';

/** The commands that give the records on: into other systems, into the history. */
export function addRecordCommands(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'export [id..]',
    'journals for other systems, on stdout, secrets taken out once more',
    (command: Argv) =>
      command
        .positional('id', { type: 'string', array: true, describe: idHelp })
        .options(exportOptions)
        .example('$0 bg export > events.ndjson', 'every event of every process')
        .example('$0 bg export @last --format otlp', 'a trace and its measurements, in OTLP/JSON'),
    (args) => perform(async (hands) => (await import('./export.ts')).exportJournals(args, hands)),
  );
}

const exportOptions = {
  format: choice('--format', exportFormats, 'ndjson', 'the form of each line'),
} as const;
