import type { ReadEvent } from '../schemas/event.ts';

/** One measurement of a run. */
export type Sample = { readonly metric: MetricName; readonly at: string; readonly value: number };
export type MetricName = keyof typeof metrics;

/** What is measured: of the command's whole tree, in the unit that UCUM has for it. */
export const metrics = {
  'tapps_agents.process.memory': { unit: 'By', isWhole: true, description: 'Memory of the whole tree' },
  'tapps_agents.process.cpu': {
    unit: '%',
    isWhole: false,
    description: 'Processor time of the whole tree; 100 is one core',
  },
  'tapps_agents.process.count': {
    unit: '{process}',
    isWhole: true,
    description: 'Living processes of the tree',
  },
  'tapps_agents.process.output': { unit: 'By', isWhole: true, description: 'Output written so far' },
  'tapps_agents.process.duration': { unit: 's', isWhole: false, description: 'Time since the start' },
} as const;

/** What an event measured; what it could not is left out. */
export function samplesOf(read: ReadEvent): readonly Sample[] {
  if (!read.known) return [];
  const { at, type, data } = read.event;
  if (type === 'process.heartbeat') {
    return [
      ...sample('tapps_agents.process.memory', at, data.memoryBytes),
      ...sample('tapps_agents.process.cpu', at, data.cpuPercent),
      ...sample('tapps_agents.process.count', at, data.processes),
      ...sample('tapps_agents.process.output', at, data.outputBytes),
      ...sample('tapps_agents.process.duration', at, data.elapsedMs / 1000),
    ];
  }
  if (type !== 'process.exited') return [];
  return [
    ...sample('tapps_agents.process.output', at, data.outputBytes),
    ...sample('tapps_agents.process.duration', at, data.durationMs / 1000),
  ];
}

function sample(metric: MetricName, at: string, value: number | null): Sample[] {
  return value === null ? [] : [{ metric, at, value }];
}
