import type { Step } from './definition.ts';
import { type Comparison, type Condition, parseCondition } from './gate-condition.ts';

export type GateOutcome = {
  readonly passed: boolean;
  readonly condition: string;
  /** The step that comes next; null: none, the branch ends here, or fails if the gate was not passed. */
  readonly target: string | null;
  /** The gate sent back as often as it may. */
  readonly exhausted: boolean;
  /** What the condition asked for and the result did not say: reasons not to pass, never to pass. */
  readonly unreported: readonly string[];
};

/**
 * How a step's gate decides over its result; null for a step without one. `sentBack` counts how often this gate
 * has already taken `on_fail` in this run.
 */
export function gateOutcome(
  step: Step,
  result: Readonly<Record<string, unknown>>,
  sentBack = 0,
): GateOutcome | null {
  const { gate, next } = step;
  if (gate === null) return null;
  const { condition } = gate;
  const parsed = parseCondition(condition);
  const unreported = new Set<string>();
  const passed = parsed.ok && truthOf(parsed.condition, result, unreported) === true;
  const exhausted = !passed && gate.onFail !== null && sentBack >= gate.limit;
  const onFail = exhausted ? null : gate.onFail;
  const target = passed ? (gate.onPass ?? next) : onFail;
  return { passed, condition, target, exhausted, unreported: passed ? [] : [...unreported] };
}

/** Null: unknown, as something was not reported. Unknown makes `and` and `or` unknown unless the other side decides. */
type Truth = boolean | null;
type Result = Readonly<Record<string, unknown>>;

function truthOf(condition: Condition, result: Result, unreported: Set<string>): Truth {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const deciding = condition.kind === 'or';
      const left = truthOf(condition.left, result, unreported);
      if (left === deciding) return left;
      const right = truthOf(condition.right, result, unreported);
      if (right === deciding) return right;
      return left === null || right === null ? null : !deciding;
    }
    case 'not': {
      const truth = truthOf(condition.of, result, unreported);
      return truth === null ? null : !truth;
    }
    case 'compare': {
      const left = reportedBy(condition.left, result, unreported);
      const right = reportedBy(condition.right, result, unreported);
      return left === undefined || right === undefined ? null : compare(left, condition.operator, right);
    }
    default: {
      const value = reportedBy(condition, result, unreported);
      if (typeof value === 'boolean') return value;
      return value === undefined ? null : false;
    }
  }
}

/** Undefined: not reported. */
function reportedBy(condition: Condition, result: Result, unreported: Set<string>): unknown {
  if (condition.kind === 'literal') return condition.value;
  if (condition.kind !== 'path') return truthOf(condition, result, unreported) ?? undefined;
  let value: unknown = result;
  for (const name of condition.names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) value = undefined;
    else value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  if (value === undefined) unreported.add(condition.names.join('.'));
  return value;
}

/** Values of different kinds are unequal and in no order. */
function compare(left: unknown, operator: Comparison, right: unknown): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left === 'number' && typeof right === 'number') return isOrdered(left, operator, right);
  return typeof left === 'string' && typeof right === 'string' && isOrdered(left, operator, right);
}

function isOrdered<Value extends string | number>(left: Value, operator: Comparison, right: Value): boolean {
  if (operator === '>') return left > right;
  if (operator === '<') return left < right;
  return operator === '>=' ? left >= right : left <= right;
}
