/**
 * Which room may import which. A pattern is a target's name, or its beginning followed by `*`. Targets are
 * `node:…`, `package:…` or a path from the project's root. `red` is a source that breaks the rule.
 */
export type ArrowRule = {
  readonly name: string;
  readonly from: readonly string[];
  readonly except?: readonly string[];
  /** Nothing else may be imported. */
  readonly only?: readonly string[];
  readonly never?: readonly string[];
  readonly advice: string;
  readonly red: readonly [path: string, text: string];
};

export const arrowRules: readonly ArrowRule[] = [
  {
    name: 'the program never imports its tests',
    from: ['*'],
    never: ['test/*'],
    advice: 'Move what both need into the room it belongs to; tests import rooms, never the reverse.',
    red: ['src/main.ts', "import '../test/rig/suite.ts';"],
  },
  {
    name: 'schemas import nothing but schemas',
    from: ['schemas/*'],
    only: ['schemas/*', 'package:ajv'],
    advice: 'Schemas are words. Meaning belongs in projections/, anything that touches the machine in src/.',
    red: ['schemas/event.ts', "import { readFileSync } from 'fs';"],
  },
  {
    name: 'projections import schemas only',
    from: ['projections/*'],
    only: ['projections/*', 'schemas/*'],
    advice: 'A projection is a pure fold: let the caller read, format and know the time, and pass it in.',
    red: ['projections/list.ts', "export { now } from '../src/base/clock.ts';"],
  },
  {
    name: 'reactors import schemas and projections, and get their hands injected',
    from: ['reactors/*'],
    only: ['reactors/*', 'projections/*', 'schemas/*', 'package:chokidar', 'node:*'],
    never: ['node:fs*', 'node:child_process'],
    advice: 'A reactor returns effects as data; give the loop a hand in src/compose.ts that performs them.',
    red: ['reactors/lost.ts', "const fs = await import('node:fs/promises');"],
  },
  {
    name: 'chokidar is imported by the watch of one file only',
    from: ['*'],
    except: ['reactors/watcher.ts', 'bench/*', 'scripts/*'],
    never: ['package:chokidar'],
    advice: 'Ask reactors/watcher.ts for hints; chokidar drops changes and needs the sweep around it.',
    red: ['reactors/loop.ts', "import { watch } from 'chokidar';"],
  },
  {
    name: 'yargs is imported by the command line only',
    from: ['*'],
    except: ['src/cli/*', 'src/dispatch.ts'],
    never: ['package:yargs'],
    advice: 'Parse in src/cli/ and pass plain values on; yargs costs 55 ms at every start of a supervisor.',
    red: ['src/launch/launch.ts', "import yargs from 'yargs';"],
  },
  {
    name: 'pidusage is imported by src/process only',
    from: ['*'],
    except: ['src/process/*', 'bench/*'],
    never: ['package:pidusage'],
    advice: 'Use the usage function of src/process/: pidusage says nothing about life or identity.',
    red: ['src/supervise/sample.ts', "import pidusage from 'pidusage';"],
  },
  {
    name: 'node-notifier is imported by src/notify only',
    from: ['*'],
    except: ['src/notify/*'],
    never: ['package:node-notifier'],
    advice: 'It can hang for 8 s: it belongs in the helper process of src/notify/, which can be killed.',
    red: ['src/compose.ts', "import notifier from 'node-notifier';"],
  },
  {
    name: 'only main and compose import commands',
    from: ['*'],
    except: ['src/cli/*', 'src/main.ts', 'src/dispatch.ts', 'src/compose.ts'],
    never: ['src/cli/*'],
    advice: 'A rule that something else needs too does not belong in a command: move it into its room.',
    red: ['src/index.ts', "export { list } from './cli/list.ts';"],
  },
  {
    name: 'src/base knows no room',
    from: ['src/base/*'],
    only: ['src/base/*', 'node:*', 'package:parse-duration', 'package:pretty-ms'],
    advice: 'Base is below every room. What needs a schema or a journal belongs where those are.',
    red: ['src/base/debug.ts', "import type { Event } from '../../schemas/event.ts';"],
  },
  {
    name: 'src/journal stands on schemas and base',
    from: ['src/journal/*'],
    only: ['src/journal/*', 'src/base/*', 'schemas/*', 'projections/*', 'node:*', 'package:*'],
    advice: 'The journal knows nobody who writes in it. Pass what you need in as an argument.',
    red: ['src/journal/writer.ts', "import '../process/identity.ts';"],
  },
  {
    name: 'in src/journal only the store folds',
    from: ['src/journal/*'],
    except: ['src/journal/store*'],
    never: ['projections/*'],
    advice: 'Lines, readers and writers carry events and do not know what they mean; fold in store.',
    red: ['src/journal/reader.ts', "import { evolve } from '../../projections/process-state.ts';"],
  },
  {
    name: 'src/process stands on base',
    from: ['src/process/*'],
    only: ['src/process/*', 'src/base/*', 'node:*', 'package:execa', 'package:pidusage'],
    advice: 'Processes are facts of the machine, without events: let the caller journal them.',
    red: ['src/process/signal.ts', "import { append } from '../journal/writer.ts';"],
  },
  {
    name: 'src/config and src/output stand on schemas and base',
    from: ['src/config/*', 'src/output/*'],
    only: ['src/config/*', 'src/output/*', 'src/base/*', 'schemas/*', 'node:*', 'package:*'],
    advice: 'Settings and output text know no journal and no process: pass values in.',
    red: ['src/output/tail.ts', "import '../journal/reader.ts';"],
  },
  {
    name: 'src/workflow knows no command and no supervisor',
    from: ['src/workflow/*'],
    never: ['src/cli/*', 'src/supervise/*', 'reactors/*', 'package:execa'],
    advice: 'A workflow launches its steps as anyone would, and reads what became of them.',
    red: ['src/workflow/run.ts', "import '../supervise/main.ts';"],
  },
  {
    name: 'src/preflight starts nothing',
    from: ['src/preflight/*'],
    never: ['src/launch/*', 'src/supervise/*', 'src/cli/*', 'reactors/*'],
    advice: 'A check looks and reports; launch asks preflight, never the reverse.',
    red: ['src/preflight/slots.ts', "import '../launch/queue.ts';"],
  },
  {
    name: 'src/launch starts the supervisor by path, not by import',
    from: ['src/launch/*'],
    never: ['src/supervise/*', 'reactors/*', 'src/cli/*'],
    advice: 'The supervisor is a program of its own; an import would pull it into the command line bundle.',
    red: ['src/launch/launch.ts', "import '../supervise/main.ts';"],
  },
  {
    name: 'the supervisor stays small',
    from: ['src/supervise/*'],
    only: [
      ...['src/supervise/*', 'src/attend/*', 'src/slots/*', 'src/base/*', 'src/journal/*', 'src/process/*'],
      ...['src/output/*', 'src/config/*', 'schemas/*', 'node:*', 'package:execa'],
    ],
    advice: 'One supervisor runs for each process: no views, notices, commands or verdicts in its memory.',
    red: ['src/supervise/main.ts', "import { list } from '../../projections/process-list.ts';"],
  },
  {
    name: 'src/attend is shared by all who attend to a running command',
    from: ['src/attend/*'],
    only: [
      ...['src/attend/*', 'src/base/*', 'src/journal/*', 'src/process/*', 'src/output/*', 'src/config/*'],
      ...['schemas/*', 'reactors/watcher.ts', 'node:*'],
    ],
    never: ['src/journal/store*'],
    advice:
      'It runs inside every supervisor and inside the watcher: what only one of them does belongs there.',
    red: ['src/attend/attend.ts', "import '../supervise/gate.ts';"],
  },
  {
    name: 'src/observe sees journals and the machine together, for every front',
    from: ['src/observe/*'],
    only: [
      ...['src/observe/*', 'src/base/*', 'src/journal/*', 'src/process/*', 'src/claims/*'],
      ...['schemas/*', 'projections/*', 'reactors/*', 'node:*'],
    ],
    advice:
      'It answers what became of a process; how that is said or drawn belongs to src/views and src/cli.',
    red: ['src/observe/observe.ts', "import '../views/status-lines.ts';"],
  },
  {
    name: 'src/postmortem gathers what tells why, for every front',
    from: ['src/postmortem/*'],
    only: [
      ...['src/postmortem/*', 'src/base/*', 'src/journal/*', 'src/observe/*', 'src/output/*'],
      ...['schemas/*', 'projections/*', 'node:*'],
    ],
    advice:
      'It reads and hands over; which cause fits is decided in projections/, how it looks in src/views.',
    red: ['src/postmortem/gather.ts', "import { whyLines } from '../views/why-lines.ts';"],
  },
  {
    name: 'src/slots stands on journals and the machine',
    from: ['src/slots/*'],
    only: [
      ...['src/slots/*', 'src/base/*', 'src/journal/*', 'src/process/*', 'src/observe/*'],
      ...['schemas/*', 'projections/*', 'reactors/queue.ts', 'node:*'],
    ],
    advice: 'Whose turn it is must be known to launcher, supervisor and watcher alike: import none of them.',
    red: ['src/slots/tickets.ts', "import '../launch/launch.ts';"],
  },
  {
    name: 'src/claims is files about who is owed what',
    from: ['src/claims/*'],
    only: ['src/claims/*', 'src/base/*', 'src/journal/*', 'src/process/*', 'schemas/*', 'node:*'],
    never: ['src/journal/store*'],
    advice: 'Who is owed a word is decided by the rules; here it is only remembered.',
    red: ['src/claims/due.ts', "import { notify } from '../../reactors/notify.ts';"],
  },
  {
    name: 'src/archive makes the form of a journal that is kept, for a command and for the cleanup',
    from: ['src/archive/*'],
    only: [
      ...['src/archive/*', 'src/base/*', 'src/journal/*', 'src/claims/*', 'src/observe/*', 'src/output/*'],
      ...['schemas/*', 'projections/*', 'reactors/lost.ts', 'node:*', 'package:fast-json-stable-stringify'],
    ],
    advice: 'The same journal must give the same bytes: no settings, no clock, no words for people in here.',
    red: ['src/archive/archive-plan.ts', "import { formatMoment } from '../views/moment.ts';"],
  },
  {
    name: 'src/cleanup removes what the rule wants removed, for a command and for the watcher',
    from: ['src/cleanup/*'],
    only: [
      ...['src/cleanup/*', 'src/base/*', 'src/journal/*', 'src/claims/*', 'src/observe/*', 'src/config/*'],
      'src/archive/*',
      ...['schemas/*', 'projections/*', 'reactors/*', 'node:*'],
    ],
    advice: 'What may go is decided by reactors/cleanup.ts; asking and telling belong to src/cli.',
    red: ['src/cleanup/remove-process.ts', "import '../cli/hands.ts';"],
  },
  {
    name: 'src/watch applies the rules, and launches and words nothing',
    from: ['src/watch/*'],
    never: [
      'src/cli/*',
      'src/launch/*',
      'src/supervise/*',
      'src/preflight/*',
      'src/workflow/*',
      'package:yargs',
    ],
    advice:
      'What is decided belongs in reactors/, what is told in projections/notice.ts; the watcher carries it out.',
    red: ['src/watch/host.ts', "import { launch } from '../launch/launch.ts';"],
  },
  {
    name: 'src/inbox asks journals and the machine, and tells whoever it is given',
    from: ['src/inbox/*'],
    only: [
      ...['src/inbox/*', 'src/base/*', 'src/journal/*', 'src/process/*', 'src/observe/*', 'src/slots/*'],
      ...['schemas/*', 'projections/*', 'node:*'],
    ],
    advice: 'How an event is worded and where it is printed belongs to src/views and src/cli: pass that in.',
    red: ['src/inbox/inbox.ts', "import { inboxLines } from '../views/inbox-lines.ts';"],
  },
  {
    name: 'src/export gives journals the form of other systems, and writes nothing',
    from: ['src/export/*'],
    only: [
      ...['src/export/*', 'src/base/*', 'src/journal/*', 'src/observe/*', 'src/output/*'],
      ...['schemas/*', 'projections/*', 'node:crypto', 'package:fast-json-stable-stringify'],
    ],
    never: ['src/journal/store*'],
    advice: 'It gives text to whoever asks; where that goes, and how fast, is the business of who asked.',
    red: ['src/export/export-process.ts', "import { writeFileSync } from 'node:fs';"],
  },
  {
    name: 'src/library reads and looks, for other programs',
    from: ['src/library/*'],
    only: [
      ...['src/library/*', 'src/base/*', 'src/journal/*', 'src/observe/*', 'schemas/*', 'projections/*'],
      'node:path',
    ],
    advice:
      'What it answers is answered for the commands, too: build it in its room, and export it in src/index.ts.',
    red: ['src/library/open-journal.ts', "import { logs } from '../cli/logs.ts';"],
  },
  {
    name: 'src/notify does not read journals',
    from: ['src/notify/*'],
    never: ['src/journal/*', 'projections/*', 'reactors/*', 'src/launch/*', 'src/supervise/*', 'src/cli/*'],
    advice: 'A channel is told what to say. Whether and when is decided by reactors/notify.ts.',
    red: ['src/notify/desktop.ts', "import '../journal/store.ts';"],
  },
  {
    name: 'views turn projections into lines and touch nothing',
    from: ['src/views/*'],
    only: [
      ...['src/views/*', 'schemas/*', 'projections/*', 'src/base/*', 'src/output/safe-text.ts'],
      'package:*',
    ],
    advice: 'Let the command read and pass a projection in; a view only writes words.',
    red: ['src/views/status.ts', "import { statSync } from 'node:fs';"],
  },
  {
    name: 'commands have no hands of their own',
    from: ['src/cli/*'],
    never: [
      ...['node:fs*', 'node:child_process'],
      ...['package:execa', 'package:chokidar', 'package:node-notifier', 'package:pidusage'],
    ],
    advice: 'Get it through src/compose.ts: another front (a page, a tool server) would need it too.',
    red: ['src/cli/logs.ts', "import { createReadStream } from 'node:fs';"],
  },
];
