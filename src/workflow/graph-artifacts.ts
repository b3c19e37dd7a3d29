import { isOptional, type Step, stepName, type Workflow } from './definition.ts';
import { type GraphFacts, type GraphProblem, stepError, stepWarning } from './graph-problem.ts';
import { stepsInDoubt } from './graph-supply.ts';
import { problemLimit, shown } from './problem.ts';
import { followersOf, orderOf, reachableFrom } from './step-order.ts';

/** Of one step; the others are mended the same way. */
const shownPaths = 10;

/** Steps that require what is not there, and that not every way to them is sure to make. */
export function supplyProblems(workflow: Workflow, { exists }: GraphFacts): GraphProblem[] {
  const inDoubt = stepsInDoubt(workflow, exists);
  const stuck = new Set(inDoubt.map(({ step }) => step));
  return inDoubt.slice(0, problemLimit).flatMap(({ step, missing }) =>
    missing.slice(0, shownPaths).map((required) => {
      const { why, hint } = whyMissing(step, required, workflow, stuck);
      const needs = `${shown(stepName(step))} needs ${shown(required)}, ${why}`;
      return isOptional(step)
        ? stepWarning(step, `A step may be skipped: the optional ${needs}`, hint)
        : stepError(step, `Workflow would block: step ${needs}`, hint);
    }),
  );
}

type Reason = { readonly why: string; readonly hint: string };

function whyMissing(step: Step, required: string, workflow: Workflow, stuck: ReadonlySet<Step>): Reason {
  const order = orderOf(workflow);
  const path = shown(required);
  const makers = order.makersOf.get(required) ?? [];
  const others = makers.filter((maker) => maker !== step);
  const create = `create ${path} first, or add a step with creates: [${path}] before it`;
  if (makers.length === 0)
    return { why: 'which nobody makes', hint: folderHint(required, workflow) ?? create };
  if (others.length === 0) return { why: 'which only it makes itself', hint: create };
  const names = listed(others);
  if (others.every(isOptional))
    return {
      why: `which only an optional step makes: ${names}`,
      hint: `create ${path} first, or make that step required`,
    };
  const cause: Reason = {
    why: `which only ${names} makes, and that cannot run either`,
    hint: `create ${path} first`,
  };
  if (!order.isSequential) return cause;
  const after = reachableFrom([step], order);
  if (others.some(({ id }) => after.has(id)) && !comesBefore(step, others, workflow))
    return {
      why: `which is only made later, by ${names}`,
      hint: `move ${names} before it, or create ${path} first`,
    };
  if (others.every((maker) => stuck.has(maker))) return cause;
  const isBefore = reachableFrom(others, order).has(step.id);
  const why = isBefore
    ? `which ${names} makes, but not on every way to it`
    : `which ${names} may not have made by then`;
  return { why, hint: `let every way to ${shown(step.id)} make ${path}, or create it first` };
}

/** True if a maker can run before the step runs for the first time. */
function comesBefore(step: Step, makers: readonly Step[], workflow: Workflow): boolean {
  const order = orderOf(workflow);
  const before = reachableFrom(
    order.roots.filter((root) => root !== step),
    order,
    (one) => (one === step ? [] : followersOf(one, order)),
  );
  return makers.some(({ id }) => before.has(id));
}

function listed(steps: readonly Step[]): string {
  const names = steps.slice(0, 3).map(({ id }) => shown(id));
  return `${names.join(', ')}${steps.length > 3 ? ', …' : ''}`;
}

/** Someone makes the folder it would be in: probably that step makes it, and does not say so. */
function folderHint(required: string, { steps }: Workflow): string | null {
  const isAround = (made: string) => made.endsWith('/') && required.startsWith(made);
  const maker = steps.find(({ creates }) => creates.some(isAround));
  if (maker === undefined) return null;
  return `if step ${shown(maker.id)} makes it, add ${shown(required)} to its creates`;
}
