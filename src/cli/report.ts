import { commandLine } from '../../projections/command-line.ts';
import { runPicture } from '../../projections/run-picture.ts';
import { runSummary } from '../../projections/run-summary.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { SummaryJson } from '../../schemas/generated/types.ts';
import { isSystemError } from '../base/system-error.ts';
import { eventBatches } from '../journal/journal-batches.ts';
import type { Observed } from '../observe/observe.ts';
import { runOf } from '../observe/run.ts';
import { redactArguments, redactText } from '../output/redact.ts';
import { redactRead } from '../output/redact-event.ts';
import { safeText } from '../output/safe-text.ts';
import { gatherWhy } from '../postmortem/gather.ts';
import { outputSaid } from '../postmortem/output-lines.ts';
import { type ReportFacts, reportPage } from '../views/report-page.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

export type ReportArguments = { readonly id: string; readonly out?: string | undefined };

/** A run on one page of HTML: on stdout, or in a file. */
export async function report(args: ReportArguments, hands: Hands): Promise<number> {
  const { out } = args;
  if (out === undefined && (hands.json || hands.terminal.stdout)) {
    const message = hands.json
      ? '--json needs --out: the page is HTML'
      : 'A page is for a browser, not a terminal';
    throw new FailureError({
      code: 'usage',
      message,
      hint: `tapps-agents bg report ${args.id} --out report.html`,
    });
  }
  const observed = await chooseProcess(hands, args.id);
  const page = reportPage(await factsOf(observed, hands));
  if (out === undefined) {
    await hands.writeOut(page);
    return exitCodes.done;
  }
  const file = written(out, page, hands);
  present(hands, { id: observed.id, report: file, bytes: Buffer.byteLength(page) }, () => [
    `✅ Report written: ${hands.shortPath(file)}`,
  ]);
  return exitCodes.done;
}

function written(out: string, page: string, hands: Hands): string {
  try {
    return hands.writeFile(out, page);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const message = `Cannot write ${safeText(out, { maxChars: 200 })}: ${whyNot[error.code] ?? error.code}`;
    const hint = 'name a file in a folder that is there: --out FILE';
    throw new FailureError({ code: 'not_writable', message, hint }, { cause: error });
  }
}

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

async function factsOf(observed: Observed, hands: Hands): Promise<ReportFacts> {
  const { id, path, state } = observed;
  const { cause, tries } = await gatherWhy(hands.project, observed);
  const { lines } = outputSaid(hands.project, state);
  const events = { read: 0, damaged: 0 };
  const picture = runPicture(redactedEvents(path, id, events));
  return {
    summary: withoutSecrets(runSummary(runOf(observed), hands.nowMs())),
    cause: redactText(cause.line),
    tries: tries.map(({ text, paste }) => redactText(paste === null ? text : `${text}: ${paste}`)),
    rows: rowsOf(observed),
    picture,
    lines: lines.map((line) => ({ ...line, text: redactText(line.text) })),
    origin: originOf(observed, events, hands),
  };
}

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
  const { message, steps } = summary;
  return {
    ...summary,
    message: message === null ? null : redactText(message),
    steps: steps.map((step) => ({ ...step, name: redactText(step.name) })),
  };
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

/** Of what has ended the page is the same whenever it is made. */
function originOf({ path, verdict }: Observed, { read, damaged }: Counted, hands: Hands): string {
  const damage = damaged === 0 ? '' : `, ${damaged} damaged ${damaged === 1 ? 'line' : 'lines'} left out`;
  const asOf = verdict.health === 'ended' ? '' : `, as of ${new Date(hands.nowMs()).toISOString()}`;
  return `tapps-agents ${hands.version}, from ${read} events of ${hands.shortPath(path)}${damage}${asOf}`;
}
