import { writeFileSync } from 'node:fs';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { exited, heartbeat, launched, requested, started, validated } from './given-events.ts';
import { emptyProject, givenId, givenJournal, joinLines } from './given-journal.ts';
import { numberedId } from './living-journal.ts';

/** A project of so many ended processes with so many events each; in the first ones a line in the middle is damaged. */
export function givenManyJournals(count: number, events: number, damaged: number): Project {
  const beats = Array.from({ length: events - 5 }, () => heartbeat());
  const whole = givenJournal(requested(), validated(), launched(), started(), ...beats, exited());
  const lines = whole.lines();
  const middle = Math.floor(lines.length / 2);
  const broken = lines.map((line, index) => (index === middle ? line.slice(0, -20) : line));
  const project = emptyProject();
  for (let index = 0; index < count; index += 1) {
    const text = joinLines(index < damaged ? broken : lines).replaceAll(givenId, numberedId(index));
    writeFileSync(journalPath(project, numberedId(index)), text, { mode: 0o600 });
  }
  return project;
}
