import type { CatalogueEvent } from '../schemas/event.ts';

/** What is known of one step of a workflow: its latest attempt. */
export type StepFact = {
  readonly step: string;
  readonly index: number;
  readonly status: 'running' | 'finished' | 'failed' | 'skipped';
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly made: readonly string[];
  readonly message: string | null;
};

/** Folds the events of the step runner, ordered by their place in the workflow; others change nothing. */
export function evolveSteps(known: readonly StepFact[], event: CatalogueEvent): readonly StepFact[] {
  switch (event.type) {
    case 'step.started': {
      const { step, index, attempt } = event.data;
      return withStep(known, { ...blank(step, index), status: 'running', attempt, startedAt: event.at });
    }
    case 'step.finished': {
      const { step, index, attempt, durationMs, made, gate } = event.data;
      const before = stepOf(known, step) ?? blank(step, index);
      const now = { ...before, attempt, durationMs, made };
      // Sent back, it will run again: a run that is resumed must not take it for done.
      if (gate?.passed === false)
        return withStep(known, { ...now, status: 'failed', message: `gate: ${gate.condition}` });
      return withStep(known, { ...now, status: 'finished' });
    }
    case 'step.failed': {
      const { step, index, attempt, durationMs, message } = event.data;
      const before = stepOf(known, step) ?? blank(step, index);
      return withStep(known, { ...before, status: 'failed', attempt, durationMs, message });
    }
    case 'step.skipped': {
      const { step, index, message = null } = event.data;
      const isDone = event.data.reason === 'done_before';
      return withStep(known, { ...blank(step, index), status: isDone ? 'finished' : 'skipped', message });
    }
    default:
      return known;
  }
}

/** Steps that need no second run, by what the journal says. */
export function finishedSteps(known: readonly StepFact[]): string[] {
  return known.filter(({ status }) => status === 'finished').map(({ step }) => step);
}

/** How far a workflow of so many steps is: what is behind it, out of all. */
export function percentFinished(known: readonly StepFact[], steps: number): number {
  const behind = known.filter(({ status }) => status === 'finished' || status === 'skipped').length;
  return Math.min(100, Math.floor((behind / steps) * 1000) / 10);
}

/** `api_design` as people read it: `Api design`. */
export function stepLabel(step: string): string {
  const words = step.replaceAll(/[_-]+/g, ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function stepOf(known: readonly StepFact[], step: string): StepFact | undefined {
  return known.find((fact) => fact.step === step);
}

function withStep(known: readonly StepFact[], fact: StepFact): readonly StepFact[] {
  const others = known.filter(({ step }) => step !== fact.step);
  return [...others, fact].sort((a, b) => a.index - b.index);
}

function blank(step: string, index: number): StepFact {
  return {
    step,
    index,
    status: 'running',
    attempt: 1,
    startedAt: null,
    durationMs: null,
    made: [],
    message: null,
  };
}
