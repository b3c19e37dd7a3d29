import type { DataOf } from '../../schemas/event.ts';
import { defaultSettings } from '../../src/config/settings.ts';
import type { Project } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { type Identity, identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { policyOf } from '../../src/watch/policy.ts';
import { QuietHistory } from '../../src/watch/quiet-history.ts';
import { Watched } from '../../src/watch/watched.ts';
import { exited, heartbeat, requested, started } from '../rig/given-events.ts';
import { append, emptyProject, journalIn, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('when the history is asked how quiet good runs were');

const habitMs = 900_000;
const type = 'thinker';

/** A journal of a command that was quiet for so long at its last heartbeat. */
function write(project: Project, id: string, child: Identity, idleMs: number, end: boolean): void {
  const writer = openWriter(journalIn(project, id), 'supervisor');
  const here = { bootId: processTable.bootId(), host: thisHost() };
  append(writer, requested({ ...here, type }));
  append(writer, started({ ...own(child), attempt: 1 }));
  append(writer, heartbeat({ idleMs }));
  if (end) append(writer, exited());
  writer.close();
}

function own({ pid, startToken }: Identity): Partial<DataOf<'process.started'>> {
  return { pid, startToken, supervisorPid: pid, supervisorStartToken: startToken };
}

/** What the watcher takes into account of a command beside one good run that was quiet for a quarter of an hour. */
async function quietBefore(child: Identity, idleMs: number): Promise<number | null> {
  const project = emptyProject();
  write(project, 'goodrun1', child, habitMs, true);
  write(project, 'thisrun1', child, idleMs, false);
  const policy = policyOf(defaultSettings.notifications);
  const watched = new Watched({ project, policyNow: () => policy, history: new QuietHistory(project) });
  return (await watched.situationOf(await observe(project, 'thisrun1'))).quietBeforeMs;
}

const us = identityOf(process.pid) ?? { pid: process.pid, startToken: '' };
const nobody = { ...us, startToken: `${us.startToken}0` };

test('a living command that is quiet for longer than its limit is compared with good runs', async () => {
  assert.is(await quietBefore(us, 600_001), habitMs);
});

test('one that is quiet within its limit is not: each answer looks at all that has no verdict', async () => {
  assert.is(await quietBefore(us, 5000), null);
  assert.is(await quietBefore(us, 600_000), null);
});

test('nor is one that is gone, of which a watcher may find a thousand', async () => {
  assert.is(await quietBefore(nobody, 600_001), null);
});

test.run();
