import { pathsSuppliedBy } from './artifact-path.ts';
import { isOptional, type Step, type Workflow } from './definition.ts';
import type { WaitingStep } from './ready.ts';
import { orderOf, type StepOrder, targetsOf } from './step-order.ts';

/**
 * Steps that would find something they require missing, on at least one way to them.
 *
 * Known for certain at a step is what was there at the start, what every way to it makes, and what other ways make
 * whatever happens. An optional step makes nothing for certain, nor does one that is itself in doubt. It is found by
 * repetition: what is certain only grows, so it ends.
 */
export function stepsInDoubt(
  workflow: Workflow,
  exists: (artifact: string) => boolean,
): readonly WaitingStep[] {
  const order = orderOf(workflow);
  const supply = supplyOf(workflow, exists);
  let certain = 0n;
  let unsettled = order.roots;
  let doubtful = new Map<Step, bigint>();
  for (let before = -1n; before !== certain; ) {
    before = certain;
    doubtful = new Map();
    unsettled = unsettled.filter((root) => {
      const way = walk(root, certain, order, supply);
      certain |= way.certain;
      for (const [step, missing] of way.doubtful) doubtful.set(step, missing | (doubtful.get(step) ?? 0n));
      // Knowing more, a way without doubt has nothing new to add.
      return way.doubtful.size > 0;
    });
  }
  return workflow.steps.flatMap((step) => {
    const missing = doubtful.get(step);
    if (missing === undefined) return [];
    return [{ step, missing: supply.paths.filter((_path, bit) => (missing & (1n << BigInt(bit))) !== 0n) }];
  });
}

/** Each path that somebody requires and that is not there yet has a bit. */
type Supply = {
  readonly paths: readonly string[];
  readonly required: ReadonlyMap<Step, bigint>;
  readonly made: ReadonlyMap<Step, bigint>;
};

type Way = { readonly certain: bigint; readonly doubtful: ReadonlyMap<Step, bigint> };

/** One way through the steps from a root: what all its branches have at a step is what is sure there. */
function walk(root: Step, known: bigint, { byId }: StepOrder, { required, made }: Supply): Way {
  const sure = new Map<Step, bigint>([[root, known]]);
  const doubtful = new Map<Step, bigint>();
  const ends = new Map<Step, bigint>();
  const waiting = new Set([root]);
  for (const step of waiting) {
    waiting.delete(step);
    const here = sure.get(step) ?? known;
    const missing = (required.get(step) ?? 0n) & ~here;
    if (missing !== 0n) doubtful.set(step, missing);
    // An optional step in doubt is skipped and leads on; a required one is where this way would end.
    const isEnd = missing !== 0n && !isOptional(step);
    const after = here | (missing === 0n ? (made.get(step) ?? 0n) : 0n);
    const followers = isEnd ? [] : targetsOf(step).flatMap((id) => byId.get(id) ?? []);
    if (endsHere(step, isEnd)) ends.set(step, after);
    for (const follower of followers) {
      const before = sure.get(follower);
      const both = before === undefined ? after : before & after;
      if (both === before) continue;
      sure.set(follower, both);
      waiting.add(follower);
    }
  }
  const certain = [...ends.values()].reduce((all, end) => all & end, ends.size === 0 ? 0n : ~0n);
  return { certain, doubtful };
}

function endsHere({ next, gate }: Step, isEnd: boolean): boolean {
  return isEnd || (gate?.onPass ?? next) === null;
}

function supplyOf({ steps }: Workflow, exists: (artifact: string) => boolean): Supply {
  const wanted = new Set(steps.flatMap(({ requires }) => requires));
  const paths = [...wanted].filter((path) => !exists(path));
  const bits = new Map(paths.map((path, at) => [path, 1n << BigInt(at)]));
  const sum = (all: readonly string[]) => all.reduce((total, path) => total | (bits.get(path) ?? 0n), 0n);
  return {
    paths,
    required: new Map(steps.map((step) => [step, sum(step.requires)])),
    made: new Map(
      steps.map((step) => [step, isOptional(step) ? 0n : sum(step.creates.flatMap(pathsSuppliedBy))]),
    ),
  };
}
