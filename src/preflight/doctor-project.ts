import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { Check, CheckResult, LaunchPlan } from './check.ts';
import { inspectProgram } from './command-program.ts';
import { resolveCommand } from './command-resolve.ts';
import { type Finding, shownPath } from './command-words.ts';
import { engineChecks, hasEngine } from './engine.ts';
import { resultsOf } from './findings.ts';
import { readWorkflowFile } from './workflow-file.ts';
import { workflowGraphCheck } from './workflow-graph.ts';

/** Every agent of the configuration names a program that can be started. */
export function agentsCheck(agents: Settings['agents']): Check {
  return {
    name: 'agents',
    run: async (plan, signal) => {
      const entries = Object.entries(agents);
      const found = await Promise.all(
        entries.map(async ([name, { command }]) => {
          const finding = await agentFinding(command, plan, signal);
          return finding === null ? [] : [{ ...finding, message: `${shownPath(name)}: ${finding.message}` }];
        }),
      );
      return resultsOf('agents', found.flat(), namesOf(agents));
    },
  };
}

async function agentFinding(
  command: readonly string[],
  { cwd, env }: LaunchPlan,
  signal: AbortSignal,
): Promise<Finding | null> {
  // A program whose name is filled in at each launch is known only then.
  if (/\{\w+\}/.test(command[0] ?? '')) return null;
  const resolved = await resolveCommand(command, cwd, env, signal);
  if ('problem' in resolved) return { severity: 'error', ...resolved.problem };
  return inspectProgram(resolved.path, cwd, env);
}

/** Every workflow of the configuration can be read and reach its end. What only a launch can know is taken as given. */
export function workflowsCheck({ workflows, agents }: Pick<Settings, 'workflows' | 'agents'>): Check {
  return {
    name: 'workflows',
    run: async (plan, signal) => {
      const found = await Promise.all(
        Object.entries(workflows).map(async ([name, path]) => {
          const results = await workflowResults(
            resolve(plan.projectRoot, path),
            path,
            Object.keys(agents),
            plan,
            signal,
          );
          return results
            .filter(({ ok }) => !ok)
            .map(({ severity, message, hint }) => ({
              severity,
              message: `${shownPath(name)}: ${message}`,
              hint,
            }));
        }),
      );
      return resultsOf('workflows', found.flat(), namesOf(workflows));
    },
  };
}

async function workflowResults(
  file: string,
  shownAs: string,
  agents: readonly string[],
  plan: LaunchPlan,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const read = readWorkflowFile(file, shownAs, agents);
  if ('message' in read) return resultsOf('workflows', [read], '');
  const facts = { exists: () => true, prompt: 'given', executorOf: () => 'somebody' };
  return workflowGraphCheck(read, facts).run(plan, signal);
}

/** Whether the Python engine is there: nothing is wrong where it is not. */
export function engineCheck(python: string): Check {
  return {
    name: 'engine',
    run: async (plan, signal) => {
      if (!(await hasEngine(python, plan))) {
        const purpose =
          'only needed for agents, and steps of agents, that the configuration gives no command';
        return resultsOf('engine', [], `not installed for ${shownPath(python)}: ${purpose}`);
      }
      const results = await Promise.all(engineChecks(python).map((check) => check.run(plan, signal)));
      const lacking = results.flat().filter(({ ok }) => !ok);
      const findings = lacking.map(({ message, hint }) => ({ severity: 'warning' as const, message, hint }));
      return resultsOf('engine', findings, `installed for ${shownPath(python)}`);
    },
  };
}

const namedLimit = 10;

function namesOf(entries: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(entries);
  if (names.length === 0) return 'none in the configuration';
  const more = names.length > namedLimit ? ` and ${names.length - namedLimit} more` : '';
  return `${names.slice(0, namedLimit).map(shownPath).join(', ')}${more}`;
}
