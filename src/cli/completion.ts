import { basename } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { type CompletableShell, completableShells, completionScript } from './completion-script.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, writeJson } from './hands.ts';

export type CompletionArguments = { readonly shell?: string | undefined };

/** Prints what a shell reads to complete our words; without a name for the shell of the user. */
export function completion(args: CompletionArguments, hands: Hands): number {
  const shell = shellOf(args.shell ?? basename(hands.env['SHELL'] ?? ''));
  const script = completionScript(shell);
  if (hands.json) writeJson(hands, { shell, script });
  else hands.write(script);
  return exitCodes.done;
}

function shellOf(named: string): CompletableShell {
  const shell = completableShells.find((one) => one === named);
  if (shell !== undefined) return shell;
  const message = named === '' ? 'Completion for which shell?' : `There is no completion for ${named}`;
  const hint = `tapps-agents completion ${completableShells.join('|')}`;
  throw new FailureError({ code: 'usage', message: message.slice(0, 200), hint });
}
