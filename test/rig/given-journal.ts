import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { CorruptRange, DataOf, EventType, ReadEvent } from '../../schemas/event.ts';
import { readJournal } from '../../src/journal/journal-reader.ts';
import { type Verification, verifyJournal } from '../../src/journal/journal-verify.ts';
import { JournalWriter, type WriterRole } from '../../src/journal/journal-writer.ts';
import { journalPath, type Project, projectAt } from '../../src/journal/project-paths.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An event to be written by a writer of this role: one writer a role, as in life. */
export type GivenEvent = {
  [Type in EventType]: { readonly type: Type; readonly data: DataOf<Type>; readonly by: WriterRole };
}[EventType];

/** A journal that lies in a project of its own, below the test file's temp folder. */
export type GivenJournal = {
  readonly project: Project;
  readonly id: string;
  readonly path: string;
  readonly bytes: () => Buffer;
  /** Without their `\n`; what comes after the last one is left out. */
  readonly lines: () => string[];
  readonly read: () => ReadThrough;
  readonly verify: (over?: boolean, expect?: string) => Verification;
};

export type ReadThrough = {
  readonly events: readonly ReadEvent[];
  readonly corrupt: readonly CorruptRange[];
  readonly nextOffset: number;
  readonly pendingBytes: number;
};

export const givenId = 'k3f9a2c7';

/** A project that holds one journal with these events, appended as the program would. */
export function givenJournal(...events: readonly GivenEvent[]): GivenJournal {
  const journal = journalIn(emptyProject());
  const writers = new Map<WriterRole, JournalWriter>();
  for (const event of events) {
    const writer = writers.get(event.by) ?? openWriter(journal, event.by);
    writers.set(event.by, writer);
    append(writer, event);
  }
  for (const writer of writers.values()) writer.close();
  return journal;
}

/** A project that holds one journal with these very bytes. */
export function givenBytes(bytes: string | Uint8Array): GivenJournal {
  const journal = journalIn(emptyProject());
  writeFileSync(journal.path, bytes, { mode: 0o600 });
  return journal;
}

export function emptyProject(): Project {
  const project = projectAt(temporaryFolder('tapps-journal-'));
  mkdirSync(project.journalFolder, { recursive: true, mode: 0o700 });
  return project;
}

export function journalIn(project: Project, id: string = givenId): GivenJournal {
  const path = journalPath(project, id);
  return {
    project,
    id,
    path,
    bytes: () => readFileSync(path),
    lines: () => readFileSync(path, 'utf8').split('\n').slice(0, -1),
    read: () => readThrough(path, id),
    verify: (over = true, expect) => verifyJournal(path, id, over, { expect }),
  };
}

/** Creates the journal if nobody has, else opens it. */
export function openWriter({ path, id }: GivenJournal, role: WriterRole): JournalWriter {
  return JournalWriter.create(path, id, role) ?? JournalWriter.open(path, id, role);
}

export function append(writer: JournalWriter, { type, data }: GivenEvent): void {
  writer.append(type, data);
}

/** Everything that a reader gets out of a journal. */
export function readThrough(path: string, id: string): ReadThrough {
  const events: ReadEvent[] = [];
  const corrupt: CorruptRange[] = [];
  const sink = {
    event: (event: ReadEvent) => void events.push(event),
    corrupt: (range: CorruptRange) => void corrupt.push(range),
  };
  const { nextOffset, pendingBytes } = readJournal(path, id, sink);
  return { events, corrupt, nextOffset, pendingBytes };
}

/**
 * Puts other bytes into a journal, as a new file: ext4 flushes one that was cut to nothing and written anew, and a
 * thousand of those take half a minute on a busy disk.
 */
export function putBytes({ path }: GivenJournal, bytes: string | Uint8Array): void {
  rmSync(path, { force: true });
  writeFileSync(path, bytes, { mode: 0o600 });
}

export function cut(bytes: Uint8Array, length: number): Buffer {
  return Buffer.from(bytes.subarray(0, length));
}

/** The byte at an offset, with the bits of the mask turned over. */
export function flip(bytes: Uint8Array, offset: number, mask: number): Buffer {
  const damaged = Buffer.from(bytes);
  damaged[offset] = (damaged[offset] ?? 0) ^ mask;
  return damaged;
}

export function zero(bytes: Uint8Array, offset: number, length: number): Buffer {
  return Buffer.from(bytes).fill(0, offset, offset + length);
}

export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
