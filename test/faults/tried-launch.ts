import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueEvent } from '../../schemas/event.ts';
import { processIdOf, projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { eventually } from '../rig/project.ts';
import { assert } from '../rig/suite.ts';
import { processesOf } from './processes-of.ts';

/** What became of a launch that something was done to. */
export type Outcome = { readonly status: string; readonly reason: string | null; readonly ran: boolean };

/** A command that looks whether it is on record before it does anything, and writes its first and its last word. */
export const watchfulCommand = [
  'sh',
  '-c',
  'grep -q process.started "$TAPPS_JOURNAL" && : > recorded || : > unrecorded; echo first; sleep 0.2; echo last',
];

const ends = ['process.exited', 'process.lost', 'process.spawn_failed'];
const limitMs = 30_000;

/**
 * What must hold in a folder in which the watchful command was launched, whatever was done to whom: nobody is left,
 * no command ran without a record, its output is whole, and it has one end, however often one asks.
 */
export async function outcomeIn(folder: string): Promise<Outcome> {
  await eventually(() => (processesOf(folder).length === 0 ? true : null), limitMs);
  assert.not.ok(existsSync(join(folder, 'unrecorded')), 'a command ran before it was on record');
  const ran = existsSync(join(folder, 'recorded'));
  const [id, ...more] = journalsIn(folder);
  assert.equal(more, [], 'one launch is one journal');
  if (id === undefined) {
    assert.not.ok(ran, 'a command ran without a journal');
    return { status: 'none', reason: null, ran };
  }
  const { status, reason } = await endOf(folder, id);
  if (ran) {
    assert.ok(eventsOf(folder, id).some(({ type }) => type === 'process.started'));
    const output = join(folder, '.tapps-agents', 'output', `${id}.output`);
    assert.is(readFileSync(output, 'utf8'), 'first\nlast\n');
  }
  return { status, reason, ran };
}

/** Its one end, asked for twice. */
export async function endOf(
  folder: string,
  id: string,
): Promise<{ readonly status: string; readonly reason: string | null }> {
  const project = projectAt(folder);
  const { verdict } = await observe(project, id);
  const { status, reason, health } = verdict;
  assert.equal([health, verdict.status === 'queued'], ['ended', false], `${id} is ${status}`);
  const again = (await observe(project, id)).verdict;
  assert.equal([again.status, again.reason], [status, reason]);
  const told = eventsOf(folder, id).filter(({ type }) => ends.includes(type));
  // An append of unknown fate is made again as the same event.
  const different = new Set(told.map(({ by, n }) => `${by} ${n}`));
  assert.ok(different.size <= 1, `ends: ${told.map(({ type, by }) => `${type} by ${by}`).join(', ')}`);
  return { status, reason };
}

export function journalsIn(folder: string): string[] {
  const journals = join(folder, '.tapps-agents', 'journal');
  return existsSync(journals) ? readdirSync(journals).flatMap((name) => processIdOf(name) ?? []) : [];
}

/** What can be read of a journal whose last line may be torn. */
export function eventsOf(folder: string, id: string): CatalogueEvent[] {
  const text = readFileSync(join(folder, '.tapps-agents', 'journal', `${id}.ndjson`), 'utf8');
  const lines = text.split('\n').slice(0, -1);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
