import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsOf } from '../../src/compose-settings.ts';
import { readSettings } from '../../src/config/settings.ts';
import { type Project, projectAt } from '../../src/journal/project-paths.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('settings that were read before');

let project: Project;
test.beforeEach(() => {
  project = projectAt(temporaryFolder('tapps-settings-'));
  mkdirSync(project.cacheFolder, { recursive: true, mode: 0o700 });
  say('max_concurrent_processes: 7');
});

test('a second reading is the first, to the byte', async () => {
  const env = { TAPPS_BG_MAX_OUTPUT: '1GiB', TAPPS_BG_NO_SUCH: 'x' };
  const read = await readSettings(project.configFile, env);
  for (const _ of [1, 2]) assert.equal(await settingsOf(project, env, '1'), read);
  assert.ok(existsSync(kept()));
});

test('whatever a source says anew is seen at once', async () => {
  const maxOf = async (env = {}): Promise<number> =>
    (await settingsOf(project, env, '1')).settings.maxConcurrent;
  assert.is(await maxOf(), 7);
  say('max_concurrent_processes: 8');
  assert.is(await maxOf(), 8);
  assert.is(await maxOf({ TAPPS_BG_MAX_CONCURRENT_PROCESSES: '9' }), 9);
  assert.is(await maxOf(), 8);
  const home = join(project.root, 'home', '.config', 'tapps-agents');
  mkdirSync(home, { recursive: true });
  rmSync(project.configFile);
  assert.is(await maxOf({ HOME: join(project.root, 'home') }), 3);
  writeFileSync(join(home, 'config.yaml'), 'background_processes: {max_concurrent_processes: 5}\n');
  assert.is(await maxOf({ HOME: join(project.root, 'home') }), 5);
  assert.is(await maxOf(), 3);
});

test('a mistake is told each time, with its place', async () => {
  say('max_concurrent_processes: many');
  for (const _ of [1, 2]) {
    const { problems } = await settingsOf(project, {}, '1');
    assert.equal(
      problems.map(({ line }) => line),
      [1],
    );
  }
});

test('what was kept is used by the version that kept it, whole, and by nobody else', async () => {
  await settingsOf(project, {}, '1');
  const ofOne = readFileSync(kept(), 'utf8');
  await settingsOf(project, {}, '2');
  assert.is.not(readFileSync(kept(), 'utf8'), ofOne);
  truncateSync(kept(), 100);
  assert.is((await settingsOf(project, {}, '2')).settings.maxConcurrent, 7);
});

test('nothing is kept in a project that has no cache yet', async () => {
  rmSync(project.cacheFolder, { recursive: true });
  await settingsOf(project, {}, '1');
  assert.not.ok(existsSync(project.cacheFolder));
});

test.run();

function say(line: string): void {
  writeFileSync(project.configFile, `background_processes: {${line}}\n`);
}

function kept(): string {
  return join(project.cacheFolder, 'settings.json');
}
