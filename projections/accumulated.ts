import type { CatalogueEvent, JournalArchivedData, ProcessExitedData } from '../schemas/event.ts';
import { evolveOutputFacts, noOutputFacts, type OutputFacts } from './output-facts.ts';
import { evolveMarks, noMarks, type ProgressMarks } from './progress-marks.ts';
import { evolveQuietFacts, noQuietFacts, type QuietFacts } from './quiet-facts.ts';
import { evolveTold, type Told } from './told-facts.ts';
import { evolveSteps, percentFinished, type StepFact, stepLabel } from './workflow-steps.ts';

/** What piles up over a run, whatever phase it is in. */
export type Accumulated = {
  readonly progress: Progress;
  readonly warnings: readonly Warning[];
  readonly warningsDropped: number;
  readonly notes: number;
  readonly peakMemoryBytes: number | null;
  readonly outputBytes: number | null;
  readonly outputGoneBytes: number;
  /** Where in all that was ever written the latest attempt begins. */
  readonly attemptOffset: number;
  readonly leftRunning: readonly number[];
  readonly lastHeartbeatAt: string | null;
  readonly steps: readonly StepFact[];
  readonly marks: ProgressMarks;
  readonly output: OutputFacts;
  readonly quiet: QuietFacts;
  readonly told: readonly Told[];
  readonly outputRemoved: boolean;
  /** Ids of the newest processes that the same spec was launched again as. */
  readonly repeatedAs: readonly string[];
  /** What the archived journal says of its original; null in any other. */
  readonly archived: JournalArchivedData | null;
};

export type Progress = {
  readonly percent: number | null;
  readonly step: number | null;
  readonly steps: number | null;
  readonly label: string | null;
};

export type Warning = { readonly kind: string; readonly message: string; readonly at: string };

/** Most warnings that are kept by text; the rest is counted. */
const warningLimit = 50;
const repeatLimit = 20;

export const emptyAccumulated: Accumulated = {
  progress: { percent: null, step: null, steps: null, label: null },
  warnings: [],
  warningsDropped: 0,
  notes: 0,
  peakMemoryBytes: null,
  outputBytes: null,
  outputGoneBytes: 0,
  attemptOffset: 0,
  leftRunning: [],
  lastHeartbeatAt: null,
  steps: [],
  marks: noMarks,
  output: noOutputFacts,
  quiet: noQuietFacts,
  told: [],
  outputRemoved: false,
  repeatedAs: [],
  archived: null,
};

/**
 * The facts with one event more. Each event makes one copy, and what it does not speak of is shared: of a spread of so
 * many fields V8 makes a call that takes 0.7 µs, of the same fields written out 0.03 µs.
 */
export function accumulate(known: Accumulated, event: CatalogueEvent): Accumulated {
  const facts = copyOf(known);
  facts.output = evolveOutputFacts(known.output, event);
  facts.quiet = evolveQuietFacts(known.quiet, event);
  facts.told = evolveTold(known.told, event);
  facts.marks = evolveMarks(known.marks, event);
  add(facts, event);
  // Last: how far a workflow is when a step begins is told by the steps before it.
  facts.steps = evolveSteps(known.steps, event);
  return facts;
}

type Draft = { -readonly [Key in keyof Accumulated]: Accumulated[Key] };

/** Changes what of the facts is no fold of its own. */
function add(facts: Draft, event: CatalogueEvent): void {
  switch (event.type) {
    case 'process.started':
      // What an attempt before had reached is not how far this one is.
      if (event.data.attempt !== 1) facts.progress = emptyAccumulated.progress;
      return;
    case 'output.removed':
      facts.outputRemoved = true;
      return;
    case 'launch.repeated':
      facts.repeatedAs = [...facts.repeatedAs, event.data.as].slice(-repeatLimit);
      return;
    case 'journal.archived':
      facts.archived = event.data;
      return;
    case 'process.progressed': {
      const { percent = null, step = null, steps = null, label = null } = event.data;
      facts.progress = { percent, step, steps, label };
      return;
    }
    case 'process.heartbeat':
      facts.peakMemoryBytes = larger(facts.peakMemoryBytes, event.data.memoryBytes);
      facts.outputBytes = event.data.outputBytes;
      facts.lastHeartbeatAt = event.at;
      return;
    case 'process.exited':
      attemptEnded(facts, event.data);
      return;
    case 'process.warned':
      warned(facts, event.at, event.data);
      return;
    case 'process.noted':
      facts.notes += 1;
      return;
    case 'step.started': {
      const { step, index, steps } = event.data;
      const percent = percentFinished(facts.steps, steps);
      facts.progress = { percent, step: index, steps, label: stepLabel(step) };
      return;
    }
    case 'workflow.finished':
      if (event.data.outcome === 'completed') facts.progress = { ...facts.progress, percent: 100 };
  }
}

function attemptEnded(facts: Draft, { usage, outputBytes, code, willRetry }: ProcessExitedData): void {
  if (willRetry) facts.attemptOffset = outputBytes;
  facts.peakMemoryBytes = larger(facts.peakMemoryBytes, usage.peakMemoryBytes);
  facts.outputBytes = outputBytes;
  facts.progress = atTheEnd(facts.progress, code);
}

/** The last step of a run that ended well is finished too; nobody is left to say so. */
function atTheEnd(progress: Progress, code: number | null): Progress {
  const inLastStep = progress.step !== null && progress.step === progress.steps;
  return code === 0 && inLastStep && progress.percent !== null ? { ...progress, percent: 100 } : progress;
}

function warned(
  facts: Draft,
  at: string,
  data: Extract<CatalogueEvent, { type: 'process.warned' }>['data'],
): void {
  const { kind, message } = data;
  if (kind === 'error_line' || kind === 'fail_on') return; // lines of the output are no remarks about the run
  // A noisy command is cut again and again; each of these warnings says the sum, so the last one says it all.
  const others = facts.warnings.filter((warning) => kind !== 'output_truncated' || warning.kind !== kind);
  const full = others.length >= warningLimit;
  facts.warnings = full ? others : [...others, { kind, message, at }];
  if (full) facts.warningsDropped += 1;
  if (kind === 'output_truncated') facts.outputGoneBytes += data.bytes ?? 0;
  if (kind === 'left_running') facts.leftRunning = data.pids ?? [];
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function copyOf(known: Accumulated): Draft {
  return {
    progress: known.progress,
    warnings: known.warnings,
    warningsDropped: known.warningsDropped,
    notes: known.notes,
    peakMemoryBytes: known.peakMemoryBytes,
    outputBytes: known.outputBytes,
    outputGoneBytes: known.outputGoneBytes,
    attemptOffset: known.attemptOffset,
    leftRunning: known.leftRunning,
    lastHeartbeatAt: known.lastHeartbeatAt,
    steps: known.steps,
    marks: known.marks,
    output: known.output,
    quiet: known.quiet,
    told: known.told,
    outputRemoved: known.outputRemoved,
    repeatedAs: known.repeatedAs,
    archived: known.archived,
  };
}
