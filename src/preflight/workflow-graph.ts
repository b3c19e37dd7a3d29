import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import { checkGraph } from '../workflow/graph.ts';
import type { GraphFacts } from '../workflow/graph-problem.ts';
import type { WorkflowProblem } from '../workflow/problem.ts';
import type { WorkflowReading } from '../workflow/read-workflow.ts';
import type { Check, CheckResult } from './check.ts';
import { error, type Finding, shownPath } from './command-words.ts';
import { resultsOf } from './findings.ts';

/** Without `exists`, artifacts are looked for below the folder of the run. */
type FactsOfRun = Omit<GraphFacts, 'exists'> & Partial<Pick<GraphFacts, 'exists'>>;

/**
 * The workflow can reach its end: its file is sound, and every step will find what it requires, someone to execute it
 * and a prompt.
 */
export function workflowGraphCheck(reading: WorkflowReading, facts: FactsOfRun): Check {
  return {
    name: 'workflow',
    run: async ({ cwd, projectRoot }): Promise<readonly CheckResult[]> => {
      const { file, workflow, problems } = reading;
      const exists = (artifact: string) => artifactExists(cwd, artifact);
      const inGraph = workflow === null ? [] : checkGraph(workflow, { exists, ...facts });
      const steps = workflow?.steps.length ?? 0;
      const findings = [...problems, ...inGraph].map((problem) => findingOf(problem, file, projectRoot));
      if (workflow === null && findings.length === 0)
        findings.push(error('The workflow could not be read', `look at ${shownPath(file)}`));
      return resultsOf('workflow', findings, steps === 1 ? '1 step' : `${steps} steps`);
    },
  };
}

function findingOf(
  { severity, message, hint, at }: WorkflowProblem,
  file: string,
  projectRoot: string,
): Finding {
  const short = relative(projectRoot, resolve(projectRoot, file));
  const path = shownPath(short.startsWith('..') ? file : short);
  const place = at === null ? path : `${path}:${at.line}:${at.column}`;
  return { severity, message: `${message} (${place})`, hint };
}

/** A trailing / asks for a folder. */
function artifactExists(folder: string, artifact: string): boolean {
  try {
    return statSync(resolve(folder, artifact)).isDirectory() || !artifact.endsWith('/');
  } catch (failure) {
    if (isSystemError(failure)) return false;
    throw failure;
  }
}
