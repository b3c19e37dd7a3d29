// timeout: 240s
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import type { ArchiveJson, ListJson } from '../../schemas/generated/types.ts';
import { failpointNames } from '../../src/base/failpoint.ts';
import { journalPath, projectAt } from '../../src/journal/project-paths.ts';
import { archivedOf, historyOf, newFolder } from '../archive/archived-form.ts';
import { oldProcess, remains } from '../cleanup/old-process.ts';
import { canary } from '../output/redact-samples.ts';
import * as given from '../rig/given-events.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('bg archive');
const project = new TestProject();
const paths = projectAt(project.folder);
project.raiseLimit();
test.after(() => project.end());

/** As an older program wrote it down, which knew no rule for secrets. */
function givenSecrets(id: string): string {
  const spec: Partial<DataOf<'launch.requested'>> = {
    command: ['deploy', '--token', canary],
    prompt: `the password=${canary}`,
    envNames: ['HOME', `api_key=${canary}`],
  };
  const line = `ERROR: login with token=${canary} refused`;
  return oldProcess(paths, id, 8, {
    spec,
    end: [
      given.errorLine(line),
      given.noted(line),
      given.exited({ code: 3 }),
      given.failed({ message: line }),
    ],
  });
}

test('what is archived is still read by every command, and its output stays', async () => {
  const id = await project.launch(['sh', '-c', 'echo hello; exit 3']);
  await project.call(['bg', 'wait', id]);
  const before = await project.status(id);
  const { archived } = await project.callJson<ArchiveJson>(['bg', 'archive', id]);
  assert.equal([archived[0]?.id, archived[0]?.dropped], [id, 0]);
  assert.equal(remains(paths, id).includes('journal'), false);
  const after = await project.status(id);
  assert.is(after.journal, archivedOf(paths, id));
  assert.equal({ ...after, journal: '', because: [] }, { ...before, journal: '', because: [] });
  for (const command of ['logs', 'replay', 'why', 'summary', 'verify'])
    assert.is((await project.call(['bg', command, id])).code, 0, command);
  assert.match((await project.call(['bg', 'logs', id])).stdout, /^hello\n/);
  assert.is((await project.call(['bg', 'wait', id])).code, 3);
  assert.match((await project.call(['bg', 'archive', id])).stdout, /is archived already\n$/);
  assert.is((await project.call(['bg', 'verify', '--archive'])).code, 0);
  assert.is((await project.call(['bg', 'inbox', '--consumer', 'fresh'])).stdout.includes(id), false);
});

test('archived on two checkouts, in other time zones and locales, it is the same bytes, without a secret', async () => {
  const id = givenSecrets('aaaa1111');
  const other = newFolder();
  cpSync(paths.stateFolder, join(other, '.tapps-agents'), { recursive: true });
  assert.match(readFileSync(journalPath(paths, id), 'utf8'), canary);
  const places = [
    { cwd: project.folder, env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'C' } },
    { cwd: other, env: { TZ: 'America/Adak', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' } },
  ];
  for (const place of places) {
    for (const _ of ['once', 'twice']) assert.is((await project.call(['bg', 'archive'], place)).code, 0);
  }
  const [here, there] = [paths, projectAt(other)].map(historyOf);
  assert.equal(there, here);
  for (const [path, bytes] of here ?? []) assert.not.match(bytes, canary, path);
  rmSync(other, { recursive: true, force: true });
});

for (const step of failpointNames.filter((name) => name.startsWith('archive.'))) {
  test(`killed at ${step}, the run is still there, and the next archive finishes it`, async () => {
    const id = oldProcess(paths, `bbbb${step.length}`, 8);
    const env = { NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:kill` };
    assert.is((await project.call(['bg', 'archive', id], { env })).code, -1);
    assert.is((await project.status(id)).status, 'completed');
    assert.is((await project.call(['bg', 'archive'])).code, 0);
    assert.is(existsSync(journalPath(paths, id)), false);
    assert.is((await project.call(['bg', 'verify', '--archive'])).code, 0);
    rmSync(archivedOf(paths, id).replace('.ndjson', '.manifest'));
    rmSync(archivedOf(paths, id));
  });
}

const many = { timeoutMs: 200_000 };

for (const form of ['archived', 'raw'] as const) {
  const count = form === 'archived' ? 20 : 3;
  test(
    `two branches with ${count} ${form} runs each merge without a conflict`,
    async () => {
      const repository = new TestProject();
      repository.raiseLimit();
      const git = (...args: string[]): string =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
          cwd: repository.folder,
          encoding: 'utf8',
        });
      git('init', '-q', '-b', 'main');
      git('add', '.');
      git('commit', '-qm', 'begin');
      const ids: string[] = [];
      for (const branch of ['left', 'right']) {
        git('checkout', '-q', '-b', branch, 'main');
        for (let launched = 0; launched < count; launched += 5) {
          const batch = Array.from({ length: Math.min(5, count - launched) }, () =>
            repository.launch(['true']),
          );
          const started = await Promise.all(batch);
          ids.push(...started);
          await repository.call(['bg', 'wait', ...started]);
        }
        if (form === 'archived') assert.is((await repository.call(['bg', 'archive'])).code, 0);
        git('add', '.tapps-agents');
        git('commit', '-qm', branch);
      }
      git('merge', '-q', '-m', 'merge', 'left');
      const { processes } = await repository.callJson<ListJson>(['bg', 'list']);
      assert.equal(processes.map(({ id }) => id).sort(), ids.sort());
      assert.ok(processes.every(({ status }) => status === 'completed'));
      const checked = await repository.call(['bg', 'verify', ...(form === 'archived' ? ['--archive'] : [])]);
      assert.is(checked.code, 0, checked.stdout);
      await repository.end();
    },
    many,
  );
}

test.run();
