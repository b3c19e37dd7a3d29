import { writeFileSync } from 'node:fs';
import type { DataOf, EventType } from '../schemas/event.ts';
import { JournalWriter } from '../src/journal/journal-writer.ts';
import { chained, type Template } from './history.ts';

/** `launch.requested` to `process.started`. */
const startEvents = 4;
const endTypes = ['process.exited', 'process.completed'] as const;

/** The journal of a run that goes on: what was written before its command ran, and then its supervisor's pen. */
export function beginJournal({ id: from, lines }: Template, path: string, id: string): JournalWriter {
  const start = lines.findIndex((line) => line.includes('"type":"process.started"'));
  const begin = lines.slice(0, start + 1).map((line) => line.replaceAll(from, id));
  writeFileSync(path, chained(begin), { flag: 'wx', mode: 0o600 });
  return JournalWriter.open(path, id, 'supervisor');
}

/**
 * The journal of a run that ended, of so many events: between its start and its end half of them are heartbeats, then
 * progress and warnings, a hundredth by another writer. It is sound: `bg verify` says so.
 */
export function writeLongJournal(template: Template, path: string, id: string, events: number): void {
  const supervisor = beginJournal(template, path, id);
  const command = JournalWriter.open(path, id, 'command');
  for (let index = 0; index < events - startEvents - endTypes.length; index += 1)
    appendTo(index % 100 === 7 ? command : supervisor, index);
  for (const type of endTypes) supervisor.append(type, dataIn(template.lines, type));
  for (const writer of [supervisor, command]) writer.close();
}

export function appendTo(writer: JournalWriter, index: number): void {
  const percent = (index % 1000) / 10;
  const offset = index * 120;
  if (index % 10 < 5) {
    const tree = { pid: 4102, cpuPercent: percent, memoryBytes: 2_000_000, processes: 1 };
    const elapsedMs = index * 1000;
    writer.append('process.heartbeat', { ...tree, elapsedMs, outputBytes: offset, silentMs: 10 });
  } else if (index % 10 < 9) {
    const line = `Step ${index % 10}/10: Größe ${index}`;
    writer.append('process.progressed', { percent, line, offset, step: index % 10, steps: 10 });
  } else {
    const line = `ERROR: request ${index} took too long`;
    writer.append('process.warned', { kind: 'error_line', message: line, line, offset });
  }
}

/** Waits for the disk. */
export function askToStop(writer: JournalWriter): void {
  writer.append('process.stop_requested', { signal: 'SIGTERM', graceMs: 1000, reason: null, by: 'user' });
}

function dataIn<T extends EventType>(lines: readonly string[], type: T): DataOf<T> {
  const line = lines.find((one) => one.includes(`"type":"${type}"`));
  return JSON.parse(line ?? '').data;
}
