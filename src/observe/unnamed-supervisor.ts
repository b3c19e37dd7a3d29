import { processTable } from '../process/identity.ts';
import { runVariable, supervisorMark } from '../process/run-variables.ts';

/**
 * Whether a supervisor lives that its journal does not name: the line that did so was cut away, and it will put it back
 * in a moment. Until then nobody may say that nothing was started, or it would be too late. Where no environment can be
 * read there is none.
 */
export function hasUnnamedSupervisor(id: string): boolean {
  const mark = supervisorMark(id);
  return processTable.list().some(({ pid }) => processTable.variableOf(pid, runVariable) === mark);
}
