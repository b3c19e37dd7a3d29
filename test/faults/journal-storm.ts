import { setTimeout as sleep } from 'node:timers/promises';
import { foldAll } from '../../projections/fold.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { readJournal } from '../../src/journal/journal-reader.ts';
import { floodMessage } from '../rig/flood-message.ts';
import { forkWriter } from '../rig/fork-writer.ts';
import { requested } from '../rig/given-events.ts';
import { type GivenJournal, givenJournal } from '../rig/given-journal.ts';
import { assert } from '../rig/suite.ts';

/** Many writers append to one journal as fast as they can: nothing is mixed, nothing lost, each keeps its order. */
export async function floodJournal(writers: number, appendsEach: number): Promise<void> {
  const journal = givenJournal(requested());
  const forked = Array.from({ length: writers }, (_, seed) =>
    forkWriter(journal, 'flood', appendsEach, { seed }),
  );
  for (const writer of forked) assert.is(await writer.ended, 0);
  const seeds = new Map(forked.map(({ said }, seed) => [said[0], seed]));
  const last = new Map<string, number>();
  let corrupt = 0;
  const sink = {
    event: ({ event }: ReadEvent): void => {
      if (event.type !== 'process.warned') return;
      const n = (last.get(event.by) ?? 0) + 1;
      if (event.n !== n) throw new Error(`${event.by} has ${event.n} where ${n} was due`);
      last.set(event.by, n);
      const { message, offset } = event.data;
      if (offset !== n || message !== floodMessage(seeds.get(event.by) ?? -1, n))
        throw new Error(`${event.by} ${n} was altered`);
    },
    corrupt: (): void => {
      corrupt += 1;
    },
  };
  readJournal(journal.path, journal.id, sink);
  assert.is(corrupt, 0);
  assert.equal(
    [...last.values()],
    Array.from({ length: writers }, () => appendsEach),
  );
  const { findings, events } = journal.verify();
  assert.equal([events, findings], [1 + writers * appendsEach, []]);
}

export type StormLosses = {
  readonly kills: number;
  readonly acknowledged: number;
  /** Lines that a kill tore. */
  readonly healed: number;
};

const lanes = 4;

/** Writers of long lines are killed amid their appends; throws if an event is missing that one of them was told of. */
export async function stormJournals(journals: number, killsPerJournal: number): Promise<StormLosses> {
  let kills = 0;
  let acknowledged = 0;
  let healed = 0;
  for (let round = 0; round < journals; round += 1) {
    const journal = givenJournal(requested());
    const said = await storm(journal, killsPerJournal);
    kills += said.length;
    acknowledged += said.reduce((sum, [, ...numbers]) => sum + numbers.length, 0);
    assertAllThere(journal, said);
    healed += assertOnlyHealed(journal);
  }
  return { kills, acknowledged, healed };
}

/** What each of the killed writers had said. */
async function storm(journal: GivenJournal, kills: number): Promise<string[][]> {
  const said: string[][] = [];
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started < kills) {
      started += 1;
      const writer = forkWriter(journal, 'held', 1_000_000);
      // Not before it was told of one event, beside its name: on a busy machine none would be otherwise.
      while (writer.said.length < 2 && writer.child.exitCode === null) await sleep(2);
      await sleep(Math.random() * 40);
      writer.child.kill('SIGKILL');
      await writer.ended;
      said.push([...writer.said]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return said;
}

function assertAllThere(journal: GivenJournal, said: readonly (readonly string[])[]): void {
  const { events } = journal.read();
  const there = new Map(events.map((read) => [`${read.event.by} ${read.event.n}`, read]));
  for (const [by, ...numbers] of said) {
    for (const n of numbers) {
      const read = there.get(`${by} ${n}`);
      const data = read?.known && read.event.type === 'launch.validated' ? read.event.data : null;
      assert.is(data?.durationMs, Number(n), `${by} ${n} was acknowledged`);
      assert.is(data?.checks.length, Number(n) % 3 === 0 ? 25 : 3);
      assert.ok(data?.checks.every(({ message }) => message === String(Number(n) % 10).repeat(1900)));
    }
  }
  assert.is(foldAll(journal.id, events).events, there.size);
}

/** How many fragments there were: notes, all of them. */
function assertOnlyHealed(journal: GivenJournal): number {
  const { findings } = journal.verify(false);
  const others = findings.filter(({ kind }) => !['healed', 'half_written', 'second_copy'].includes(kind));
  assert.equal(others, []);
  return findings.filter(({ kind }) => kind === 'healed').length;
}
