import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import type { Project } from '../../src/journal/project-paths.ts';
import { watch } from '../../src/library/watch.ts';
import * as given from '../rig/given-events.ts';
import { givenId, givenJournal } from '../rig/given-journal.ts';
import { LivingJournal } from '../rig/living-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('watch');

test('every process is told as it is, then each change once, without any service', async () => {
  const { project } = givenJournal(...given.wholeLife());
  const living = new LivingJournal(project, 'living01');
  const told: string[] = [];
  let later: LivingJournal | null = null;
  for await (const { id, verdict, state } of watch(project)) {
    told.push(`${id} ${verdict.status} ${state.facts.lastHeartbeatAt === null ? '' : 'alive'}`.trim());
    if (told.length === 2) living.beat();
    if (told.at(-1) === 'living01 running alive') living.exit(3);
    if (told.at(-1) === 'living01 failed alive') later = new LivingJournal(project, 'living02');
    if (id === 'living02') break;
  }
  later?.exit();
  assert.equal(told.slice(0, 2).sort(), [`${givenId} completed`, 'living01 running']);
  assert.equal(told.slice(2, 4), ['living01 running alive', 'living01 failed alive']);
  assert.match(told[4] ?? '', /^living02 (?:failed|queued|running)$/);
});

test('only those that are asked for, until it is told to end', async () => {
  const { project } = givenJournal(...given.wholeLife());
  const living = new LivingJournal(project, 'living01');
  const stop = new AbortController();
  const told: string[] = [];
  for await (const { id } of watch(project.root, { ids: ['living01'], signal: stop.signal })) {
    told.push(id);
    stop.abort();
  }
  living.exit();
  assert.equal(told, ['living01']);
});

test('an archived one that is asked for is told once, and with all that were asked for ended, so has the watch', async () => {
  const { project, path } = givenJournal(...given.wholeLife());
  archive(project, path);
  const living = new LivingJournal(project, 'living01');
  const told: string[] = [];
  for await (const { id, verdict } of watch(project, { ids: [givenId, 'living01', givenId] })) {
    told.push(`${id} ${verdict.status}`);
    if (id === 'living01' && verdict.status === 'running') living.exit();
  }
  assert.equal(told, [`${givenId} completed`, 'living01 running', 'living01 completed']);
});

test('without ids no archived one is told', async () => {
  const { project, path } = givenJournal(...given.wholeLife());
  archive(project, path);
  const living = new LivingJournal(project, 'living01');
  for await (const { id } of watch(project)) {
    assert.is(id, 'living01');
    break;
  }
  living.exit();
});

test('one that is not there is refused, and so is one that is removed while it is watched', async () => {
  const { project } = givenJournal(...given.wholeLife());
  assert.match(
    await refusal(watch(project, { ids: [givenId, 'nobody01'] })),
    'no_such_process: reference "nobody01"',
  );
  assert.match(await refusal(watch(project, { ids: ['../../etc/passwd'] })), 'no_such_process');
  const living = new LivingJournal(project, 'living01');
  const watching = watch(project, { ids: ['living01'] });
  assert.is((await watching.next()).value?.id, 'living01');
  living.exit();
  rmSync(join(project.journalFolder, 'living01.ndjson'));
  assert.match(await refusal(watching), 'no_such_process: reference "living01"');
});

function archive(project: Project, path: string): void {
  const month = join(project.historyFolder, '2026-11');
  mkdirSync(month, { recursive: true });
  renameSync(path, join(month, `${givenId}.ndjson`));
}

async function refusal(watching: ReturnType<typeof watch>): Promise<string> {
  try {
    const { value } = await watching.next();
    return `told of ${value?.id}`;
  } catch (error) {
    if (error instanceof FailureError) return error.message;
    throw error;
  }
}

test.run();
