// timeout: 300s
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { placeOf } from '../../src/inbox/consumer.ts';
import { untold } from '../../src/inbox/cursor.ts';
import { readCursor } from '../../src/inbox/cursor-file.ts';
import { newsOf } from '../../src/inbox/news.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observeAll } from '../../src/observe/observe.ts';
import { type DiskCall, readTrace, traceWords } from '../rig/disk-trace.ts';
import { ForgetfulDisk, putDown } from '../rig/forgetful-disk.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { losePowerEverywhere } from './power-loss.ts';

const test = suite('power loss');

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

const words = 'bg() { "$NODE" "$PROGRAM" bg "$@"; }';

/** The first launch of a new project, one that is stopped, and a watcher that judges both and tells of the first. */
const lives = `${words}
told=$(bg run --quiet -- sh -c '"$NODE" "$PROGRAM" bg emit note from-inside; echo hi') || exit 1
id=$(bg run --quiet -- sleep 600) || exit 1
bg stop "$id" --yes || exit 1
waits=0
until grep -q notification.sent .tapps-agents/journal/"$told".ndjson || [ $waits -gt 300 ]; do sleep 0.2; waits=$((waits + 1)); done
bg watch --stop
`;

/** A run whose end was told, which then goes into the history. */
const archived = `${words}
id=$(bg run --quiet -- true) || exit 1
waits=0
until grep -q notification.sent .tapps-agents/journal/"$id".ndjson || [ $waits -gt 300 ]; do sleep 0.2; waits=$((waits + 1)); done
bg watch --stop
bg archive "$id" || exit 1
[ -e .tapps-agents/journal/"$id".ndjson ] && exit 1
exit 0
`;

/** A run whose end the inbox tells, to a consumer that asks for the first time in this project; no watcher syncs its folder. */
const told = `${words}
export TAPPS_BG_MONITORING_ENABLED=0
bg run --quiet -- true || exit 1
waits=0
until bg inbox --json | grep -q completed || [ $waits -gt 100 ]; do sleep 0.2; waits=$((waits + 1)); done
exit 0
`;

async function traced(script: string, root: string): Promise<DiskCall[]> {
  const log = join(temporaryFolder('tapps-trace-'), 'log');
  const [command = '', ...trace] = traceWords(log);
  const env = {
    ...process.env,
    NODE: process.execPath,
    PROGRAM: program,
    TAPPS_BG_MONITORING_ENABLED: '1',
    NODE_V8_COVERAGE: undefined,
  };
  await promisify(execFile)(command, [...trace, 'sh', '-c', script], { cwd: root, env });
  return readTrace(log);
}

test.fault(
  36,
  'the power fails at any step of launch, run, stop and notice: what was acknowledged is there, with its name, and all is told as it is',
  async () => {
    const root = temporaryFolder('tapps-traced-');
    const trace = await traced(lives, root);
    const { moments, acknowledged } = await losePowerEverywhere(trace, root, 7);
    assert.ok(moments > 50, `${moments} moments`);
    assert.ok(acknowledged >= 12, `${acknowledged} events were acknowledged`);
  },
  { needs: 'strace', timeoutMs: 240_000 },
);

test.fault(
  36,
  'the power fails at any step of archiving: the process is there, as it was told, in the one place or the other',
  async () => {
    const root = temporaryFolder('tapps-traced-');
    const trace = await traced(archived, root);
    assert.ok(trace.some(({ name, toPath }) => name.startsWith('rename') && toPath.includes('/history/')));
    const { acknowledged } = await losePowerEverywhere(trace, root, 11);
    assert.ok(acknowledged >= 6, `${acknowledged} events were acknowledged`);
  },
  { needs: 'strace', timeoutMs: 240_000 },
);

test.fault(
  36,
  'the power fails when the inbox has told something: what was told is known, and not told once more',
  async () => {
    const root = temporaryFolder('tapps-traced-');
    const disk = new ForgetfulDisk(root);
    for (const call of await traced(told, root)) disk.apply(call);
    const back = temporaryFolder('tapps-power-');
    putDown(disk.survivors('nothing', Math.random), back);
    const { cursor, damage } = readCursor(placeOf(projectAt(back), 'default').cursor);
    assert.equal([cursor.pending, damage], [[], null]);
    const { observed } = await observeAll(projectAt(back));
    assert.equal(untold(cursor, observed.flatMap(newsOf)), []);
    assert.is(observed.length, 1);
  },
  { needs: 'strace', timeoutMs: 240_000 },
);

test.run();
