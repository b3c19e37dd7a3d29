import { basename } from 'node:path';
import type { Status } from '../../projections/verdict.ts';
import type { LaunchRequestedData } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { mask } from '../output/redact-values.ts';
import type { Check } from '../preflight/check.ts';
import { warning } from '../preflight/command-words.ts';
import { resultsOf } from '../preflight/findings.ts';
import { readRunnerOrder } from '../workflow/runner-order.ts';
import type { LaunchRequest } from './launch-request.ts';
import { planWorkflow, type WorkflowPlan, type WorkflowSite } from './workflow-plan.ts';

/** A run that is to be repeated, under the environment of now: values are never on disk. */
export type RerunWish = {
  readonly id: string;
  readonly spec: LaunchRequestedData;
  readonly status: Status;
  /** Living processes of that run, if it has ended and left some. */
  readonly leftRunning: readonly number[];
  /** Begin with the first step that is not finished. */
  readonly resume: boolean;
  readonly env: Readonly<Record<string, string>>;
};

export type RerunPlan = { readonly request: LaunchRequest; readonly checks: readonly Check[] };

/** The same spec as a new launch. Throws `not_repeatable` where the journal does not hold what is needed. */
export async function planRerun(wish: RerunWish, site: WorkflowSite): Promise<RerunPlan> {
  const { id, spec, resume, status } = wish;
  if (resume && (status === 'running' || status === 'queued')) {
    throw notRepeatable(
      id,
      'it has not ended yet, and its steps would run twice',
      `tapps-agents bg stop ${id}`,
    );
  }
  if (resume && wish.leftRunning.length > 0) {
    const pids = wish.leftRunning.slice(0, 8).join(' ');
    throw notRepeatable(
      id,
      `processes of it still run: ${pids}`,
      `end them: tapps-agents bg stop ${id}, or kill ${pids}`,
    );
  }
  const [, program = '', ...words] = spec.command;
  const order = basename(program) === basename(site.stepRunnerEntry) ? readRunnerOrder(words, {}) : null;
  if (order === null && resume) {
    throw notRepeatable(id, 'only workflows have steps to go on with', `tapps-agents bg rerun ${id}`);
  }
  if (resume && status === 'completed') throw new FailureError({ code: 'already_ended', id, status });
  const hidden = order === null ? spec.command : [spec.prompt ?? ''];
  if (hidden.some((word) => word.includes(mask))) {
    throw notRepeatable(id, 'its journal does not hold the secrets it was launched with', 'launch it anew');
  }
  const checks = [environmentCheck(spec.envNames, wish.env)];
  if (order === null) {
    const isEngine = spec.kind === 'workflow';
    return { request: repeated(wish, { command: spec.command, env: {}, isEngine }), checks };
  }
  const { env, cwd, prompt } = { ...spec, env: wish.env };
  const resumeOf = resume ? id : null;
  const flow = {
    way: 'workflow',
    name: order.file,
    prompt,
    file: null,
    auto: true,
    cwd,
    env,
    resumeOf,
  } as const;
  const plan = await planWorkflow(flow, site);
  return { request: repeated(wish, plan), checks: [...checks, ...plan.checks] };
}

function repeated(
  { id, spec, env, resume }: RerunWish,
  plan: Pick<WorkflowPlan, 'command' | 'env' | 'isEngine'>,
): LaunchRequest {
  const { kind, type, name, prompt, cwd, tags, limits, patterns, requires = [] } = spec;
  return {
    ...{ kind, type, name, prompt, cwd, tags, requires },
    command: plan.command,
    env: { ...env, ...plan.env },
    timeoutMs: limits.timeoutMs,
    maxOutputBytes: limits.maxOutputBytes,
    onMaxOutput: limits.onMaxOutput,
    progressPattern: patterns.progress,
    failOn: patterns.failOn ?? null,
    doneOn: patterns.doneOn ?? null,
    successCodes: spec.successCodes ?? null,
    retries: limits.retries ?? 0,
    retryDelayMs: limits.retryDelayMs ?? 0,
    stallAfterMs: limits.stallAfterMs ?? null,
    waitTree: spec.waitTree ?? false,
    isEngine: plan.isEngine,
    queue: false,
    after: null,
    rerunOf: id,
    resumes: resume,
  };
}

/** Ours are set anew for each launch; the shell's own say nothing. */
const passedOver = /^(?:TAPPS_|_$|SHLVL$|OLDPWD$|PWD$)/;
const namedLimit = 8;

function environmentCheck(names: readonly string[], env: Readonly<Record<string, string>>): Check {
  const gone = names.filter((name) => !passedOver.test(name) && env[name] === undefined);
  const more = gone.length > namedLimit ? ` and ${gone.length - namedLimit} more` : '';
  const named = `${gone.slice(0, namedLimit).join(', ')}${more}`;
  const found =
    gone.length === 0 ? [] : [warning(`Not set now, but in the first run: ${named}`, 'export what it needs')];
  return {
    name: 'environment',
    isAdvice: true,
    run: async () => resultsOf('environment', found, 'as before'),
  };
}

function notRepeatable(id: string, message: string, hint: string): FailureError {
  return new FailureError({ code: 'not_repeatable', id, message, hint });
}
