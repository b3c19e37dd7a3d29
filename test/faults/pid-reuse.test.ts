import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a number that belongs to somebody else now (faults 37, 38)');
const project = new TestProject();
test.after(() => project.end());

/**
 * In a pid namespace of its own: launches, kills the command with its supervisor, and lets a bystander take the
 * command's number (a session and group of its own, like the command). The shell is init there and reaps.
 */
const story = `
tapps() { "$NODE" "$PROGRAM" "$@"; }
id=$(tapps bg run --quiet -- sleep 300)
journal=.tapps-agents/journal/$id.ndjson
number() { sed -n 's/.*"process.started".*"'"$1"'":\\([0-9]*\\).*/\\1/p' "$journal"; }
child=$(number pid)
supervisor=$(number supervisorPid)
kill -9 "$supervisor" "$child"
while [ -e "/proc/$child" ] || [ -e "/proc/$supervisor" ]; do /bin/sleep 0.02; done
echo $((child - 1)) > /proc/sys/kernel/ns_last_pid
setsid sleep 300 &
bystander=$!
[ "$BEFORE_STOP" = look ] && tapps bg status "$id" --json > status
tapps bg stop "$id" --yes --grace 300ms 2> stop-said
code=$?
tapps bg status "$id" --json > status-after
/bin/sleep 0.1
alive=no
kill -0 "$bystander" && alive=yes
echo "$id $child $bystander $code $alive"
`;

test.skipUnless('ns_last_pid', 'stop leaves whoever has the number alone, and the process is lost', () => {
  writeFileSync(join(project.folder, 'story.sh'), story);
  const { stdout, stderr } = spawnSync(
    'unshare',
    ['-Urpf', '--mount-proc', '--kill-child', 'sh', 'story.sh'],
    {
      cwd: project.folder,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, PROGRAM: project.program, BEFORE_STOP: 'look' },
      timeout: 18_000,
    },
  );
  const [id = '', child, bystander, code, alive] = stdout.trim().split('\n').at(-1)?.split(' ') ?? [];
  assert.match(id, /^[a-z0-9]{8}$/, stderr);
  assert.is(bystander, child, 'the number was not reused: the test proves nothing');
  assert.is(alive, 'yes');
  assert.is(code, '5');
  for (const file of ['status', 'status-after']) {
    const { status, reason } = readStatus(file);
    assert.equal([status, reason], ['failed', 'lost'], file);
  }
});

test.run();

function readStatus(file: string): ProcessJson {
  return JSON.parse(readFileSync(join(project.folder, file), 'utf8'));
}
