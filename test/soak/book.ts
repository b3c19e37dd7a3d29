import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import type { Identity } from '../../src/process/identity.ts';
import type { Chance } from './chance.ts';

/** What a worker is to do. `steps` with a pause of so many seconds after each. */
export type Plan = {
  readonly way: 'exit' | 'loud' | 'signal' | 'deaf' | 'tree';
  readonly steps: number;
  readonly pauseSeconds: number;
  /** An exit code, or the name of a signal. */
  readonly what: string;
};

/** Who of a process was killed, or that the disk was full when it was launched. */
export type Harm = 'launcher' | 'supervisor' | 'command' | 'full_disk';

/** What the test itself knows of a process that it launched. */
export type Entry = {
  readonly key: string;
  readonly plan: Plan;
  readonly harm: Set<Harm>;
  /** Exit codes of the `bg stop`s for it; -1 of one that was killed. */
  readonly stops: number[];
  id: string | null;
  /** Exit code of its `bg run`; -1 if that was killed, null while it runs. */
  launchCode: number | null;
  identity: Identity | null;
  /** What a launch that was refused said. */
  complaint: string;
};

/** What the worker wrote down outside the project. */
export type Said = { readonly pid: number | null; readonly end: string | null };

export function newEntry(key: string, plan: Plan): Entry {
  return { key, plan, harm: new Set(), stops: [], id: null, launchCode: null, identity: null, complaint: '' };
}

export function saidIn(book: string, key: string): Said {
  const path = join(book, key);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const pid = /^begin (\d+)$/m.exec(text)?.[1];
  return { pid: pid === undefined ? null : Number(pid), end: /^end (\S+)$/m.exec(text)?.[1] ?? null };
}

/** Some end at once, some late, some never; `longestSeconds` is for those that end by themselves. */
export function anyPlan(chance: Chance, longestSeconds: number): Plan {
  const way = chance.weighted<Plan['way']>([
    [10, 'exit'],
    [2, 'loud'],
    [3, 'signal'],
    [2, 'deaf'],
    [2, 'tree'],
  ]);
  if (way === 'deaf' || way === 'tree') return { way, steps: 1, pauseSeconds: 1789, what: '0' };
  const what =
    way === 'signal'
      ? chance.pick(['TERM', 'KILL', 'SEGV', 'ABRT', 'HUP', 'USR1'])
      : chance.pick(['0', '0', '0', '0', '1', '3', '125', '126', '127', '143', '255']);
  const steps = Math.floor(chance.between(1, 6));
  const pauseSeconds = Number(((longestSeconds * chance.next() ** 2) / steps).toFixed(2));
  return { way, steps, pauseSeconds, what };
}

/** What is wrong with what the program says of a process; null if it agrees with the book. */
export function disagreement(entry: Entry, said: Said, seen: ProcessJson | null): string | null {
  const shown = seen === null ? 'unknown' : wordsOf(seen);
  const allowed = endsOf(entry, said);
  if (allowed.includes(shown)) return null;
  const harm = [...entry.harm, ...entry.stops.map((code) => `stop ${code}`)].join(', ') || 'none';
  const facts = `launch ${entry.launchCode}, began as ${said.pid}, said its end ${said.end}, harm: ${harm}`;
  return `${entry.key} (${entry.id ?? 'no id'}) is ${shown}, not ${allowed.join(' | ')}: ${entry.plan.way} ${entry.plan.what}, ${facts}`;
}

/** Each end is there for a reason that is known: what nobody did cannot have happened. */
function endsOf({ plan, harm, stops, launchCode }: Entry, { pid, end }: Said): string[] {
  const ends: string[] = [];
  if (end !== null) ends.push(naturalEnd(plan));
  if (harm.has('command')) ends.push('failed signal SIGKILL');
  if (harm.has('supervisor')) ends.push('failed lost');
  if (stops.some((code) => code !== alreadyEnded)) ends.push('stopped');
  if (pid !== null) return ends;
  // Its command never ran: a launch that was refused, or cut off.
  if (launchCode === refused) ends.push('rejected');
  if (launchCode !== 0) ends.push('failed lost', 'failed spawn_failed', 'unknown');
  return ends;
}

const alreadyEnded = 5;
const refused = 3;

function naturalEnd({ way, what }: Plan): string {
  if (way === 'signal') return `failed signal SIG${what}`;
  return what === '0' ? 'completed' : `failed exit_code ${what}`;
}

function wordsOf({ status, reason, exitCode, signal }: ProcessJson): string {
  if (status !== 'failed') return status;
  const detail = reason === 'exit_code' ? ` ${exitCode}` : reason === 'signal' ? ` ${signal}` : '';
  return `failed ${reason}${detail}`;
}
