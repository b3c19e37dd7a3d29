import type { DiffJson } from '../schemas/generated/types.ts';
import type { Readings } from './comparison.ts';
import type { Difference } from './comparison-spec.ts';
import type { ProcessState } from './process-state.ts';
import type { Run } from './run-summary.ts';

type Warning = DiffJson['warnings']['onlyA'][number];

/** How two runs ended, or how far they are. */
export function compareEndings(a: Run, b: Run, readings: Readings): Difference[] {
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  return left.flatMap(([what, valueA], index) => {
    const valueB = right[index]?.[1] ?? null;
    const same =
      valueA === valueB ||
      (typeof valueA === 'string' && typeof valueB === 'string' && readings.a(valueA) === readings.b(valueB));
    return same ? [] : [{ theme: 'outcome' as const, what, a: valueA, b: valueB }];
  });
}

function fieldsOf({ state, verdict }: Run): (readonly [what: string, value: Difference['a']])[] {
  const { progress, output, leftRunning } = state.facts;
  return [
    ['status', verdict.status],
    ['reason', verdict.reason],
    ['message', verdict.message],
    ['exitCode', verdict.exitCode],
    ['signal', verdict.signal],
    ['attempts', state.attempts],
    ['percent', progress.percent],
    [
      'step',
      progress.step === null
        ? progress.label
        : `${progress.step}/${progress.steps ?? '?'} ${progress.label ?? ''}`.trim(),
    ],
    ['errorLines', output.errorLineCount],
    ['leftRunning', leftRunning.length],
  ];
}

/** Warnings, and checks that failed, which only one of them has; each is matched once. */
export function compareWarnings(a: ProcessState, b: ProcessState, readings: Readings): DiffJson['warnings'] {
  const left = warningsOf(a);
  const unmatched = warningsOf(b);
  const onlyA = left.filter((warning) => {
    const index = unmatched.findIndex(
      (other) =>
        other.kind === warning.kind &&
        (other.message === warning.message || readings.a(warning.message) === readings.b(other.message)),
    );
    if (index !== -1) unmatched.splice(index, 1);
    return index === -1;
  });
  return { onlyA, onlyB: unmatched };
}

function warningsOf({ facts, checks }: ProcessState): Warning[] {
  return [
    ...checks.filter(({ ok }) => !ok).map(({ name, message }) => ({ kind: `check ${name}`, message })),
    ...facts.warnings.map(({ kind, message }) => ({ kind, message })),
  ];
}
