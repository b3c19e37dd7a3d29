import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileWatchesCheck } from '../../src/preflight/file-watches.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsInside, findingsOf, givenFile, givenFolder } from './place-checks.ts';

const test = suite('file watches');
const plan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

const limits = (watches: string, inNamespace = watches): string => {
  const folder = join(plan.projectRoot, `limits-${watches}-${inNamespace}`);
  givenFile(join(folder, 'fs', 'inotify', 'max_user_watches'), `${watches}\n`);
  givenFile(join(folder, 'user', 'max_inotify_watches'), `${inNamespace}\n`);
  return folder;
};

test.skipUnless('procfs', 'a low limit is a warning with the setting to raise', async () => {
  assert.equal(await findingsOf(fileWatchesCheck(limits('8191')), plan), [
    {
      severity: 'warning',
      message: 'Few files can be watched: fs.inotify.max_user_watches is 8191',
      hint: 'sudo sysctl fs.inotify.max_user_watches=524288',
    },
  ]);
  assert.equal(await findingsOf(fileWatchesCheck(limits('8192')), plan), []);
});

test.skipUnless('procfs', 'the limit of a user namespace counts where it is the lower one', async () => {
  const [finding] = await findingsOf(fileWatchesCheck(limits('524288', '8')), plan);
  assert.is(finding?.message, 'Few files can be watched: user.max_inotify_watches is 8');
  assert.is(finding?.hint, 'sudo sysctl user.max_inotify_watches=524288');
});

test('a limit that cannot be read, or is no number, is no finding', async () => {
  for (const folder of [join(plan.projectRoot, 'nowhere'), limits('many')])
    assert.equal(await findingsOf(fileWatchesCheck(folder), plan), []);
});

test.skipUnless('user-namespaces', 'watchers that are used up are found by making one', () => {
  const words = 'echo 0 > /proc/sys/user/max_inotify_instances';
  assert.equal(findingsInside('-Ur', words, 'file watches', plan), [
    {
      severity: 'warning',
      message: 'No more files can be watched: fs.inotify.max_user_instances is used up',
      hint: 'sudo sysctl fs.inotify.max_user_instances=1024',
    },
  ]);
});

test.skipUnless('user-namespaces', 'watches that are used up are told from watchers', () => {
  givenFolder(plan.stateFolder);
  const words = 'echo 0 > /proc/sys/user/max_inotify_watches';
  const [finding] = findingsInside('-Ur', words, 'file watches', plan);
  assert.is(finding?.hint, 'sudo sysctl fs.inotify.max_user_watches=524288');
  assert.match(finding?.message ?? '', 'is used up');
});

test.run();
