// timeout: 180s
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a full disk (faults 29, 30, 31)');
const project = new TestProject();
test.after(() => project.end());

/**
 * Words that the stories are told in. A full disk still takes what fits the last page of a file, so heartbeats fill
 * that first (`brimful`). Everything they want to be known goes to `$OUT`, beside the full disk.
 */
const words = `
set -u
mkdir disk && mount -t tmpfs -o size=2m none disk && cd disk && mkdir -p .tapps-agents
printf 'background_processes:\\n  health_check_interval: 0.1\\n' > .tapps-agents/config.yaml
tapps() { "$NODE" "$PROGRAM" "$@"; }
journal() { echo ".tapps-agents/journal/$1.ndjson"; }
fill() { rm -f .tapps-agents/run/reserve; cat /dev/zero >> filler 2>/dev/null; }
free() { rm -f filler; }
beats() { grep -c process.heartbeat "$(journal "$1")"; }
wait_for() { n=0; until "$@" >/dev/null 2>&1; do n=$((n + 1)); [ $n -lt 300 ] || return 1; sleep 0.05; done; }
brimful() { [ $(($(stat -c %s "$(journal "$1")") % 4096)) = 0 ]; }
says() { grep -q "$2" "$(journal "$1")"; }
of_pid() { sed -n 's/.*"process.started".*"'"$2"'":\\([0-9]*\\).*/\\1/p' "$(journal "$1")"; }
`;

/** Tells a story on a tiny disk of its own; everything on it ends with it. Gives what it wrote into `$OUT`. */
function tell(name: string, story: string): (file: string) => string {
  const folder = join(project.folder, name);
  const out = join(folder, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(folder, 'story.sh'), `${words}${story}`);
  const { status, stderr } = spawnSync('unshare', ['-Urm', 'sh', 'story.sh'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, PROGRAM: project.program, OUT: out },
    timeout: 40_000,
  });
  assert.is(status, 0, stderr);
  return (file) => (existsSync(join(out, file)) ? readFileSync(join(out, file), 'utf8') : '');
}

const statusIn = (text: string): ProcessJson => JSON.parse(text);

test.fault(
  29,
  'full while it runs: heartbeats are dropped, the supervisor lives on, and goes on when there is room',
  () => {
    const said = tell(
      'heartbeats',
      `
id=$(tapps bg run --no-validate --quiet -- sh -c 'until [ -e go ]; do sleep 0.05; done')
wait_for says "$id" process.heartbeat
fill
sleep 1.5
supervisor=$(of_pid "$id" supervisorPid)
kill -0 "$supervisor" && echo alive > "$OUT/supervisor"
full=$(beats "$id")
free
more_beats() { [ "$(beats "$id")" -gt $((full + 1)) ]; }
wait_for more_beats && echo yes > "$OUT/goes-on"
touch go
wait_for says "$id" process.exited
tapps bg status "$id" --json > "$OUT/status"
tapps bg verify "$id" > "$OUT/verify" 2>&1; echo "exit $?" >> "$OUT/verify"
cp "$(journal "$id")" "$OUT/journal"
`,
    );
    assert.is(said('supervisor'), 'alive\n');
    assert.is(said('goes-on'), 'yes\n');
    assert.equal([statusIn(said('status')).status, statusIn(said('status')).exitCode], ['completed', 0]);
    assert.match(
      said('journal'),
      /events_dropped.*\d+ events could not be written|\d+ events could not be written.*dropped/,
    );
    assert.match(said('verify'), 'exit 0', 'a torn line that was healed is a note, no damage');
  },
  { needs: 'tmpfs-mount', timeoutMs: 60_000 },
);

test.fault(
  30,
  'full exactly at the end, free later: the end is recorded without a restart, with its reason',
  () => {
    const said = tell(
      'end',
      `
id=$(tapps bg run --no-validate --quiet -- sh -c 'until [ -e go ]; do sleep 0.05; done; exit 3')
wait_for says "$id" process.heartbeat
touch go.tmp
fill
wait_for brimful "$id"
mv go.tmp go
child=$(of_pid "$id" pid)
gone() { ! [ -e "/proc/$child" ]; }
wait_for gone
sleep 1
says "$id" process.exited && echo written > "$OUT/too-early"
tapps bg status "$id" --json > "$OUT/status-full"
free
wait_for says "$id" process.exited
tapps bg status "$id" --json > "$OUT/status"
grep -c process.exited "$(journal "$id")" > "$OUT/ends"
`,
    );
    assert.is(said('too-early'), '', 'the disk was not full: the test proves nothing');
    assert.is(statusIn(said('status-full')).status, 'failed');
    const { status, reason, exitCode } = statusIn(said('status'));
    assert.equal([status, reason, exitCode], ['failed', 'exit_code', 3]);
    assert.is(said('ends'), '1\n');
  },
  { needs: 'tmpfs-mount', timeoutMs: 60_000 },
);

test.fault(
  29,
  'the time limit is kept on a full disk, and told when there is room',
  () => {
    const said = tell(
      'limit',
      `
id=$(tapps bg run --no-validate --quiet --timeout 6s -- sleep 300)
wait_for says "$id" process.heartbeat
child=$(of_pid "$id" pid)
fill
wait_for brimful "$id"
gone() { ! [ -e "/proc/$child" ]; }
wait_for gone && echo gone > "$OUT/child"
free
wait_for says "$id" process.exited
tapps bg status "$id" --json > "$OUT/status"
`,
    );
    assert.is(said('child'), 'gone\n');
    const { status, reason } = statusIn(said('status'));
    assert.equal([status, reason], ['failed', 'timeout']);
  },
  { needs: 'tmpfs-mount', timeoutMs: 60_000 },
);

test.fault(
  29,
  'what fills the disk can be stopped: the reserve is given back for the request',
  () => {
    const said = tell(
      'stop',
      `
id=$(tapps bg run --no-validate --quiet -- sh -c 'cat /dev/zero > filler 2>/dev/null; sleep 300')
full() { [ "$(stat -f -c %a .)" = 0 ]; }
wait_for full && echo full > "$OUT/disk"
sleep 0.6
tapps bg stop "$id" --yes > "$OUT/stop" 2>&1
echo "exit $?" >> "$OUT/stop"
tapps bg status "$id" --json > "$OUT/status"
`,
    );
    assert.is(said('disk'), 'full\n');
    assert.match(said('stop'), 'exit 0');
    assert.is(statusIn(said('status')).status, 'stopped');
  },
  { needs: 'tmpfs-mount', timeoutMs: 60_000 },
);

test.fault(
  31,
  'a launch on a full disk is refused, starts nothing, and leaves no empty journal',
  () => {
    const said = tell(
      'launch',
      `
tapps bg run --no-validate --quiet --wait -- true
ls .tapps-agents/journal > "$OUT/before"
fill
tapps bg run -- touch "$OUT/ran" 2> "$OUT/refusal"
echo $? > "$OUT/code"
ls .tapps-agents/journal > "$OUT/after"
free
tapps bg list --json > "$OUT/list"
`,
    );
    assert.ok(['1', '3'].includes(said('code').trim()), said('code'));
    assert.match(said('refusal'), /ENOSPC|disk|space/i);
    assert.is(said('ran'), '');
    assert.is(said('after'), said('before'));
  },
  { needs: 'tmpfs-mount', timeoutMs: 60_000 },
);

test.run();
