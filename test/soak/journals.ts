import { foldEvent, startFold } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import type { Probe } from '../../projections/liveness.ts';
import type { CatalogueEvent, ReadEvent } from '../../schemas/event.ts';
import { readJournal } from '../../src/journal/journal-reader.ts';
import { journalPath, listProcessIds, type Project } from '../../src/journal/project-paths.ts';
import { verifyJournals } from '../../src/observe/verify-journals.ts';
import type { Finding } from './part.ts';

/** Nobody lives any more: what the journal alone says. */
const nobody: Probe = { launcher: 'dead', supervisor: 'dead', child: 'dead', rebooted: false };

export type Checked = { readonly findings: readonly Finding[]; readonly notes: readonly string[] };

/** Every journal of the project: whole, one end, and a status that no later event has changed. */
export async function checkJournals(project: Project): Promise<Checked> {
  const findings: Finding[] = [];
  const notes = new Map<string, number>();
  const ids = listProcessIds(project);
  for (const { id, verification, cause } of await verifyJournals(project, ids)) {
    if (verification === null) findings.push({ kind: 'wrong', what: `${id} cannot be read: ${cause}` });
    for (const { severity, kind, line, detail } of verification?.findings ?? []) {
      if (severity === 'damage')
        findings.push({ kind: 'lost', what: `${id}, line ${line}: ${kind}, ${detail}` });
      else notes.set(kind, (notes.get(kind) ?? 0) + 1);
    }
    if (verification !== null) findings.push(...checkEnd(project, id));
  }
  return { findings, notes: [...notes].map(([kind, count]) => `${kind} × ${count}`) };
}

function checkEnd(project: Project, id: string): Finding[] {
  const wrong = (what: string): Finding => ({ kind: 'end', what: `${id}: ${what}` });
  const findings: Finding[] = [];
  let fold = startFold(id);
  let ends = 0;
  let first: string | null = null;
  for (const read of eventsIn(project, id)) {
    const before = fold;
    fold = foldEvent(fold, read);
    if (fold === before) continue; // a second copy
    if (read.known && isEnd(read.event)) ends += 1;
    const { life } = fold.state;
    if (life.phase !== 'ended' && life.phase !== 'rejected') continue;
    const { status, reason } = judge(fold.state, nobody);
    const shown = `${status} ${reason}`;
    first ??= shown;
    if (shown !== first) findings.push(wrong(`it was ${first}, and ${read.event.type} made it ${shown}`));
  }
  const { recorded, life } = fold.state;
  const isRejected = life.phase === 'rejected';
  if (ends > 1) findings.push(wrong(`${ends} ends are recorded`));
  if (ends === 0 && !isRejected) findings.push(wrong('no end is recorded'));
  // Whoever launches is told at once of what could not be started; nobody is owed a verdict on it.
  const isUnstarted = life.phase === 'ended' && life.ending.how === 'spawn_failed';
  if (recorded === null && !isRejected && !isUnstarted) findings.push(wrong('no verdict is recorded'));
  return findings;
}

export function eventsIn(project: Project, id: string): ReadEvent[] {
  const events: ReadEvent[] = [];
  readJournal(journalPath(project, id), id, { event: (read) => void events.push(read), corrupt: () => {} });
  return events;
}

export function isEnd(event: CatalogueEvent): boolean {
  if (event.type === 'process.exited') return !event.data.willRetry;
  return event.type === 'process.lost' || event.type === 'process.spawn_failed';
}

export function supervisorOf(project: Project, id: string): number | null {
  for (const { known, event } of eventsIn(project, id))
    if (known && event.type === 'process.started') return event.data.supervisorPid;
  return null;
}
