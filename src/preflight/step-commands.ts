import { resolve } from 'node:path';
import { type Step, stepName, type Workflow } from '../workflow/definition.ts';
import { orderOf } from '../workflow/step-order.ts';
import type { Check } from './check.ts';
import { isRegularFile } from './command-file.ts';
import { inspectProgram } from './command-program.ts';
import { resolveCommand } from './command-resolve.ts';
import { error, type Finding, shownPath, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

/**
 * The command of each step can be started, so that the fourth step does not fail after three hours for a missing
 * program. One of an optional step is only worth a word, and so is a path that an earlier step may make without saying so.
 */
export function stepCommandsCheck(
  workflow: Workflow,
  commandOf: (step: Step) => readonly string[] | null,
): Check {
  return {
    name: 'step commands',
    run: async ({ cwd, env }, signal) => {
      const problemOf = async (step: Step): Promise<Finding | null> => {
        const words = commandOf(step);
        if (words === null || isMade(words[0] ?? '', workflow)) return null;
        const resolved = await resolveCommand(words, cwd, env, signal);
        const finding =
          'problem' in resolved ? resolved.problem : await inspectProgram(resolved.path, cwd, env);
        if (finding === null) return null;
        const isMild = step.condition === 'optional' || severityOf(finding) === 'warning';
        const say = isMild || mayBeMade(words[0] ?? '', step, workflow, cwd) ? warning : error;
        return say(`Step ${shownPath(stepName(step))}: ${finding.message}`, finding.hint);
      };
      const found = await Promise.all(workflow.steps.map(problemOf));
      return resultsOf(
        'step commands',
        found.filter((finding) => finding !== null),
        'each can be started',
      );
    },
  };
}

/** True for a path that some step of the workflow makes. */
function isMade(command: string, { steps }: Workflow): boolean {
  const path = command.replace(/^\.\//, '');
  return steps.some(({ creates }) =>
    creates.some((made) => made === path || (made.endsWith('/') && path.startsWith(made))),
  );
}

/** True for a path that is not there yet, in a step that others come before. */
function mayBeMade(command: string, step: Step, workflow: Workflow, cwd: string): boolean {
  const isFirst = orderOf(workflow).roots.includes(step);
  return command.includes('/') && !isFirst && !isRegularFile(resolve(cwd, command));
}

function severityOf(finding: object): unknown {
  return 'severity' in finding ? finding.severity : 'error';
}
