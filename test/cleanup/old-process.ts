import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { chained } from '../rig/forged-chain.ts';
import { exited, launched, requested, started, validated } from '../rig/given-events.ts';
import { append, type GivenEvent, journalIn, openWriter } from '../rig/given-journal.ts';

export const dayMs = 86_400_000;
export const outputText = 'line 1\nline 2\n';

/** A process that completed so many days ago, with an output, as the program would have left it. */
export function oldProcess(
  project: Project,
  id: string,
  daysAgo: number,
  options: { readonly spec?: Partial<DataOf<'launch.requested'>>; readonly end?: readonly GivenEvent[] } = {},
): string {
  mkdirSync(project.outputFolder, { recursive: true, mode: 0o700 });
  const output = join('.tapps-agents', 'output', `${id}.output`);
  const writer = openWriter(journalIn(project, id), 'launcher');
  const events = [requested({ output, ...options.spec }), validated(), launched(), started()];
  for (const event of [...events, ...(options.end ?? [exited()])]) append(writer, event);
  writer.close();
  writeFileSync(outputFile(project, id), outputText, { mode: 0o600 });
  return backdated(project, id, daysAgo);
}

/** The same journal as if it had been written so many days ago. */
export function backdated(project: Project, id: string, daysAgo: number): string {
  const path = journalPath(project, id);
  const at = new Date(Date.now() - daysAgo * dayMs);
  const text = readFileSync(path, 'utf8').replaceAll(/^\{"at":"[^"]{24}"/gm, `{"at":"${at.toISOString()}"`);
  writeFileSync(path, `${chained(text.split('\n').slice(0, -1)).join('\n')}\n`);
  utimesSync(path, at, at);
  return id;
}

export function outputFile(project: Project, id: string): string {
  return join(project.outputFolder, `${id}.output`);
}

/** What is left of a process. */
export function remains(project: Project, id: string): string[] {
  const places = {
    journal: journalPath(project, id),
    output: outputFile(project, id),
    cache: join(project.cacheFolder, `${id}.json`),
    due: join(project.claimsFolder, `${id}.due`),
  };
  return Object.entries(places)
    .filter(([, path]) => existsSync(path))
    .map(([name]) => name);
}
