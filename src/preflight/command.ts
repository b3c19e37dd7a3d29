import type { Check, CheckResult } from './check.ts';
import { inspectArgument } from './command-argument.ts';
import { inspectProgram } from './command-program.ts';
import { resolveCommand } from './command-resolve.ts';
import { shownPath } from './command-words.ts';

/**
 * The command can be started: it is found as the system would find it, may be executed, and is a program of this
 * system, or a script whose interpreter is. A script that it is given to run is there.
 */
export const commandCheck: Check = {
  name: 'command',
  run: async ({ command, cwd, env }, signal) => {
    const resolved = await resolveCommand(command, cwd, env, signal);
    if ('problem' in resolved) {
      const { message, hint } = resolved.problem;
      return [{ ...refused, severity: 'error', message, hint }];
    }
    const finding =
      (await inspectProgram(resolved.path, cwd, env)) ?? (await inspectArgument(command, cwd, env));
    if (finding !== null) return [{ ...finding, ...refused }];
    return [{ name: 'command', ok: true, severity: 'error', message: shownPath(resolved.path), hint: '' }];
  },
};

const refused = { name: 'command', ok: false } as const satisfies Partial<CheckResult>;
