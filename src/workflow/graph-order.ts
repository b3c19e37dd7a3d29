import type { Step, Workflow } from './definition.ts';
import { type GraphProblem, stepError } from './graph-problem.ts';
import { shown } from './problem.ts';
import { onwardOf, orderOf, reachableFrom, targetsOf } from './step-order.ts';

/** Longer rounds are shown by their first steps. */
const shownSteps = 8;

/** A `next` or gate that leads to no step; a file that was read has none. */
export function targetProblems(workflow: Workflow): GraphProblem[] {
  const { byId } = orderOf(workflow);
  return workflow.steps.flatMap((step) =>
    targetsOf(step)
      .filter((target) => !byId.has(target))
      .map((target) => {
        const message = `Step ${shown(step.id)} leads to ${shown(target)}, which is no step`;
        return stepError(step, message, 'name one of the steps, or add this one');
      }),
  );
}

/** Rounds of `next` and `on_pass`: nothing ever ends them. One through `on_fail` ends at its gate's limit. */
export function cycleProblems(workflow: Workflow): GraphProblem[] {
  const order = orderOf(workflow);
  const seen = new Set<Step>();
  return workflow.steps.flatMap((start) => {
    const way: Step[] = [];
    let step: Step | undefined = start;
    while (step !== undefined && !seen.has(step)) {
      seen.add(step);
      way.push(step);
      step = order.byId.get(onwardOf(step) ?? '');
    }
    // Every step leads onward to one other at most: a round is met on the way that first enters it.
    const entry = step === undefined ? -1 : way.indexOf(step);
    return entry === -1 ? [] : cycleProblem(way.slice(entry));
  });
}

function cycleProblem(round: readonly Step[]): GraphProblem[] {
  const first = round[0];
  const last = round.at(-1);
  if (last === undefined) return [];
  const names = [...round.slice(0, shownSteps), ...(round.length > shownSteps ? [] : [first])];
  const line = names.map((step) => shown(step?.id ?? '')).join(' → ');
  const message = `The steps ${line}${round.length > shownSteps ? ' → …' : ''} lead back to the first without an exit`;
  const hint = 'end it by leaving out a next, or go back through on_fail of a gate, which has a limit';
  return [stepError(last, message, hint)];
}

/** Steps that the run never comes to, whatever the gates say. */
export function reachProblems(workflow: Workflow): GraphProblem[] {
  const order = orderOf(workflow);
  const reached = reachableFrom(order.roots, order);
  return workflow.steps
    .filter(({ id }) => !reached.has(id))
    .map((step) => {
      const message = `Step ${shown(step.id)} is never reached: no step that runs leads to it`;
      return stepError(step, message, reachHint(step, workflow, reached));
    });
}

function reachHint(step: Step, { steps }: Workflow, reached: ReadonlySet<string>): string {
  const open = steps.find((other) => other.next === null && other.gate === null && reached.has(other.id));
  const before = open === undefined ? 'to the step before it' : `to step ${shown(open.id)}`;
  return `add next: ${shown(step.id)} ${before}, or remove the step`;
}
