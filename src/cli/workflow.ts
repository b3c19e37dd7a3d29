import { resolve } from 'node:path';
import type { LaunchRequest } from '../launch/launch-request.ts';
import { planWorkflow } from '../launch/workflow-plan.ts';
import type { WorkflowWish } from '../launch/workflow-wish.ts';
import type { Hands } from './hands.ts';
import { launchInBackground } from './launch-in-background.ts';
import { type LaunchArguments, readLaunchOptions, readPresentation, shortLabel } from './launch-options.ts';

export type WorkflowArguments = LaunchArguments & {
  readonly workflow: string;
  readonly prompt?: string | undefined;
  readonly file?: string | undefined;
  readonly auto?: boolean | undefined;
};

/** Launches a workflow in the background: a preset, one of the project's, or a file. */
export async function workflow(
  way: WorkflowWish['way'],
  args: WorkflowArguments,
  hands: Hands,
): Promise<number> {
  const options = readLaunchOptions(args, hands);
  const { cwd, env } = options;
  const wish: WorkflowWish = {
    way,
    name: args.workflow,
    prompt: args.prompt ?? null,
    file: args.file ?? null,
    auto: args.auto ?? false,
    cwd,
    env,
    resumeOf: null,
  };
  const { type, command, env: more, checks, isEngine } = await planWorkflow(wish, hands);
  const needs = wish.file === null ? [] : [`file:${resolve(hands.cwd, wish.file)}`];
  const request: LaunchRequest = {
    ...options,
    kind: 'workflow',
    command,
    type: shortLabel(type),
    prompt: wish.prompt,
    env: { ...env, ...more },
    isEngine,
    requires: [...options.requires, ...needs],
  };
  return launchInBackground(request, readPresentation(args, 'Workflow', hands), hands, checks);
}
