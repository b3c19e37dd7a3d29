import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import { QuietHistory } from '../../src/watch/quiet-history.ts';
import { Watched } from '../../src/watch/watched.ts';
import { lost, requested, started } from '../rig/given-events.ts';
import { emptyProject, givenId, givenJournal } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what a watcher knows besides what journals say');
const nobody = { launcher: 'dead', supervisor: 'dead', child: 'dead', rebooted: false } as const;
const policy = { channels: [], onlyFailures: false, minDurationMs: 0, progressEveryPercent: null };

/** What a new watcher makes of a process that was lost so long before it looks. */
async function lostBefore(minutes: number) {
  const project = emptyProject();
  const { state } = foldAll(givenId, givenJournal(requested(), started(), lost()).read().events);
  const { life } = state;
  assert.ok(life.phase === 'ended' && life.ending.how === 'lost');
  const at = new Date(Date.now() - minutes * 60_000).toISOString();
  const then = { ...state, life: { ...life, ending: { ...life.ending, at } } };
  const watched = new Watched({ project, policyNow: () => policy, history: new QuietHistory(project) });
  const { wasAlive } = await watched.situationOf({
    ...{ id: givenId, path: '', corruptLines: 0 },
    ...{ state: then, probe: nobody, verdict: judge(then, nobody) },
  });
  return wasAlive;
}

test('what was lost just before counts as seen alive: whoever wrote that down may have died over it', async () => {
  assert.is(await lostBefore(1), true);
  assert.is(await lostBefore(-1), true, 'by a clock that was set back');
});

test('what was lost long ago does not, nor in a far future', async () => {
  assert.is(await lostBefore(60), false);
  assert.is(await lostBefore(-60), false);
});

test.run();
