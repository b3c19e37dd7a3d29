import { existsSync } from 'node:fs';
import { soleClaim } from '../../src/claims/sole-claim.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { recordLoss } from '../../src/observe/record-loss.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { StopStage, sleeper } from '../supervise/stop-stage.ts';

const test = suite('a loss that several find out at once');
const stage = new StopStage();
const project = projectAt(stage.folder);
test.after(() => stage.end());

/** Supervisor and command are gone, and nobody has said so. */
async function givenLost(): Promise<string> {
  const id = await stage.launchOrphan(sleeper);
  const { pid } = await stage.event(id, 'process.started');
  process.kill(-pid, 'SIGKILL');
  await eventually(() => (isAlive(pid) ? null : true));
  return id;
}

function recorded(id: string): Promise<boolean> {
  const writer = JournalWriter.open(stage.journalPath(id), id, 'command');
  const write = (): void => writer.append('process.lost', { reason: 'supervisor_died', lastSeenAt: null });
  return recordLoss(project, id, write).finally(() => writer.close());
}

test('it is written down once, whoever else has found it out', async () => {
  const id = await givenLost();
  assert.equal(await Promise.all([recorded(id), recorded(id)]), [true, false]);
  assert.equal(stage.types(id).filter((type) => type === 'process.lost').length, 1);
});

test('who is at it is waited for, and what they wrote counts', async () => {
  const id = await givenLost();
  const held = soleClaim(project, id, 'loss');
  const waiting = recorded(id);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.not.ok(stage.types(id).includes('process.lost'));
  const writer = JournalWriter.open(stage.journalPath(id), id, 'command');
  writer.append('process.lost', { reason: 'supervisor_died', lastSeenAt: null });
  writer.close();
  held?.release();
  assert.is(await waiting, false);
  assert.equal(stage.types(id).filter((type) => type === 'process.lost').length, 1);
});

test('who holds it and does nothing keeps no loss from being written down', async () => {
  const id = await givenLost();
  const held = soleClaim(project, id, 'loss');
  assert.ok(held !== null && existsSync(project.claimsFolder));
  assert.is(await recorded(id), true);
  held?.release();
});

test.run();
