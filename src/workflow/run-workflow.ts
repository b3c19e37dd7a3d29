import { stepLabel } from '../../projections/workflow-steps.ts';
import type { DataOf, WorkflowFinishedData } from '../../schemas/event.ts';
import type { Step, Workflow } from './definition.ts';
import { isOptional, stepName } from './definition.ts';
import { type Progress, readySteps, type WaitingStep } from './ready.ts';
import { type RunnerEvents, type StepHands, type StepVerdict, tryStep } from './try-step.ts';

export type RunnerHands = StepHands & {
  readonly append: RunnerEvents;
  /** A line of the run's output. */
  readonly say: (line: string) => void;
};

/**
 * Runs a workflow to its end and tells how it ended; every step is written down. `before` are steps that an earlier
 * run finished: they are done, unless what they made is gone. Never throws for what a step does.
 */
export async function runWorkflow(
  workflow: Workflow,
  before: ReadonlySet<string>,
  hands: RunnerHands,
): Promise<WorkflowFinishedData> {
  const run = await begin(workflow, before, hands);
  const going = new Map<string, Promise<void>>();
  for (;;) {
    const { ready, blocked, skippable } = readySteps(workflow, progressOf(run, hands));
    // Told before the others start, waited for after that: what is ready now may not be ready any more by then.
    const skipped = skippable.map((waiting) => skip(run, waiting, hands));
    for (const step of ready) {
      run.running.add(step.id);
      going.set(
        step.id,
        perform(run, step, hands).finally(() => going.delete(step.id)),
      );
    }
    await Promise.all(skipped);
    if (skippable.length > 0) continue;
    if (going.size === 0) return finish(run, blocked, hands);
    await Promise.race(going.values());
  }
}

type Run = {
  readonly workflow: Workflow;
  readonly finished: Set<string>;
  readonly failed: Set<string>;
  readonly skipped: Set<string>;
  readonly running: Set<string>;
  readonly sentTo: Map<string, string | null>;
  readonly sentBack: Map<string, number>;
  readonly attempts: Map<string, number>;
  /** The first required step that failed for good. */
  failure: { readonly step: Step; readonly verdict: Extract<StepVerdict, { outcome: 'failed' }> } | null;
};

async function begin(workflow: Workflow, before: ReadonlySet<string>, hands: RunnerHands): Promise<Run> {
  const done = doneBefore(workflow, before, hands);
  for (const step of done) {
    await hands.append('step.skipped', { ...placeOf(step, workflow), reason: 'done_before' });
    hands.say(`${stepName(step)} was done before`);
  }
  return {
    workflow,
    finished: new Set(done.map(({ id }) => id)),
    failed: new Set(),
    skipped: new Set(),
    running: new Set(),
    sentTo: new Map(),
    sentBack: new Map(),
    attempts: new Map(),
    failure: null,
  };
}

/**
 * The finished steps that still count: in the order of the workflow up to the first one that must run again, because it
 * was not finished, what it made is gone, or a gate sent back to it. What comes after such a one was made of old parts.
 */
function doneBefore(workflow: Workflow, before: ReadonlySet<string>, { isThere }: RunnerHands): Step[] {
  const none: ReadonlySet<string> = new Set();
  const finished = new Set<string>();
  const rest = { failed: none, skipped: none, running: none, isKnown: isThere };
  const counts = ({ id, creates }: Step): boolean => before.has(id) && creates.every(isThere);
  for (;;) {
    const next = readySteps(workflow, { finished, ...rest }).ready.find(counts);
    if (next === undefined) return workflow.steps.filter(({ id }) => finished.has(id));
    finished.add(next.id);
  }
}

function progressOf(run: Run, { isThere }: RunnerHands): Progress {
  return { ...run, isKnown: isThere };
}

async function skip(run: Run, { step, missing }: WaitingStep, hands: RunnerHands): Promise<void> {
  run.skipped.add(step.id);
  const message = `${missing.join(', ')} is not there, and nobody makes it`;
  const place = placeOf(step, run.workflow);
  const written = hands.append('step.skipped', { ...place, reason: 'not_possible', message });
  hands.say(`${stepName(step)} was skipped: ${message}`);
  await written;
}

/** One step with all its attempts, and what follows from how it ended. */
async function perform(run: Run, step: Step, hands: RunnerHands): Promise<void> {
  const place = placeOf(step, run.workflow);
  const { steps, index } = place;
  const percent = Math.floor(((run.finished.size + run.skipped.size) / steps) * 1000) / 10;
  hands.say(`::progress percent=${percent} step=${index} steps=${steps} label=${stepLabel(step.id)}`);
  hands.say(`▶ ${stepName(step)}`);
  const sentBack = run.sentBack.get(step.id) ?? 0;
  const nextAttempt = (): number => {
    const attempt = (run.attempts.get(step.id) ?? 0) + 1;
    run.attempts.set(step.id, attempt);
    return attempt;
  };
  const verdict = await tryStep(step, place, { nextAttempt, sentBack }, hands);
  run.running.delete(step.id);
  settle(run, step, verdict, hands);
}

function settle(run: Run, step: Step, verdict: StepVerdict, hands: RunnerHands): void {
  switch (verdict.outcome) {
    case 'skipped':
      run.skipped.add(step.id);
      break;
    case 'failed':
      run.failed.add(step.id);
      if (!isOptional(step)) run.failure ??= { step, verdict };
      break;
    case 'finished':
      run.finished.add(step.id);
      if (verdict.gate !== null) run.sentTo.set(step.id, verdict.gate.target);
      break;
    case 'sent_back':
      run.sentBack.set(step.id, (run.sentBack.get(step.id) ?? 0) + 1);
      run.finished.add(step.id);
      run.sentTo.set(step.id, verdict.target);
      for (const id of verdict.repeat(run.workflow, run)) {
        for (const set of [run.finished, run.failed, run.skipped]) set.delete(id);
        run.sentTo.delete(id);
      }
      break;
  }
  hands.say(verdict.words);
}

async function finish(
  run: Run,
  blocked: readonly WaitingStep[],
  { append, say }: RunnerHands,
): Promise<WorkflowFinishedData> {
  const end = { ...endOf(run, blocked), finished: run.finished.size, steps: run.workflow.steps.length };
  await append('workflow.finished', end);
  say(end.message ?? `Workflow completed: ${end.finished} of ${end.steps} steps finished`);
  return end;
}

function endOf(
  run: Run,
  blocked: readonly WaitingStep[],
): Pick<WorkflowFinishedData, 'outcome' | 'message' | 'step' | 'missing'> {
  if (run.failure !== null) {
    const { step, verdict } = run.failure;
    const { index, steps } = placeOf(step, run.workflow);
    const outcome = verdict.reason === 'artifact_missing' ? 'artifact_missing' : 'failed';
    const message = `step ${index}/${steps} "${step.id}": ${verdict.message}`.slice(0, 2000);
    return { outcome, message, step: step.id, missing: [...verdict.missing] };
  }
  if (blocked.length === 0) return { outcome: 'completed', message: null, step: null, missing: [] };
  const missing = [...new Set(blocked.flatMap((waiting) => waiting.missing))].slice(0, 200);
  const message = `Workflow blocked: no ready steps. Missing: ${missing.join(', ')}`.slice(0, 2000);
  return { outcome: 'blocked', message, step: blocked[0]?.step.id ?? null, missing };
}

function placeOf(step: Step, { steps }: Workflow): Pick<DataOf<'step.started'>, 'step' | 'index' | 'steps'> {
  return { step: step.id, index: step.index, steps: steps.length };
}
