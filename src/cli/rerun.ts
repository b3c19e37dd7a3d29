import { FailureError } from '../../schemas/failure.ts';
import { planRerun } from '../launch/rerun-plan.ts';
import { leftoversOf } from '../observe/leftovers.ts';
import { chooseProcess } from './choose-process.ts';
import type { Hands } from './hands.ts';
import { launchInBackground } from './launch-in-background.ts';
import { type LaunchArguments, readPresentation } from './launch-options.ts';

export type RerunArguments = Pick<
  LaunchArguments,
  'queue' | 'after' | 'wait' | 'quiet' | 'dryRun' | 'strict' | 'noValidate'
> & {
  readonly id: string;
  readonly resume?: boolean | undefined;
};

const nouns = { command: 'Process', workflow: 'Workflow', agent: 'Agent' } as const;

/** Launches the same spec again, under a new id. */
export async function rerun(args: RerunArguments, hands: Hands): Promise<number> {
  const { id, state, verdict } = await chooseProcess(hands, args.id);
  const { spec } = state;
  if (spec === null) {
    const message = 'its journal does not say what was launched';
    throw new FailureError({ code: 'not_repeatable', id, message, hint: `tapps-agents bg verify ${id}` });
  }
  const leftRunning = leftoversOf(state);
  const wish = {
    id,
    spec,
    status: verdict.status,
    leftRunning,
    resume: args.resume ?? false,
    env: hands.env,
  };
  const { request, checks } = await planRerun(wish, hands);
  const again = { ...request, queue: args.queue ?? false };
  return launchInBackground(again, readPresentation(args, nouns[spec.kind], hands), hands, checks);
}
