import { planAgent } from '../launch/agent-plan.ts';
import type { LaunchRequest } from '../launch/launch-request.ts';
import type { Hands } from './hands.ts';
import { launchInBackground } from './launch-in-background.ts';
import { type LaunchArguments, readLaunchOptions, readPresentation, shortLabel } from './launch-options.ts';

export type AgentArguments = LaunchArguments & {
  readonly agent: string;
  readonly action: string;
  readonly words?: readonly string[] | undefined;
  readonly prompt?: string | undefined;
};

/** Launches one agent in the background. */
export async function agent(args: AgentArguments, hands: Hands): Promise<number> {
  const options = readLaunchOptions(args, hands);
  const { cwd, env } = options;
  const prompt = args.prompt ?? null;
  const words = [...(args.words ?? []), ...(hands.behindDashes ?? [])];
  const wish = { agent: args.agent, action: args.action, words, prompt, cwd, env };
  const { command, checks } = await planAgent(wish, hands.settings);
  const type = shortLabel(args.agent);
  const request: LaunchRequest = { ...options, kind: 'agent', command, type, prompt };
  return launchInBackground(request, readPresentation(args, 'Agent', hands), hands, checks);
}
