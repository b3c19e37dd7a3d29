import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { type Fold, foldAll, foldEvent, startFold } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { foldProcess } from '../../src/journal/store.ts';
import { removeCheckpoint } from '../../src/journal/store-checkpoint.ts';
import { everyoneLives } from '../projections/told.ts';
import { type GivenJournal, givenBytes, putBytes } from '../rig/given-journal.ts';
import { assert } from '../rig/suite.ts';
import { anyPlan, type History, type HistoryPlan, historyOf } from './any-history.ts';
import { type Meaning, meaningOf, nameOf } from './history-model.ts';

/** Tries that many random histories; throws with the smallest plan that shows what went wrong. */
export function checkHistories(numRuns: number, seed?: number): void {
  const scratch = givenBytes('');
  try {
    fc.assert(
      fc.property(anyPlan, fc.array(fc.nat(), { maxLength: 3 }), (plan, cuts) =>
        checkHistory(plan, cuts, scratch),
      ),
      { numRuns, includeErrorInReport: true, ...(seed === undefined ? {} : { seed }) },
    );
  } finally {
    rmSync(scratch.project.root, { recursive: true, force: true });
  }
}

function checkHistory(plan: HistoryPlan, cuts: readonly number[], scratch: GivenJournal): void {
  const history = historyOf(plan);
  putBytes(scratch, history.bytes);
  const { events } = scratch.read();
  assert.equal(
    events.map(({ event }) => nameOf(event)),
    history.written.map(nameOf),
    'whoever was told that a line is whole finds it',
  );
  checkPrefixes(history, events, plan.isHonest);
  checkGrowing(history, events, cuts, scratch);
  const { findings } = scratch.verify(false);
  assert.equal(
    findings.filter(({ severity }) => severity === 'damage'),
    [],
    'nothing is called damage',
  );
}

/** At each of its events a journal means what the model says; it comes to one end at most, and stays there. */
function checkPrefixes({ written }: History, events: readonly ReadEvent[], isHonest: boolean): void {
  let fold = startFold('k3f9a2c7');
  let before: Meaning | null = null;
  for (const [index, event] of events.entries()) {
    fold = foldEvent(fold, event);
    const meant = meaningOf(written.slice(0, index + 1));
    const meaning = projected(fold, events);
    assert.equal(meaning, meant, `after ${index + 1} events`);
    if (before !== null && before.end !== null) {
      assert.is(meaning.end, before.end, 'an end that came stays the end');
      const isJudged = isHonest || before.verdict !== null;
      if (isJudged) assert.equal([meaning.status, meaning.reason], [before.status, before.reason]);
    }
    before = meaning;
  }
  assert.ok(before?.end, 'every history comes to an end');
}

/** What the program makes of it, in the words of the model. */
function projected(fold: Fold, events: readonly ReadEvent[]): Meaning {
  const { state } = fold;
  const { status, reason } = judge(state, everyoneLives);
  if (status === 'rejected' || status === 'queued' || status === 'running') {
    const refusedBy = state.life.phase === 'rejected' ? state.life.evidence.offset : null;
    return { events: fold.events, status, reason, end: nameAt(events, refusedBy), verdict: null };
  }
  const end = state.life.phase === 'ended' ? state.life.ending.evidence.offset : null;
  const verdict = nameAt(events, state.recorded?.evidence.offset ?? null);
  return { events: fold.events, status, reason, end: nameAt(events, end), verdict };
}

function nameAt(events: readonly ReadEvent[], offset: number | null): string | null {
  return nameOf(events.find((read) => read.offset === offset)?.event);
}

/** A journal that is looked at while it grows, by whoever keeps what he had made of it, is what a first look sees. */
function checkGrowing(
  { bytes }: History,
  events: readonly ReadEvent[],
  cuts: readonly number[],
  scratch: GivenJournal,
): void {
  const { project, id } = scratch;
  removeCheckpoint(project, id);
  const lengths = cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other);
  for (const length of [...lengths, bytes.length]) {
    putBytes(scratch, bytes.subarray(0, length));
    const whole = events.filter((read) => read.offset + read.length < length);
    const expected = JSON.stringify(foldAll(id, whole));
    assert.is(JSON.stringify(foldProcess(project, id).fold), expected, `cut at byte ${length}`);
  }
  removeCheckpoint(project, id);
  assert.is(JSON.stringify(foldProcess(project, id).fold), JSON.stringify(foldAll(id, events)));
}
