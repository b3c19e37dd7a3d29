import type { DiffJson } from '../schemas/generated/types.ts';
import { compareMeasures } from './comparison-measures.ts';
import { compareEndings, compareWarnings } from './comparison-outcome.ts';
import { compareNames, compareSpecs } from './comparison-spec.ts';
import { compareSteps } from './comparison-steps.ts';
import { compareWords } from './comparison-words.ts';
import { type Run, runSummary } from './run-summary.ts';

/** What two runs are compared by; their outputs are compared by whoever can read them. */
export type Compared = Omit<DiffJson, 'output' | 'same' | 'alike'>;
export type Theme = DiffJson['alike'][number];

/** A text of each run as it is compared: without times, numbers of processes and the like. */
export type Readings = { readonly a: (text: string) => string; readonly b: (text: string) => string };

/** In what two runs differ, theme by theme. */
export function compareRuns(a: Run, b: Run, nowMs: number, readings: Readings): Compared {
  const steps = compareSteps(a, b, nowMs, readings);
  return {
    a: sideOf(a, nowMs),
    b: sideOf(b, nowMs),
    relation: relationOf(a, b),
    differences: [...compareSpecs(a.state.spec, b.state.spec), ...compareEndings(a, b, readings)],
    command: compareWords(a.state.spec?.command ?? [], b.state.spec?.command ?? []),
    environment: compareNames(a.state.spec?.envNames ?? [], b.state.spec?.envNames ?? []),
    steps: steps.steps,
    stepsReordered: steps.areReordered,
    measures: compareMeasures(a, b, nowMs),
    warnings: compareWarnings(a.state, b.state, readings),
  };
}

/** With what came of the outputs: all there is to say. */
export function withOutput(compared: Compared, output: DiffJson['output']): DiffJson {
  const differing = new Set<Theme>(compared.differences.map(({ theme }) => theme));
  const { command, environment, steps, stepsReordered, warnings } = compared;
  if (command.length > 0) differing.add('command');
  if (environment.onlyA.length + environment.onlyB.length > 0) differing.add('environment');
  if (stepsReordered || steps.some(({ differs }) => differs)) differing.add('steps');
  if (warnings.onlyA.length + warnings.onlyB.length > 0) differing.add('warnings');
  if (output.result === 'parts' || isInOneAlone(output)) differing.add('output');
  const isCompared = output.result !== 'not_comparable';
  const alike = themes.filter((theme) => !differing.has(theme) && (theme !== 'output' || isCompared));
  return { ...compared, same: differing.size === 0, alike, output };
}

const themes: readonly Theme[] = [
  ...(['command', 'specification', 'environment', 'configuration', 'git', 'versions', 'machine'] as const),
  ...(['steps', 'warnings', 'outcome', 'output'] as const),
];

/** That one never began is a difference; that an output was removed or cut since then is none of the runs. */
function isInOneAlone({ result, a, b }: DiffJson['output']): boolean {
  return result === 'not_comparable' && (a.state === 'not_started') !== (b.state === 'not_started');
}

function sideOf(run: Run, nowMs: number): DiffJson['a'] {
  const { id, name, type, status, launchedAt, durationMs, attempts } = runSummary(run, nowMs);
  return {
    id,
    name,
    type,
    status,
    launchedAt,
    durationMs,
    attempts,
    archived: run.state.facts.archived !== null,
  };
}

function relationOf(a: Run, b: Run): DiffJson['relation'] {
  if (a.id === b.id) return 'same_process';
  if (b.state.spec?.rerunOf === a.id || a.state.facts.repeatedAs.includes(b.id)) return 'b_repeats_a';
  if (a.state.spec?.rerunOf === b.id || b.state.facts.repeatedAs.includes(a.id)) return 'a_repeats_b';
  return null;
}
