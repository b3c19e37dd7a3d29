import { basename } from 'node:path';
import { commandLine } from '../../projections/command-line.ts';
import { runPicture } from '../../projections/run-picture.ts';
import { runSummary } from '../../projections/run-summary.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import type { SummaryJson } from '../../schemas/generated/types.ts';
import { eventBatches } from '../journal/journal-batches.ts';
import type { Observed } from '../observe/observe.ts';
import { runOf } from '../observe/run.ts';
import { redactArguments, redactText } from '../output/redact.ts';
import { redactRead } from '../output/redact-event.ts';
import { gatherWhy } from '../postmortem/gather.ts';
import { outputSaid } from '../postmortem/output-lines.ts';
import type { ReportFacts } from '../views/report-page.ts';
import type { Hands } from './hands.ts';

/** Beside the lines that tell errors. */
const lastShown = 200;

/** Everything that is known of a run, secrets taken out, as the page of a report wants it. */
export async function reportFacts(found: Observed, hands: Hands): Promise<ReportFacts> {
  const observed = withOwnOutput(found);
  const { id, path, state } = observed;
  const { cause, tries } = await gatherWhy(hands.project, observed);
  const { lines } = outputSaid(hands.project, state, lastShown);
  const events = { read: 0, damaged: 0 };
  const picture = runPicture(redactedEvents(path, id, events));
  return {
    summary: withoutSecrets(runSummary(runOf(observed), hands.nowMs())),
    cause: redactText(cause.line),
    tries: tries.map(({ text, paste }) => redactText(paste === null ? text : `${text}: ${paste}`)),
    rows: [...rowsOf(observed), ...(observed === found ? [] : [['Output', notRead] as const])],
    picture,
    lines: lines.map((line) => ({ ...line, text: redactText(line.text) })),
    origin: originOf(observed, events, hands),
  };
}

/**
 * The page is made to be passed on, and a journal may come from anybody (a clone): what it calls the output is read only
 * where that has the name of one, wherever it lies.
 */
function withOwnOutput(observed: Observed): Observed {
  const { id, state } = observed;
  if (state.spec === null || basename(state.spec.output) === `${id}.output`) return observed;
  return { ...observed, state: { ...state, spec: { ...state.spec, output: '' } } };
}

const notRead = 'not read: what the journal names is no output of this program';

type Counted = { read: number; damaged: number };

function* redactedEvents(path: string, id: string, counted: Counted): Generator<ReadEvent, void, void> {
  const batches = eventBatches(path, id, () => {
    counted.damaged += 1;
  });
  for (const batch of batches) {
    counted.read += batch.length;
    for (const read of batch) yield redactRead(read);
  }
}

/** What was written down was without secrets by the rules of then; the page leaves the house by those of today. */
function withoutSecrets(summary: SummaryJson): SummaryJson {
  const { name, type, message, steps } = summary;
  return {
    ...summary,
    name: withoutSecret(name),
    type: withoutSecret(type),
    message: withoutSecret(message),
    steps: steps.map((step) => ({ ...step, name: redactText(step.name) })),
  };
}

function withoutSecret(text: string | null): string | null {
  return text === null ? null : redactText(text);
}

function rowsOf({ state }: Observed): ReportFacts['rows'] {
  const { spec } = state;
  if (spec === null) return [];
  const tags = Object.entries(spec.tags).map(([key, value]) => `${key}=${value}`);
  const rows: readonly (readonly [string, string | null])[] = [
    ['Command', commandLine(redactArguments(spec.command))],
    ['Prompt', spec.prompt],
    ['Folder', spec.cwd],
    ['Machine', `${spec.user}@${spec.host}`],
    ['Tags', tags.join(', ') || null],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, redactText(value)] as const]));
}

/** Of what has ended the page is the same whenever and wherever it is made, until its journal gets another event. */
function originOf({ path, verdict }: Observed, { read, damaged }: Counted, hands: Hands): string {
  const damage = damaged === 0 ? '' : `, ${damaged} damaged ${damaged === 1 ? 'line' : 'lines'} left out`;
  const asOf = verdict.health === 'ended' ? '' : `, as of ${new Date(hands.nowMs()).toISOString()}`;
  return `tapps-agents ${hands.version}, from ${read} events of ${basename(path)}${damage}${asOf}`;
}
