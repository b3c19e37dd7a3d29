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

test.run();
