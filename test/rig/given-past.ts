import { writeFileSync } from 'node:fs';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { wholeLife } from './given-events.ts';
import { givenId, givenJournal } from './given-journal.ts';

/**
 * Journals of many processes that ended long ago. Their bytes are one journal's with another id, so that a thousand
 * take a moment; their `seen` fits that one.
 */
export function givenPast(project: Project, ids: readonly string[]): void {
  const text = givenJournal(...wholeLife())
    .bytes()
    .toString();
  for (const id of ids)
    writeFileSync(journalPath(project, id), text.replaceAll(givenId, id), { mode: 0o600 });
}
