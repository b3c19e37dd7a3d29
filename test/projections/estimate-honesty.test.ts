import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { estimate } from '../../projections/estimate.ts';
import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import type { JudgedRun } from '../../projections/past-runs.ts';
import { stateAt } from '../../projections/time-travel.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { readThrough } from '../rig/given-journal.ts';
import { chanceFrom, madeRun, type RecordedRun } from '../rig/made-runs.ts';
import { assert, suite } from '../rig/suite.ts';
import { everyoneLives } from './told.ts';

/**
 * How far estimates are off, as a part of what was really left: each run of a history is asked at nine moments what is
 * left of it, knowing only the runs before it and its own events up to then. docs/replay.md states these numbers.
 */
const test = suite('honesty of estimates');
const moments = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenths) => tenths / 10);
const recorded = readRecorded(join(import.meta.dirname, '..', 'fixtures', 'recorded-runs'));

for (const [what, runs, bounds] of [
  ['sixteen recorded runs of a small job on a busy machine', recorded, [0.6, 0.7]],
  ['made runs whose steps differ by 30 %, each by itself', made(0, 0.3), [0.45, 0.5]],
  ['made runs that differ as a whole by 30 %', made(0.3, 0.05), [0.4, 0.7]],
] as const) {
  test(`${what}: the median error of an estimate is bounded, and reported`, () => {
    const [bySteps, byWhole] = [errorsOf(runs), errorsOf(runs.map(withoutProgress))];
    console.log(`${what}: by steps ${inWords(bySteps)}; without progress ${inWords(byWhole)}`);
    for (const [errors, bound] of [
      [bySteps, bounds[0]],
      [byWhole, bounds[1]],
    ] as const) {
      assert.ok(
        errors.length >= 0.8 * moments.length * (runs.length - 2),
        'nearly always there is an answer',
      );
      assert.ok(quantile(errors, 0.5) < bound, inWords(errors));
    }
    assert.ok(
      quantile(bySteps, 0.5) <= quantile(byWhole, 0.5),
      'to know steps is no worse than to know none',
    );
  });
}

test.run();

/** The errors of all answers; a run that takes longer than each before has none. */
function errorsOf(runs: readonly RecordedRun[]): number[] {
  const judged = runs.map((run): JudgedRun => {
    const { state } = foldAll(run.id, run.events);
    return { id: run.id, state, verdict: judge(state, everyoneLives) };
  });
  return runs.flatMap((run, index) => {
    const { startedMs, endedMs } = spanOf(run.events);
    return moments.flatMap((part) => {
      const nowMs = startedMs + part * (endedMs - startedMs);
      const { state } = stateAt(run.id, run.events, { at: new Date(nowMs).toISOString() }).fold;
      const then = { id: run.id, state, verdict: judge(state, everyoneLives) };
      const found = estimate(then, judged.slice(0, index), nowMs);
      const leftMs = endedMs - nowMs;
      return found?.etaMs == null ? [] : [Math.abs(found.etaMs - leftMs) / leftMs];
    });
  });
}

function spanOf(events: readonly ReadEvent[]): { readonly startedMs: number; readonly endedMs: number } {
  const atOf = (type: string): number =>
    Date.parse(events.find(({ event }) => event.type === type)?.event.at ?? '');
  return { startedMs: atOf('process.started'), endedMs: atOf('process.exited') };
}

function withoutProgress({ id, events }: RecordedRun): RecordedRun {
  return { id, events: events.filter(({ event }) => event.type !== 'process.progressed') };
}

function made(commonNoise: number, stepNoise: number): RecordedRun[] {
  const chance = chanceFrom(4711);
  return Array.from({ length: 60 }, (_, n) => madeRun(n, { commonNoise, stepNoise }, chance));
}

function readRecorded(folder: string): RecordedRun[] {
  const runs = readdirSync(folder).map((file) => {
    const id = basename(file, '.ndjson');
    return { id, events: readThrough(join(folder, file), id).events };
  });
  return runs.sort((a, b) => spanOf(a.events).startedMs - spanOf(b.events).startedMs);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
}

function inWords(errors: readonly number[]): string {
  const percent = (part: number): string => `${Math.round(quantile(errors, part) * 100)} %`;
  return `median error ${percent(0.5)}, nine of ten below ${percent(0.9)} (${errors.length} answers)`;
}
