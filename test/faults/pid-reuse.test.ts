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
const story = (comesBystander: string): string => `
tapps() { "$NODE" "$PROGRAM" "$@"; }
id=$(tapps bg run --quiet -- sleep 300)
journal=.tapps-agents/journal/$id.ndjson
number() { sed -n 's/.*"process.started".*"'"$1"'":\\([0-9]*\\).*/\\1/p' "$journal"; }
child=$(number pid)
supervisor=$(number supervisorPid)
kill -9 "$supervisor" "$child"
while [ -e "/proc/$child" ] || [ -e "/proc/$supervisor" ]; do /bin/sleep 0.02; done
echo $((child - 1)) > /proc/sys/kernel/ns_last_pid
${comesBystander}
tapps bg status "$id" --json > status
tapps bg stop "$id" --yes --grace 300ms 2> stop-said
code=$?
tapps bg status "$id" --json > status-after
/bin/sleep 0.1
alive=no
kill -0 "$bystander" && alive=yes
echo "$id $child $bystander $code $alive"
`;

type Told = { readonly child: string; readonly bystander: string };

/** Tells it and checks what must hold whoever the bystander is. */
function told(comesBystander: string): Told {
  writeFileSync(join(project.folder, 'story.sh'), story(comesBystander));
  const { stdout, stderr } = spawnSync(
    'unshare',
    ['-Urpf', '--mount-proc', '--kill-child', 'sh', 'story.sh'],
    {
      cwd: project.folder,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, PROGRAM: project.program },
      timeout: 40_000,
    },
  );
  const [id = '', child = '', bystander = '', code, alive] =
    stdout.trim().split('\n').at(-1)?.split(' ') ?? [];
  assert.match(id, /^[a-z0-9]{8}$/, stderr);
  assert.is(alive, 'yes');
  assert.is(code, '5');
  for (const file of ['status', 'status-after']) {
    const { status, reason } = readStatus(file);
    assert.equal([status, reason], ['failed', 'lost'], file);
  }
  return { child, bystander };
}

test.fault(
  37,
  'stop leaves whoever has the number alone, and the process is lost',
  () => {
    const { child, bystander } = told('setsid sleep 300 & bystander=$!');
    assert.is(bystander, child, 'the number was not reused: the test proves nothing');
  },
  { needs: 'ns_last_pid' },
);

/** The leader of the new group ends before its member, so that only the number of the group is a stranger's. */
const groupOfStranger = `setsid sh -c 'sleep 300 & echo $! > member' & leader=$!
wait $leader
bystander=$(cat member)
[ "$(cut -d" " -f5 /proc/$bystander/stat)" = "$child" ] || bystander=in-another-group`;

test.fault(
  38,
  'stop leaves a group alone that has the number of the command and nobody of its tree in it',
  () => {
    const { bystander } = told(groupOfStranger);
    assert.match(bystander, /^\d+$/, 'the number was not reused: the test proves nothing');
  },
  { needs: 'ns_last_pid' },
);

test.run();

function readStatus(file: string): ProcessJson {
  return JSON.parse(readFileSync(join(project.folder, file), 'utf8'));
}
