import { closeSync, openSync, writeSync } from 'node:fs';
import * as given from './given-events.ts';
import { givenId, givenJournal } from './given-journal.ts';

const linesPerWrite = 5000;

/** Writes the journal of a run that has so many heartbeats, steps of progress and warnings; its `seen` is made up. */
export function writeLongJournal(path: string, id: string, events: number): void {
  const begin = givenJournal(given.requested(), given.validated(), given.launched(), given.started());
  const fd = openSync(path, 'wx', 0o600);
  writeSync(fd, begin.bytes().toString().replaceAll(givenId, id));
  for (let written = 0; written < events; written += linesPerWrite) {
    const count = Math.min(linesPerWrite, events - written);
    writeSync(fd, Array.from({ length: count }, (_, index) => `${lineOf(id, written + index)}\n`).join(''));
  }
  closeSync(fd);
}

function lineOf(id: string, index: number): string {
  const at = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
  const event = { at, ...eventOf(index), process: id, by: 'supervisor.l0n6j0u7', n: index + 1 };
  return JSON.stringify({ ...event, seen: [index, '0'.repeat(32)], v: 1 });
}

function eventOf(index: number): { readonly type: string; readonly data: object } {
  const { by: _, ...event } =
    index % 10 === 0
      ? given.errorLine(`error ${index}: the service said no`, index)
      : index % 10 < 3
        ? given.progressed({ line: `Step ${index}: going on`, offset: index })
        : given.heartbeat({ memoryBytes: 1_000_000 + index, elapsedMs: index * 1000 });
  return event;
}
