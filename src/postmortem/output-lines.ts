import type { TellingLine } from '../../projections/death.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Project } from '../journal/project-paths.ts';

export function linesOf(_project: Project, { facts }: ProcessState): TellingLine[] {
  return facts.output.errorLines.map(({ line, offset }) => ({ text: line, offset, isError: true }));
}
