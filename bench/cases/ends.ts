import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Case, Measurements, Row } from '../case.ts';
import {
  call,
  eventOf,
  finishedRun,
  found,
  launch,
  leave,
  type Project,
  projectIn,
  quietNotices,
} from '../project.ts';

/** A launch is long over, and the watcher has seen it, when the command dies. */
const settleMs = 1500;
/** A round takes ten seconds. */
const mostRounds = 3;

/** Milliseconds from the death of the command: its verdict is in the journal, somebody was told. */
type Round = { readonly recorded: number; readonly told: number };
type Death = {
  readonly key: string;
  readonly says: string;
  readonly round: (project: Project) => Promise<Round>;
};

const deaths: readonly Death[] = [
  { key: 'self', says: 'by itself', round: endsByItself },
  {
    key: 'supervisor',
    says: 'killed, its supervisor too',
    round: (project) => killed(project, { watcher: false }),
  },
  {
    key: 'watcher',
    says: 'killed, supervisor and watcher too',
    round: (project) => killed(project, { watcher: true }),
  },
];

/**
 * Times are those in the journal and in the log of notices. Behind the second there is the watcher's look at who lives,
 * twice a second; behind the third a new watcher, brought back by the shell that waits at a pipe for the death of the old.
 */
export const ends: Case = {
  name: 'ends',
  asks: 'a command ends: until its verdict is recorded, and until it was told',
  rows: deaths.flatMap(({ key, says }) => [
    row(`ends-${key}-recorded`, `${says}: recorded`),
    row(`ends-${key}-told`, `${says}: told`),
  ]),
  measure: async ({ folder, rounds, quick }) => {
    if (quick) return {};
    const project = projectIn(folder, 'ends', quietNotices);
    const all = new Map<string, Round[]>(deaths.map(({ key }) => [key, []]));
    try {
      await finishedRun(project, 'true'); // brings the watcher up
      for (let round = 0; round < Math.min(rounds, mostRounds); round += 1)
        for (const { key, round: measure } of deaths) all.get(key)?.push(await measure(project));
    } finally {
      leave(project);
    }
    return Object.fromEntries([...all].flatMap(([key, took]) => Object.entries(measurementsOf(key, took))));
  },
};

function row(key: string, says: string): Row {
  return { key, says, unit: 'ms', better: 'less', slow: true };
}

function measurementsOf(key: string, rounds: readonly Round[]): Measurements {
  return {
    [`ends-${key}-recorded`]: { values: rounds.map(({ recorded }) => recorded) },
    [`ends-${key}-told`]: { values: rounds.map(({ told }) => told) },
  };
}

/** Its last act is to say the time. */
async function endsByItself(project: Project): Promise<Round> {
  const id = await launch(project, 'sh', '-c', 'sleep 1; date +%s%3N');
  await eventAt(project, id, 'process.exited');
  const diedMs = Number(readFileSync(project.outputOf(id), 'utf8'));
  return roundOf(project, id, diedMs, 'process.completed');
}

async function killed(project: Project, others: { readonly watcher: boolean }): Promise<Round> {
  const id = await launch(project, 'sleep', '600');
  await sleepMs(settleMs);
  const { pid, supervisorPid } = eventOf(project, id, 'process.started')?.data ?? {};
  const watcherPid = JSON.parse(await call(project, 'list', '--json')).watcher.pid;
  // The supervisor first: it must have no time to see the command die.
  for (const victim of [...(others.watcher ? [watcherPid] : []), supervisorPid, pid]) {
    if (!Number.isInteger(victim) || victim <= 1) throw new Error(`no pid to kill: ${victim}`);
    process.kill(victim, 'SIGKILL');
  }
  return roundOf(project, id, Date.now(), 'process.failed');
}

async function roundOf(project: Project, id: string, diedMs: number, verdict: string): Promise<Round> {
  return {
    recorded: (await eventAt(project, id, verdict)) - diedMs,
    told: (await toldAt(project, id)) - diedMs,
  };
}

async function eventAt(project: Project, id: string, type: string): Promise<number> {
  return Date.parse(await found(`${type} of ${id}`, () => eventOf(project, id, type)?.at));
}

async function toldAt({ root }: Project, id: string): Promise<number> {
  const line = new RegExp(`^(\\S+) \\w+ ${id} `, 'm');
  const log = join(root, '.tapps-agents', 'run', 'notifications.log');
  const at = await found(`the notice of ${id}`, () => {
    return existsSync(log) ? line.exec(readFileSync(log, 'utf8'))?.[1] : undefined;
  });
  return Date.parse(at);
}
