import { statSync } from 'node:fs';
import { type RunSpec, tellingRuns } from '../../projections/past-failures.ts';
import { newestFirst } from '../../projections/process-list.ts';
import { hasCode } from '../base/system-error.ts';
import type { JournalPlace } from '../journal/journal-places.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import { type Choose, chooseFrom, type Reach } from '../observe/choose-from.ts';
import { type History, withHistory } from '../observe/history.ts';
import type { Observed } from '../observe/observe.ts';
import { observeChosen } from '../observe/observe-chosen.ts';
import { workOf } from '../observe/work.ts';

/** A process of this project that runs now. */
export type RunningProcess = {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  /** UTC, as journals write it. */
  readonly since: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly prompt: string | null;
};

/** What the checks want to know of the project's other runs; each is read when it is first asked for, and once. */
export type Situation = {
  /** Runs of the same work, the newest launch first: as many as tell whether it keeps failing. */
  readonly runsOf: (work: RunSpec) => Promise<readonly Observed[]>;
  /** What runs now, the one that has run longest first. */
  readonly running: () => Promise<readonly RunningProcess[]>;
  /** When a journal was last written, by its file's time; null without any. */
  readonly lastWrittenMs: () => Promise<number | null>;
};

/**
 * Of what has not ended so many are folded. What runs is written to with every heartbeat, so it is among the newest:
 * only a process that lost its supervisor and was silent while two hundred others were begun and never ended is missed.
 */
const openLimit = 200;
/** Runs back in which the same work is looked for. */
const runLimit = 200;
/** Journals of what was launched last, whose times are asked for. */
const datedLimit = 20;

/**
 * What is going on in a project, and what went on before. Writes nothing but the cache. Of a long history the index is
 * asked: looking at the times of ten thousand journals took 40 ms, and folding the two hundred newest 6 to 17.
 */
export function situationOf(project: Project): Situation {
  const history = once(() =>
    withHistory({ project, which: 'live', keep: writtenLast }, async (read) => read),
  );
  return {
    runsOf: async (work) => runsOfWork(await history(), work),
    running: async () => {
      const runs = (await history()).observed.filter(runsNow);
      return runs.sort((a, b) => newer(b.state.spec?.at ?? '', a.state.spec?.at ?? '')).map(asRunning);
    },
    lastWrittenMs: async () => lastWritten(await history()),
  };
}

async function runsOfWork(history: History, spec: RunSpec): Promise<readonly Observed[]> {
  const work = workOf(spec);
  const choose: Choose = (all) => tellingRuns(newestFirst(all).slice(0, runLimit), work);
  const reach: Reach = { to: 'seen', count: runLimit };
  const found =
    (await chooseFrom(history, choose, reach)) ??
    (await observeChosen(history.reading.project, 'live', choose, reach));
  return found.observed;
}

function lastWritten({ reading: { project }, observed, fresh, indexed }: History): number | null {
  const rows = indexed()();
  const ended = newestFirst([...fresh, ...(rows === 'damaged' || rows === null ? [] : rows)]);
  const ids = [...observed, ...ended.slice(0, datedLimit)].map(({ id }) => id);
  const times = ids.map((id) => writtenMs(journalPath(project, id))).filter((ms) => ms !== null);
  return times.length === 0 ? null : Math.max(...times);
}

/** A stat is 4 µs. */
function writtenLast(places: readonly JournalPlace[]): JournalPlace[] {
  if (places.length <= openLimit) return [...places];
  return places
    .map((place) => ({ place, ms: writtenMs(place.path) ?? 0 }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, openLimit)
    .map(({ place }) => place);
}

function writtenMs(path: string): number | null {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'ELOOP')) return null;
    throw error;
  }
}

/** Times are UTC with milliseconds, so that text order is time order. */
function newer(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

/** Of another machine's journal that came with the files nobody knows whether its process runs. */
function runsNow({ verdict }: Observed): boolean {
  return verdict.status === 'running' && verdict.health !== 'unknown';
}

function asRunning({ id, state }: Observed): RunningProcess {
  const { spec, life } = state;
  return {
    id,
    type: spec?.type ?? 'unknown',
    name: spec?.name ?? null,
    since: life.phase === 'started' ? life.running.startedAt : (spec?.at ?? ''),
    command: spec?.command ?? [],
    cwd: spec?.cwd ?? '',
    prompt: spec?.prompt ?? null,
  };
}

function once<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}
