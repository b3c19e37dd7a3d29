import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FollowedSettings } from '../../src/watch/followed-settings.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('settings that are followed');
const home = temporaryFolder('tapps-followed-');
const project = join(home, 'config.yaml');
const user = join(home, 'user', 'tapps-agents', 'config.yaml');
mkdirSync(dirname(user), { recursive: true });
const env = process.platform === 'linux' ? { XDG_CONFIG_HOME: join(home, 'user') } : {};

const daysIn = (days: number | string): string => `background_processes: {auto_cleanup_days: ${days}}\n`;
/** From this project file, or none, and no user file. */
function readFrom(text?: string): Promise<FollowedSettings> {
  for (const file of [project, user]) rmSync(file, { force: true });
  if (text !== undefined) writeFileSync(project, text);
  return FollowedSettings.read(project, env);
}

/** What two looks come to, the second of which finds the files as the first did. */
async function outcomes(settings: FollowedSettings): Promise<string[]> {
  return [(await settings.follow()).outcome, (await settings.follow()).outcome];
}

test('files that are as they were change nothing', async () => {
  const settings = await readFrom(daysIn(3));
  const before = settings.now;
  assert.equal(await outcomes(settings), ['unchanged', 'unchanged']);
  assert.is(settings.now, before);
});

test('a change holds once the file has stood still for a look', async () => {
  const settings = await readFrom();
  assert.is(settings.now.autoCleanupDays, 7);
  writeFileSync(project, '');
  assert.is((await settings.follow()).outcome, 'unchanged');
  writeFileSync(project, daysIn(3));
  assert.equal(await outcomes(settings), ['unchanged', 'followed']);
  assert.is(settings.now.autoCleanupDays, 3);
  assert.equal(await outcomes(settings), ['unchanged', 'unchanged']);
});

test('a file that was removed says nothing any more', async () => {
  const settings = await readFrom(daysIn(3));
  rmSync(project);
  assert.equal(await outcomes(settings), ['unchanged', 'followed']);
  assert.is(settings.now.autoCleanupDays, 7);
});

test('one that becomes wrong leaves what held before, is told of once, and holds again when it is mended', async () => {
  const settings = await readFrom(daysIn(3));
  writeFileSync(project, daysIn('never'));
  await settings.follow();
  const kept = await settings.follow();
  assert.equal(kept.outcome === 'kept' && [kept.problem.file, kept.problem.line], [project, 1]);
  assert.equal(await outcomes(settings), ['unchanged', 'unchanged']);
  assert.is(settings.now.autoCleanupDays, 3);
  writeFileSync(project, daysIn(14));
  assert.equal(await outcomes(settings), ['unchanged', 'followed']);
  assert.is(settings.now.autoCleanupDays, 14);
});

test('one that was wrong from the start does not keep the others from being followed', async () => {
  if (process.platform !== 'linux') return;
  await readFrom();
  writeFileSync(user, daysIn('never'));
  const settings = await FollowedSettings.read(project, env);
  writeFileSync(project, daysIn(3));
  await settings.follow();
  const followed = await settings.follow();
  assert.is(
    followed.outcome === 'followed' && followed.problem?.file,
    user,
    'that it is still wrong is said',
  );
  assert.is(settings.now.autoCleanupDays, 3);
  writeFileSync(project, daysIn('later'));
  assert.equal(await outcomes(settings), ['unchanged', 'kept']);
  writeFileSync(user, daysIn(5));
  assert.equal(await outcomes(settings), ['unchanged', 'kept'], 'it would hold without the other');
  assert.is(settings.now.autoCleanupDays, 3);
});

test.run();
