import { basename } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import type { Hands } from './hands.ts';
import { launchInBackground } from './launch-in-background.ts';
import {
  checkedLabel,
  type LaunchArguments,
  readLaunchOptions,
  readPresentation,
  shortLabel,
} from './launch-options.ts';

export type RunArguments = LaunchArguments & { readonly type?: string | undefined };

/** Launches any command in the background. */
export async function run(args: RunArguments, hands: Hands): Promise<number> {
  const command = hands.behindDashes;
  if (command === null || command.length === 0) {
    const message = 'The command to run goes behind --';
    throw new FailureError({ code: 'usage', message, hint: 'tapps-agents bg run -- make test' });
  }
  const ownName = basename(command[0] ?? '') || 'command';
  const type = args.type === undefined ? shortLabel(ownName) : checkedLabel(args.type, '--type');
  const request = {
    ...readLaunchOptions(args, hands),
    kind: 'command',
    command,
    type,
    prompt: null,
  } as const;
  return launchInBackground(request, readPresentation(args, 'Process', hands), hands);
}
