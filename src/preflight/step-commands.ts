import { type Step, stepName, type Workflow } from '../workflow/definition.ts';
import type { Check } from './check.ts';
import { inspectProgram } from './command-program.ts';
import { resolveCommand } from './command-resolve.ts';
import { error, type Finding, shownPath, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

/**
 * The command of each step can be started, so that the fourth step does not fail after three hours for a missing
 * program. One that an earlier step makes, or one of an optional step, is only worth a word.
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
        const say = step.condition === 'optional' || severityOf(finding) === 'warning' ? warning : error;
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

function severityOf(finding: object): unknown {
  return 'severity' in finding ? finding.severity : 'error';
}
