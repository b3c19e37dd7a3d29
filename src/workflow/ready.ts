import { isOptional, type Step, type Workflow } from './definition.ts';
import { onwardOf, orderOf, reachableFrom, type StepOrder } from './step-order.ts';

/** How far a run is. A step that a gate sends back to leaves `finished` first; see `stepsToRepeat`. */
export type Progress = {
  readonly finished: ReadonlySet<string>;
  /** Failed for good: nothing is tried again. */
  readonly failed: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
  readonly running: ReadonlySet<string>;
  /** True if this artifact is there, whoever made it. */
  readonly isKnown: (artifact: string) => boolean;
  /** Where the gate of a finished step sent the run; without an entry it was passed. */
  readonly sentTo?: ReadonlyMap<string, string | null>;
};

export type WaitingStep = { readonly step: Step; readonly missing: readonly string[] };

export type Readiness = {
  /** To be started now, side by side. */
  readonly ready: readonly Step[];
  /** Their turn has come, but something they require is not there. Nothing ready, nothing running: blocked. */
  readonly blocked: readonly WaitingStep[];
  /** Optional steps that nothing can make possible any more: skip them and ask again. */
  readonly skippable: readonly WaitingStep[];
  /** Nothing is left to start or to wait for. */
  readonly done: boolean;
};

/**
 * What can be started. A step's turn comes when a step before it is over, or at once if nobody points to it; it is
 * ready when all it requires is known. After a required step failed nothing new begins. An optional step that failed
 * or was skipped leads on as if it had ended well.
 */
export function readySteps(workflow: Workflow, progress: Progress): Readiness {
  const { failed, running, isKnown } = progress;
  if (workflow.steps.some((step) => failed.has(step.id) && !isOptional(step)))
    return { ready: [], blocked: [], skippable: [], done: running.size === 0 };
  const order = orderOf(workflow);
  const called = calledSteps(workflow, progress, order);
  const isOpen = (step: Step) => called.has(step.id) && !running.has(step.id) && !isOver(step, progress);
  const open = workflow.steps.filter(isOpen);
  const waiting = open.map((step) => ({ step, missing: step.requires.filter((path) => !isKnown(path)) }));
  const blocked = waiting.filter(({ missing }) => missing.length > 0);
  const possible = waiting.filter(({ missing }) => missing.length === 0).map(({ step }) => step);
  const free = possible.filter((step) => !isHeld(step, workflow, progress, order, open));
  const isIdle = free.length === 0 && running.size === 0;
  // Steps that wait for each other though all is there already: the first in the file begins.
  const ready = isIdle ? possible.slice(0, 1) : free;
  const isStuck = ready.length === 0 && running.size === 0;
  const skippable = isStuck ? blocked.filter(({ step }) => isOptional(step)) : [];
  return {
    ready,
    blocked: blocked.filter((one) => !skippable.includes(one)),
    skippable,
    done: isStuck && blocked.length === 0,
  };
}

/** Finished, failed or skipped, until a gate sends back to it. */
export function isOver({ id }: Step, progress: Pick<Progress, 'finished' | 'failed' | 'skipped'>): boolean {
  return progress.finished.has(id) || progress.failed.has(id) || progress.skipped.has(id);
}

/** Steps whose turn has come, those that are over included. */
function calledSteps({ steps }: Workflow, progress: Progress, { roots }: StepOrder): ReadonlySet<string> {
  const called = new Set(roots.map(({ id }) => id));
  for (const step of steps.filter((one) => isOver(one, progress))) {
    const sent = progress.finished.has(step.id) ? progress.sentTo?.get(step.id) : undefined;
    const target = sent === undefined ? onwardOf(step) : sent;
    if (target !== null) called.add(target);
  }
  return called;
}

/**
 * A step that nobody points to goes by artifacts alone. What it requires may lie there from an earlier run; it waits
 * for the step that makes it anew, as long as that one may still come.
 */
function isHeld(
  step: Step,
  { steps }: Workflow,
  progress: Progress,
  order: StepOrder,
  open: readonly Step[],
): boolean {
  if (step.requires.length === 0 || !order.roots.includes(step)) return false;
  if (order.isSequential && step === steps[0]) return false;
  const allMakers = step.requires.flatMap((path) => order.makersOf.get(path) ?? []);
  const makers = allMakers.filter((maker) => maker !== step && !isOver(maker, progress));
  if (makers.length === 0) return false;
  const running = steps.filter(({ id }) => progress.running.has(id));
  const active = [...running, ...open].filter((other) => other !== step);
  const coming = reachableFrom(active, order);
  return makers.some(({ id }) => coming.has(id));
}
