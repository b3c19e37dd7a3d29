import { pathsSuppliedBy } from './artifact-path.ts';
import type { Step, Workflow } from './definition.ts';

/** How a file orders its steps: by `next` and `on_pass`, or, where no step has either, by artifacts alone. */
export type StepOrder = {
  readonly isSequential: boolean;
  /** Steps that nobody calls: they begin as soon as what they require is there. */
  readonly roots: readonly Step[];
  readonly byId: ReadonlyMap<string, Step>;
  /** Who makes what somebody requires. */
  readonly makersOf: ReadonlyMap<string, readonly Step[]>;
  /** By the id of a step: those that require something it makes. */
  readonly fedBy: ReadonlyMap<string, ReadonlySet<string>>;
};

const orders = new WeakMap<Workflow, StepOrder>();

/**
 * The order of a workflow. In a sequential file the first step is a root, and so is each step that nobody points to
 * and that requires something; a step that nobody points to and that requires nothing is never reached.
 */
export function orderOf(workflow: Workflow): StepOrder {
  const known = orders.get(workflow);
  if (known !== undefined) return known;
  const order = findOrder(workflow);
  orders.set(workflow, order);
  return order;
}

function findOrder({ steps }: Workflow): StepOrder {
  const isSequential = steps.some((step) => onwardOf(step) !== null);
  const pointedTo = new Set(steps.flatMap(targetsOf));
  const isRoot = (step: Step, at: number) =>
    !isSequential || at === 0 || (!pointedTo.has(step.id) && step.requires.length > 0);
  const makersOf = findMakers(steps);
  return {
    isSequential,
    roots: steps.filter(isRoot),
    byId: new Map(steps.map((step) => [step.id, step])),
    makersOf,
    fedBy: findFed(steps, makersOf),
  };
}

/** Where a step leads when it ends well: past its gate, if it has one. */
export function onwardOf({ next, gate }: Step): string | null {
  return gate?.onPass ?? next;
}

/** Every step that may be called right after this one. */
export function targetsOf(step: Step): readonly string[] {
  const targets = [onwardOf(step), step.gate?.onFail ?? null];
  return [...new Set(targets.filter((target) => target !== null))];
}

/** Every step that comes after this one because of it: called by it, or, in a file without order, fed by it. */
export function followersOf({ id }: Step, order: StepOrder): readonly string[] {
  const step = order.byId.get(id);
  if (step === undefined) return [];
  return order.isSequential ? targetsOf(step) : [...(order.fedBy.get(id) ?? [])];
}

/** Everything that can be reached from these steps, themselves included. */
export function reachableFrom(
  from: readonly Step[],
  { byId }: StepOrder,
  leads: (step: Step) => readonly string[] = targetsOf,
): ReadonlySet<string> {
  const seen = new Set(from.map(({ id }) => id));
  const waiting = [...from];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    for (const target of leads(step)) {
      const reached = byId.get(target);
      if (reached === undefined || seen.has(target)) continue;
      seen.add(target);
      waiting.push(reached);
    }
  }
  return seen;
}

function findMakers(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const makersOf = new Map(steps.flatMap(({ requires }) => requires.map((path) => [path, new Set<Step>()])));
  for (const step of steps) {
    for (const path of step.creates.flatMap(pathsSuppliedBy)) makersOf.get(path)?.add(step);
  }
  return new Map([...makersOf].map(([path, makers]) => [path, [...makers]]));
}

function findFed(
  steps: readonly Step[],
  makersOf: ReadonlyMap<string, readonly Step[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const fedBy = new Map(steps.map(({ id }) => [id, new Set<string>()]));
  for (const { id, requires } of steps) {
    const makers = requires.flatMap((path) => makersOf.get(path) ?? []);
    for (const maker of makers) if (maker.id !== id) fedBy.get(maker.id)?.add(id);
  }
  return fedBy;
}
