import { type CauseRule, certain, unknown } from './cause-rule.ts';
import type { Death } from './death.ts';
import { progressInWords } from './timeline.ts';

/** Nothing failed: it still goes, it waits, or it went well. */
export const causesOfGoing: readonly CauseRule[] = [
  {
    name: 'waits',
    explain: ({ verdict }) =>
      verdict.status === 'queued' && verdict.health !== 'unknown'
        ? certain(`it has not started yet: it ${waits(verdict.message)}`)
        : null,
  },
  {
    name: 'not_seen_from_here',
    explain: ({ verdict }) =>
      verdict.health === 'unknown' && verdict.status !== 'failed'
        ? unknown(`nobody can say from here: ${verdict.message ?? 'it cannot be looked at'}`)
        : null,
  },
  {
    name: 'stalled',
    explain: (death) =>
      isRunning(death) && death.verdict.health === 'stalled'
        ? certain(`it still runs${far(death)}, but it has stalled: nothing moves`)
        : null,
  },
  {
    name: 'unsupervised',
    explain: (death) =>
      isRunning(death) && death.verdict.health === 'unsupervised'
        ? certain(`it still runs${far(death)}; its supervisor died`)
        : null,
  },
  {
    name: 'being_stopped',
    explain: (death) =>
      isRunning(death) && death.state.stop !== null ? certain('it still runs, and is being stopped') : null,
  },
  {
    name: 'running',
    explain: (death) => (isRunning(death) ? certain(`it still runs${far(death)}`) : null),
  },
  {
    name: 'completed_left_running',
    explain: ({ verdict, state }) =>
      verdict.status === 'completed' && state.facts.leftRunning.length > 0
        ? certain(`it completed; of what it started ${state.facts.leftRunning.length} still ran`)
        : null,
  },
  {
    name: 'completed',
    explain: ({ verdict }) => (verdict.status === 'completed' ? certain('it completed') : null),
  },
];

function isRunning({ verdict }: Death): boolean {
  return verdict.status === 'running';
}

function far({ state }: Death): string {
  const words = progressInWords(state.facts.progress);
  return words === '' ? '' : `, at ${words}`;
}

/** `waits for a free slot` is said already; `being started` is not. */
function waits(message: string | null): string {
  if (message === null) return 'waits';
  return message.startsWith('waits') ? message : `is ${message}`;
}
