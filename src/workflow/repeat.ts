import type { Step, Workflow } from './definition.ts';
import { isOver, type Progress } from './ready.ts';
import { followersOf, orderOf, reachableFrom } from './step-order.ts';

/**
 * The steps that run again when the gate of `from` sends the run to `target`: all that lie on a way from there to the
 * gate. They leave `finished`, `failed`, `skipped` and `sentTo`. Empty when the target has not run yet: then the run
 * only goes on.
 */
export function stepsToRepeat(
  workflow: Workflow,
  progress: Pick<Progress, 'finished' | 'failed' | 'skipped'>,
  from: string,
  target: string,
): ReadonlySet<string> {
  const order = orderOf(workflow);
  const start = order.byId.get(target);
  if (start === undefined || (target !== from && !isOver(start, progress))) return new Set();
  if (target === from) return new Set([from]);
  const after = reachableFrom([start], order, (step) => (step.id === from ? [] : followersOf(step, order)));
  // A way that comes back to the target is another round, not this one.
  const onward = (step: Step) => followersOf(step, order).filter((next) => next !== target);
  const between = workflow.steps.filter(
    (step) =>
      after.has(step.id) &&
      step !== start &&
      reachableFrom([step], order, (one) => (one.id === from ? [] : onward(one))).has(from),
  );
  return new Set([target, from, ...between.map(({ id }) => id)]);
}
