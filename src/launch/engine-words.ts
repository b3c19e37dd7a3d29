import type { WorkflowWish } from './workflow-wish.ts';

/** Names that the engine's `workflow` command has, where ours are others. */
const engineNames: Readonly<Record<string, string>> = { 'full-sdlc': 'full', 'rapid-dev': 'rapid' };

/** The command line of the Python engine for a whole workflow. Our own program has its name, so it is started as a module. */
export function engineWords({ way, name, prompt, file, auto }: WorkflowWish, python: string): string[] {
  return [
    ...[python, '-m', 'tapps_agents.cli', way, engineNames[name] ?? name],
    ...(prompt === null ? [] : ['--prompt', prompt]),
    ...(file === null ? [] : ['--file', file]),
    ...(auto ? ['--auto'] : []),
  ];
}
