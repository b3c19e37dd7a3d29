import type { Argv } from 'yargs';
import { exportFormats } from '../export/encoder.ts';
import { choice, flag, textOr } from './option-kinds.ts';
import type { Perform } from './perform.ts';

const idHelp = 'prefix of an id, a --name, @last or @last-failed';

/** The commands that give the records on: into other systems, into the history. */
export function addRecordCommands(parser: Argv, perform: Perform): Argv {
  return addArchiveCommand(addExportCommand(parser, perform), perform);
}

function addExportCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'export [id..]',
    'journals for other systems, on stdout, secrets taken out once more',
    (command: Argv) =>
      command
        .positional('id', { type: 'string', array: true, describe: idHelp })
        .options(exportOptions)
        .describe('json', 'errors as JSON too; what is exported is NDJSON in any case')
        .example('$0 bg export > events.ndjson', 'every event of every process')
        .example('$0 bg export @last --format otlp', 'a trace and its measurements, in OTLP/JSON'),
    (args) => perform(async (hands) => (await import('./export.ts')).exportJournals(args, hands)),
  );
}

function addArchiveCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'archive [id..]',
    'move finished journals into the history, in the form to commit',
    (command: Argv) =>
      command
        .positional('id', {
          type: 'string',
          array: true,
          describe: `${idHelp}; without, all that have ended`,
        })
        .options(archiveOptions)
        .example('$0 bg archive', 'all that have ended; git add .tapps-agents/history')
        .example('$0 bg archive --older-than 30 --dry-run', 'what ended a month ago, and would go'),
    (args) => perform(async (hands) => (await import('./archive.ts')).archive(args, hands)),
  );
}

export const exportOptions = {
  format: choice('--format', exportFormats, 'ndjson', 'the form of each line'),
} as const;

export const archiveOptions = {
  'older-than': textOr('0', 'without ids: days since it ended, or a duration'),
  'dry-run': flag('only say what would be archived'),
} as const;
