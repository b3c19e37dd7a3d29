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

export function accumulate(known: Accumulated, event: CatalogueEvent): Accumulated {
  const facts = {
    ...known,
    output: evolveOutputFacts(known.output, event),
    quiet: evolveQuietFacts(known.quiet, event),
    told: evolveTold(known.told, event),
    marks: evolveMarks(known.marks, event),
    steps: evolveSteps(known.steps, event),
  };
  switch (event.type) {
    case 'process.started':
      // What an attempt before had reached is not how far this one is.
      return event.data.attempt === 1 ? facts : { ...facts, progress: emptyAccumulated.progress };
    case 'output.removed':
      return { ...facts, outputRemoved: true };
    case 'launch.repeated':
      return { ...facts, repeatedAs: [...facts.repeatedAs, event.data.as].slice(-repeatLimit) };
    case 'journal.archived':
      return { ...facts, archived: event.data };
    case 'process.progressed': {
      const { percent = null, step = null, steps = null, label = null } = event.data;
      return { ...facts, progress: { percent, step, steps, label } };
    }
    case 'process.heartbeat': {
      const { memoryBytes, outputBytes } = event.data;
      const peakMemoryBytes = larger(facts.peakMemoryBytes, memoryBytes);
      return { ...facts, peakMemoryBytes, outputBytes, lastHeartbeatAt: event.at };
    }
    case 'process.exited':
      return attemptEnded(facts, event.data);
    case 'process.warned':
      return warned(facts, event.at, event.data);
    case 'process.noted':
      return { ...facts, notes: facts.notes + 1 };
    case 'step.started': {
      const { step, index, steps } = event.data;
      const percent = percentFinished(known.steps, steps);
      return { ...facts, progress: { percent, step: index, steps, label: stepLabel(step) } };
    }
    case 'workflow.finished': {
      const percent = event.data.outcome === 'completed' ? 100 : facts.progress.percent;
      return { ...facts, progress: { ...facts.progress, percent } };
    }
    default:
      return facts;
  }
}

function attemptEnded(
  facts: Accumulated,
  { usage, outputBytes, code, willRetry }: ProcessExitedData,
): Accumulated {
  const attemptOffset = willRetry ? outputBytes : facts.attemptOffset;
  const peakMemoryBytes = larger(facts.peakMemoryBytes, usage.peakMemoryBytes);
  const progress = atTheEnd(facts.progress, code);
  return { ...facts, peakMemoryBytes, outputBytes, attemptOffset, progress };
}

/** The last step of a run that ended well is finished too; nobody is left to say so. */
function atTheEnd(progress: Progress, code: number | null): Progress {
  const inLastStep = progress.step !== null && progress.step === progress.steps;
  return code === 0 && inLastStep && progress.percent !== null ? { ...progress, percent: 100 } : progress;
}

function warned(
  facts: Accumulated,
  at: string,
  data: Extract<CatalogueEvent, { type: 'process.warned' }>['data'],
): Accumulated {
  const { kind, message } = data;
  if (kind === 'error_line' || kind === 'fail_on') return facts; // lines of the output are no remarks about the run
  // A noisy command is cut again and again; each of these warnings says the sum, so the last one says it all.
  const others = facts.warnings.filter((warning) => kind !== 'output_truncated' || warning.kind !== kind);
  const full = others.length >= warningLimit;
  return {
    ...facts,
    warnings: full ? others : [...others, { kind, message, at }],
    warningsDropped: facts.warningsDropped + (full ? 1 : 0),
    outputGoneBytes: facts.outputGoneBytes + (kind === 'output_truncated' ? (data.bytes ?? 0) : 0),
    leftRunning: kind === 'left_running' ? (data.pids ?? []) : facts.leftRunning,
  };
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
