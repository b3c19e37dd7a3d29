import type { LaunchRequestedData } from '../schemas/event.ts';

/** Whether its steps can be gone on with: those that our own runner does. What the Python engine runs is one step to us. */
export function isResumable(spec: Pick<LaunchRequestedData, 'kind' | 'command'> | null): boolean {
  const [, program = ''] = spec?.command ?? [];
  return spec?.kind === 'workflow' && /(?:^|[\\/])step-runner\.js$/.test(program);
}
