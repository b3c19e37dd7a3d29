import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import type { CatalogueEvent } from '../../schemas/event.ts';
import { encodeLine } from '../../src/journal/journal-line.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { anyEvent } from '../projections/any-event.ts';
import { foreign } from '../projections/told.ts';
import { chained } from './forged-chain.ts';
import * as given from './given-events.ts';
import type { GivenEvent } from './given-journal.ts';

/** A line of a journal: an event with its time, one that came twice, or something that is none. */
export type AnyLine =
  | { readonly kind: 'event'; readonly event: GivenEvent; readonly atMs: number }
  | { readonly kind: 'copy' }
  | { readonly kind: 'foreign'; readonly atMs: number }
  | { readonly kind: 'garbage' };

const { array, constant, constantFrom, integer, nat, oneof, record, tuple } = fc;
const beginsMs = Date.UTC(2026, 10, 23, 10, 30);

/** A run as it goes: begun in order, at work for a while, mostly ended; the clock goes forward. */
const realisticLines: fc.Arbitrary<AnyLine[]> = tuple(
  array(workEvent(), { maxLength: 14 }),
  constantFrom(...endings()),
  nat(30_000),
).chain(([work, end, laterMs]) => {
  const begin = [given.requested(), given.validated(), given.launched(), given.started()];
  const events = [...begin, ...work, ...end];
  return array(nat(5000), { minLength: events.length, maxLength: events.length }).map((gapsMs) => {
    let atMs = beginsMs + laterMs;
    return events.map((event, index) => {
      atMs += gapsMs[index] ?? 0;
      return { kind: 'event', event, atMs } as const;
    });
  });
});

/** Any events in any order, by a clock that jumps, with second copies, newer types and damage between. */
const hostileLines: fc.Arbitrary<AnyLine[]> = array(
  oneof(
    {
      weight: 8,
      arbitrary: record({ kind: constant('event' as const), event: anyEvent, atMs: anyTime() }),
    },
    { weight: 1, arbitrary: constant({ kind: 'copy' as const }) },
    { weight: 1, arbitrary: record({ kind: constant('foreign' as const), atMs: anyTime() }) },
    { weight: 1, arbitrary: constant({ kind: 'garbage' as const }) },
  ),
  { minLength: 1, maxLength: 18 },
);

export const anyLines: fc.Arbitrary<AnyLine[]> = oneof(realisticLines, hostileLines);

/** Writes them down as they are: nothing here keeps order or clocks in line; only `seen` is true. */
export function writeLines(project: Project, id: string, lines: readonly AnyLine[]): void {
  const counts = new Map<string, number>();
  let last = '';
  const text = lines.map((line, index) => {
    if (line.kind === 'garbage') return '{"at": 12, torn';
    if (line.kind === 'copy') return last;
    const at = new Date(line.kind === 'event' || line.kind === 'foreign' ? line.atMs : 0).toISOString();
    if (line.kind === 'foreign') {
      last = JSON.stringify({ ...foreign(index).event, at, process: id });
      return last;
    }
    const by = `${line.event.by}.w1x2y3z4`;
    const n = (counts.get(by) ?? 0) + 1;
    counts.set(by, n);
    const event: CatalogueEvent = { ...line.event, at, process: id, by, n, seen: [0, '0'.repeat(32)], v: 1 };
    last = encodeLine(event);
    return last;
  });
  const path = journalPath(project, id);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const all = chained(text.filter((line) => line !== ''));
  writeFileSync(path, all.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}

function workEvent(): fc.Arbitrary<GivenEvent> {
  return oneof(
    nat(9).map((megabytes) => given.heartbeat({ memoryBytes: megabytes * 1e6 })),
    integer({ min: 0, max: 100 }).map((percent) => given.progressed({ percent })),
    constantFrom('disk_low', 'stalled', 'moving', 'unsupervised').map((kind) => given.warned({ kind })),
    constant(given.errorLine()),
    constantFrom(1, 2, 3).map((index) => given.stepStarted(`step-${index}`, index)),
    constant(given.stopRequested()),
  );
}

function endings(): GivenEvent[][] {
  return [
    [],
    [given.exited(), given.completed(), given.noticeSent({ kind: 'completed' })],
    [given.exited({ code: 3 }), given.failed()],
    [given.exited({ code: 3, willRetry: true }), given.started({ pid: 4103, attempt: 2 }), given.exited()],
    [given.lost()],
  ];
}

function anyTime(): fc.Arbitrary<number> {
  return nat(60_000).map((ms) => beginsMs + ms);
}
