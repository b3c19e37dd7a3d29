import type { ProcessJson } from '../../schemas/generated/types.ts';

/** The moment that the views of these tests are seen at. */
export const nowMs = Date.parse('2026-11-23T10:35:47.000Z');

/** The process of the contract's examples, with whatever a test wants otherwise. */
export function anyProcess(changed: Partial<ProcessJson> = {}): ProcessJson {
  return {
    id: 'k3f9a2c7',
    name: null,
    type: 'full-sdlc',
    kind: 'command',
    status: 'running',
    reason: null,
    message: null,
    command: ['make', 'all'],
    cwd: '/home/ada/shop',
    prompt: null,
    tags: {},
    pid: 4711,
    supervisorPid: 4710,
    host: 'lovelace',
    launchedAt: '2026-11-23T10:30:14.900Z',
    startedAt: '2026-11-23T10:30:15.000Z',
    endedAt: null,
    elapsedMs: 332_000,
    exitCode: null,
    signal: null,
    attempt: 1,
    progress: { percent: 45, step: 5, steps: 10, label: 'Implementation' },
    etaMs: null,
    health: 'healthy',
    usage: { cpuPercent: null, memoryBytes: null, peakMemoryBytes: null, processes: null },
    lastHeartbeatAt: null,
    outputBytes: null,
    errors: [],
    warnings: [],
    checks: [],
    notified: [],
    because: [{ type: 'process.started', at: '2026-11-23T10:30:15.000Z', offset: 2102 }],
    journal: '/home/ada/shop/.tapps-agents/journal/k3f9a2c7.ndjson',
    output: '/home/ada/shop/.tapps-agents/output/k3f9a2c7.output',
    corruptLines: 0,
    ...changed,
  };
}

/** What tells one end from another, for a process that ran five seconds. */
export function ended(changed: Partial<ProcessJson>): ProcessJson {
  const noProgress = { percent: null, step: null, steps: null, label: null };
  const times = { endedAt: '2026-11-23T10:30:20.000Z', elapsedMs: 5000, health: 'ended' } as const;
  return anyProcess({ ...times, progress: noProgress, ...changed });
}
