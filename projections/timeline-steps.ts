import type { CatalogueEvent } from '../schemas/event.ts';

type StepEvent = Extract<CatalogueEvent, { type: `step.${string}` | 'workflow.finished' }>;

/** An event of the step runner in words. */
export function stepInWords(event: StepEvent): string {
  if (event.type === 'workflow.finished') {
    const { outcome, message, finished, steps } = event.data;
    const words = `workflow ${outcome.replaceAll('_', ' ')}, ${finished} of ${steps} steps finished`;
    return message === null ? words : `${words}: ${message}`;
  }
  const { step, index, steps } = event.data;
  const name = `step ${index}/${steps} ${step}`;
  switch (event.type) {
    case 'step.started': {
      const { agent, action, attempt } = event.data;
      const who = agent === undefined ? '' : ` (${agent}${action === undefined ? '' : `/${action}`})`;
      return `${name}${who} began${attempt === 1 ? '' : `, attempt ${attempt}`}`;
    }
    case 'step.finished': {
      const { made, durationMs } = event.data;
      return `${name} finished in ${seconds(durationMs)}${made.length === 0 ? '' : `, made ${made.join(', ')}`}`;
    }
    case 'step.failed': {
      const { message, durationMs, willRetry } = event.data;
      return `${name} failed after ${seconds(durationMs)}: ${message}${willRetry ? '; it will be tried again' : ''}`;
    }
    case 'step.skipped':
      return `${name} was skipped: ${event.data.message ?? event.data.reason.replaceAll('_', ' ')}`;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
