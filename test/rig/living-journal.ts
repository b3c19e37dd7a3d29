import { readFileSync } from 'node:fs';
import type { DataOf } from '../../schemas/event.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { exited, requested, started, validated } from './given-events.ts';
import { append } from './given-journal.ts';

/**
 * The journal of a process that runs: the test is its launcher, supervisor and command, so whoever looks finds all of
 * them alive, and the test says when it ends.
 */
export class LivingJournal {
  readonly id: string;
  readonly #writer: JournalWriter;

  constructor(
    project: Project,
    id: string,
    spec: Partial<DataOf<'launch.requested'>> = {},
    child = identityOf(process.pid),
  ) {
    this.id = id;
    const path = journalPath(project, id);
    const writer = JournalWriter.create(path, id, 'supervisor');
    const self = identityOf(process.pid);
    if (writer === null || self === null || child === null) throw new Error(`${id} cannot be made`);
    this.#writer = writer;
    const { pid, startToken } = self;
    const machine = { host: thisHost(), bootId: processTable.bootId() };
    append(writer, requested({ ...machine, launcherPid: pid, launcherStartToken: startToken, ...spec }));
    append(writer, validated());
    const supervisor = { supervisorPid: pid, supervisorStartToken: startToken };
    writer.append('process.launched', supervisor);
    append(writer, started({ ...child, ...supervisor }));
  }

  beat(data: Partial<DataOf<'process.heartbeat'>> = {}): void {
    const beat = { pid: process.pid, cpuPercent: 0, memoryBytes: 1, processes: 1, elapsedMs: 1000 };
    this.#writer.append('process.heartbeat', { ...beat, outputBytes: 0, silentMs: 0, ...data });
  }

  exit(code = 0): void {
    append(this.#writer, exited({ code }));
    this.#writer.close();
  }

  /** Writes nothing more, as somebody who is gone. */
  abandon(): void {
    this.#writer.close();
  }

  /** Types of its events so far. */
  types(): string[] {
    const lines = readFileSync(this.#writer.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => String(JSON.parse(line).type));
  }
}

/** Ids that sort as they are numbered. */
export function numberedId(index: number): string {
  return `p${String(index).padStart(7, '0')}`;
}
