// timeout: 120s
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a system that refuses');
const project = new TestProject();
test.after(() => project.end());

const words = 'set -u; tapps() { "$NODE" "$PROGRAM" "$@"; echo "exit $?"; }\n';

/** Runs a story in namespaces of its own; everything in it ends with it. Gives all that was said. */
function tell(name: string, flags: string, story: string): string {
  const folder = join(project.folder, name);
  mkdirSync(join(folder, '.git'), { recursive: true });
  writeFileSync(join(folder, 'story.sh'), `${words}${story}`);
  const { stdout, stderr } = spawnSync('unshare', [...flags.split(' '), 'sh', 'story.sh'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE: process.execPath,
      PROGRAM: project.program,
      TAPPS_BG_MONITORING_ENABLED: '0',
    },
    timeout: 60_000,
  });
  return `${stdout}${stderr}`;
}

test.skipUnless(
  'tmpfs-mount',
  'what a read-only file system refuses is told in words, with a short path and what to do',
  () => {
    const said = tell(
      'read-only',
      '-Urm',
      `mkdir disk && mount -t tmpfs -o size=3m none disk && cd disk && mkdir .git
tapps bg watch --once 2>&1
mount -o remount,ro "$PWD"
tapps bg watch --stop 2>&1`,
    );
    assert.match(said, 'Cannot use .tapps-agents/run/watch-stopped: the file system is read-only');
    assert.match(said, 'work in a writable folder, or mount it writable');
    assert.not.match(said, '--debug');
    assert.match(said, 'exit 1');
  },
  { timeoutMs: 90_000 },
);

test.skipUnless(
  'tmpfs-mount',
  'where /proc is missing a launch is refused, doctor names it, and watch says it',
  () => {
    const said = tell(
      'no-proc',
      '-Urmpf --kill-child',
      `mount -t tmpfs none /proc
tapps bg run --no-validate -- true 2>&1
tapps bg doctor 2>&1 | grep platform
tapps bg watch 2>&1
tapps bg watch --once 2>&1`,
    );
    assert.not.match(said, 'assertion');
    assert.is(said.split('/proc is not mounted').length - 1, 4, said);
    assert.is(said.split('mount -t proc proc /proc').length - 1, 4, said);
    assert.match(said, 'exit 3');
  },
  { timeoutMs: 90_000 },
);

test.run();
