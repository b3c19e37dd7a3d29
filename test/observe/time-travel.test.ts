import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import { asRecorded } from '../../projections/time-travel.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { observeAllThen, observeThen } from '../../src/observe/observe-then.ts';
import { type AnyLine, anyLines, writeLines } from '../rig/any-journal.ts';
import * as given from '../rig/given-events.ts';
import { emptyProject, type GivenEvent, readThrough } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('time travel');
const histories = 200;
const beginsMs = Date.UTC(2026, 10, 23, 10, 30);

test('for every n of 200 histories the process at event n is the fold of its first n events', () => {
  let points = 0;
  const law = fc.property(anyLines, (lines) =>
    inProject([lines], (project) => {
      const { events } = readThrough(journalPath(project, 'run0'), 'run0');
      for (let n = 1; n <= events.length; n += 1, points += 1) {
        const then = observeThen(project, 'run0', { sequence: n });
        const { state } = foldAll('run0', events.slice(0, n));
        assert.equal(then.state, state, `event ${n}`);
        assert.equal(then.verdict, judge(state, asRecorded(state)), `event ${n}`);
        assert.equal([then.events, then.lastAt], [n, events[n - 1]?.event.at]);
      }
      const { events: all } = observeThen(project, 'run0', { sequence: events.length + 5 });
      assert.is(all, events.length);
    }),
  );
  fc.assert(law, { numRuns: histories });
  assert.ok(points > 1000, `${points} points were compared`);
});

test('for every moment of 200 histories the list is what was launched by then, each the fold of its events up to the first later one', () => {
  const groups = fc.array(anyLines, { minLength: 4, maxLength: 4 });
  const law = fc.property(groups, (group) =>
    inProject(group, (project) => {
      const journals = group.map((_, index) => {
        const id = `run${index}`;
        return { id, events: readThrough(journalPath(project, id), id).events };
      });
      for (const at of momentsOf(journals.flatMap(({ events }) => events))) {
        const expected = journals
          .map(({ id, events }) => ({ id, events: upTo(events, at) }))
          .filter(({ events }) => events.length > 0)
          .map(({ id, events }) => ({ id, state: foldAll(id, events).state }));
        const { observed, unreadable } = observeAllThen(project, at);
        assert.equal(
          observed.map(({ id, state }) => ({ id, state })),
          expected,
          at,
        );
        for (const { verdict, state } of observed) assert.equal(verdict, judge(state, asRecorded(state)));
        assert.equal(unreadable, []);
      }
    }),
  );
  fc.assert(law, { numRuns: histories / 4 });
});

test('an event that a clock set back dates before the moment does not count behind one that is later', () => {
  const lines = [at(0, given.requested()), at(9, given.started()), at(1, given.exited())];
  inProject([lines], (project) => {
    const { state, events } = observeThen(project, 'run0', { at: momentAt(5) });
    assert.equal([events, state.life.phase], [1, 'requested']);
  });
});

test('nobody looks at the machine of now: what ran then is running, and what waited is queued', () => {
  const running = [given.requested(), given.launched(), given.started(), given.heartbeat()];
  const queued = [given.requested(), given.launched(), given.queued()];
  const orphan = [...running, given.warned({ kind: 'unsupervised' })];
  const group = [running, queued, orphan].map((events) => events.map((event, second) => at(second, event)));
  inProject(group, (project) => {
    const { observed } = observeAllThen(project, momentAt(60));
    const seen = observed.map(({ verdict: { status, health } }) => [status, health]);
    assert.equal(seen, [
      ['running', 'healthy'],
      ['queued', 'healthy'],
      ['running', 'unsupervised'],
    ]);
  });
});

test('a journal that is no readable file is named, and hides no other', () => {
  inProject([[at(0, given.requested())]], (project) => {
    rmSync(journalPath(project, 'run0'));
    writeLines(project, 'run1', [at(0, given.requested())]);
    writeLines({ ...project, journalFolder: journalPath(project, 'afolder') }, 'x', []);
    const { observed, unreadable } = observeAllThen(project, momentAt(1));
    assert.equal(
      [observed, unreadable].map((some) => some.map(({ id }) => id)),
      [['run1'], ['afolder']],
    );
  });
});

test.run();

function inProject(group: readonly (readonly AnyLine[])[], look: (project: Project) => void): void {
  const project = emptyProject();
  for (const [index, lines] of group.entries()) writeLines(project, `run${index}`, lines);
  look(project);
  rmSync(project.root, { recursive: true });
}

function at(second: number, event: GivenEvent): AnyLine {
  return { kind: 'event', event, atMs: beginsMs + second * 1000 };
}

function momentAt(second: number): string {
  return new Date(beginsMs + second * 1000).toISOString();
}

/** The moments of these events, and the millisecond before each. */
function momentsOf(events: readonly ReadEvent[]): string[] {
  const written = events.map(({ event }) => Date.parse(event.at));
  const around = written.flatMap((ms) => [ms - 1, ms]);
  return [...new Set(around)].map((ms) => new Date(ms).toISOString()).sort();
}

function upTo(events: readonly ReadEvent[], moment: string): readonly ReadEvent[] {
  const later = events.findIndex(({ event }) => event.at > moment);
  return later === -1 ? events : events.slice(0, later);
}
