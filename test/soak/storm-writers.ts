import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foldAll } from '../../projections/fold.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { forkWriter } from '../rig/fork-writer.ts';
import { requested } from '../rig/given-events.ts';
import { append, type GivenJournal, journalIn, openWriter } from '../rig/given-journal.ts';
import type { Finding, PartResult, Site } from './part.ts';

const lanes = 3;
const killsPerJournal = 30;
const harmless: readonly string[] = ['healed', 'half_written', 'second_copy'];

/** What one killed writer had said: its name, then the number of each append that returned. */
type Said = readonly string[];

/** Writers of one journal are killed while others write; what each had been told is written must be there, unchanged. */
export async function stormOfWriters(site: Site, kills: number): Promise<PartResult> {
  const findings: Finding[] = [];
  let [killed, acknowledged, healed, journals] = [0, 0, 0, 0];
  while (killed < kills) {
    journals += 1;
    const journal = freshJournal(join(site.folder, 'storm-writers', `${journals}`));
    const said = await killWriters(journal, Math.min(killsPerJournal, kills - killed), site);
    killed += said.length;
    acknowledged += said.reduce((sum, [, ...numbers]) => sum + numbers.length, 0);
    const { problems, fragments } = compare(journal, said);
    healed += fragments;
    findings.push(...problems);
    if (problems.length === 0) rmSync(journal.project.root, { recursive: true });
    site.tell(
      `${killed} of ${kills} writers killed, ${acknowledged} acknowledged, ${healed} torn lines healed`,
    );
  }
  return {
    tried: [
      ['kills of writers', killed],
      ['acknowledged events compared', acknowledged],
    ],
    findings,
    notes: [`${healed} torn lines of killed writers healed`],
  };
}

function freshJournal(root: string): GivenJournal {
  const project = projectAt(root);
  mkdirSync(project.journalFolder, { recursive: true, mode: 0o700 });
  const journal = journalIn(project);
  const writer = openWriter(journal, 'launcher');
  append(writer, requested());
  writer.close();
  return journal;
}

async function killWriters(journal: GivenJournal, kills: number, { chance }: Site): Promise<Said[]> {
  const said: Said[] = [];
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started < kills) {
      started += 1;
      const writer = forkWriter(journal, 'held', 1_000_000);
      // Its name, and some appends: on a busy machine a time alone would kill most before they wrote anything.
      const heard = 1 + Math.floor(chance.between(0, 6));
      while (writer.said.length < heard && writer.child.exitCode === null) await sleep(2);
      await sleep(chance.between(0, 20));
      writer.child.kill('SIGKILL');
      await writer.ended;
      said.push([...writer.said]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return said;
}

function compare(journal: GivenJournal, said: readonly Said[]) {
  const problems: Finding[] = [];
  const { events } = journal.read();
  const there = new Map(events.map((read) => [`${read.event.by} ${read.event.n}`, read]));
  for (const [by, ...numbers] of said) {
    for (const n of numbers) {
      const read = there.get(`${by} ${n}`);
      const data = read?.known && read.event.type === 'launch.validated' ? read.event.data : null;
      const isWhole =
        data?.durationMs === Number(n) &&
        data.checks.length === (Number(n) % 3 === 0 ? 25 : 3) &&
        data.checks.every(({ message }) => message === String(Number(n) % 10).repeat(1900));
      if (!isWhole) problems.push({ kind: 'lost', what: `${by} ${n}, in ${journal.path}` });
    }
  }
  if (foldAll(journal.id, events).events !== there.size)
    problems.push({ kind: 'wrong', what: `a fold counts others than there are, in ${journal.path}` });
  const found = journal.verify(false).findings;
  for (const { kind, line, detail } of found.filter((one) => !harmless.includes(one.kind)))
    problems.push({ kind: 'lost', what: `line ${line}: ${kind}, ${detail}, in ${journal.path}` });
  return { problems, fragments: found.filter(({ kind }) => kind === 'healed').length };
}
