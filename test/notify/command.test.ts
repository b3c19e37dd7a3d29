import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNoticeCommand } from '../../src/notify/command.ts';
import { deliver } from '../../src/notify/deliver.ts';
import type { Delivery, Notice } from '../../src/notify/notice.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { anyNotice, hostileTexts } from './any-notice.ts';

const test = suite('the command that is told notices');
const folder = temporaryFolder('tapps-notice-command-');
const saidFile = join(folder, 'said');
const env = { ...process.env, TAPPS_RUN: 'k3f9a2c7', TAPPS_JOURNAL: '/x', TAPPS_STEP_RUN: 'y' };
test.after(() => rmSync(folder, { recursive: true, force: true }));
test.beforeEach(() => rmSync(saidFile, { force: true }));

test('it gets the event as one JSON document, in the root of the project', async () => {
  const event = { process: 'k3f9a2c7', kind: 'failed', message: 'a "quoted" $(word)\n界' };
  assert.equal(await tell(sh('cat > said; pwd >> said'), { event }), { outcome: 'sent' });
  const [json = '', cwd] = said().split('\n');
  assert.equal(JSON.parse(json), event);
  assert.is(cwd, folder);
});

test('it has the environment of who tells and the display of the launch, and belongs to no run', async () => {
  assert.equal(await tell(sh('env > said')), { outcome: 'sent' });
  assert.match(said(), /^DISPLAY=:7$/m);
  assert.match(said(), /^TAPPS_RUN=notice\.[0-9a-f]{12}$/m);
  assert.not.match(said(), /TAPPS_JOURNAL|TAPPS_STEP_RUN/);
});

test('no shell reads its arguments', async () => {
  const made = join(folder, 'made');
  const args = ['two words', ...hostileTexts(made), '', '--'];
  const script = 'require("fs").writeFileSync("said", JSON.stringify(process.argv.slice(2)))';
  writeFileSync(join(folder, 'args.cjs'), script);
  assert.equal(await tell([process.execPath, 'args.cjs', ...args]), { outcome: 'sent' });
  assert.equal(JSON.parse(said()), args);
  assert.not.ok(existsSync(made));
});

test('one that does not read what it is told, or writes without end, is no trouble', async () => {
  const event = { big: 'x'.repeat(1_000_000) };
  assert.equal(await tell(['true'], { event }), { outcome: 'sent' });
  assert.equal(
    await tell(sh('exec <&-; head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2'), { event }),
    {
      outcome: 'sent',
    },
  );
});

test('one that leaves something running that holds its stderr is not waited for', async () => {
  assert.equal(await tell(sh('sleep 300 & echo $! > said')), { outcome: 'sent' });
  const pid = Number(said());
  assert.ok(isAlive(pid));
  process.kill(pid);
});

test('one that fails is told with its code and the first thing it said, without secrets', async () => {
  const failed = (error: string): Delivery => ({ outcome: 'failed', error });
  assert.equal(await tell(sh('echo out; exit 3')), failed('it exited with code 3'));
  const secret = 'echo >&2; echo "  401: token=hunter2hunter2 \x1b[2J" >&2; echo more >&2; exit 22';
  assert.equal(await tell(sh(secret)), failed('it exited with code 22: 401: token=*** \\x1b[2J'));
  const long = await tell(sh('head -c 100000 /dev/zero | tr "\\0" x >&2; exit 1'));
  assert.is('error' in long && long.error, `it exited with code 1: ${'x'.repeat(199)}…`);
  assert.equal(await tell(sh('kill -9 $$')), failed('it was killed by SIGKILL'));
  assert.equal(await tell(['no-such-program-here']), failed('it could not be started: ENOENT'));
  assert.equal(await tell(['.']), failed('it could not be started: EACCES'));
  assert.equal(await tell(['a\0b']), failed('it could not be started: ERR_INVALID_ARG_VALUE'));
});

test('one that hangs is killed with all that it started, however it hides', async () => {
  const script =
    'trap "" TERM INT HUP; setsid sh -c "echo \\$\\$ >> said; exec sleep 300" & echo $$ >> said; sleep 300';
  const delivery = await runNoticeCommand(anyNotice(), { ...place(sh(script)) }, 3000);
  assert.equal(delivery, { outcome: 'timeout', error: 'it was not done within 3s, and killed' });
  const pids = said().trim().split('\n').map(Number);
  assert.is(pids.length, 2);
  await eventually(() => (pids.some(isAlive) ? null : true));
});

test('a channel that breaks is an answer and no exception', async () => {
  const circle: Record<string, unknown> = {};
  circle['itself'] = circle;
  const all = {
    ...place(['true']),
    ...{ runFolder: folder, desktopHelper: '', terminal: null, terminalSequences: false },
  };
  const delivery = await deliver('command', anyNotice({ event: circle }), all);
  assert.is(delivery.outcome, 'failed');
  assert.match('error' in delivery ? delivery.error : '', /circular/);
  assert.equal(await deliver('command', anyNotice(), { ...all, command: null }), {
    outcome: 'unsupported',
    error: 'no command is configured',
  });
});

test.run();

function sh(script: string): string[] {
  return ['sh', '-c', script];
}

function place(command: readonly string[]) {
  return { command, projectRoot: folder, env, notifyEnv: { DISPLAY: ':7' } };
}

function tell(command: readonly string[], notice: Partial<Notice> = {}): Promise<Delivery> {
  return runNoticeCommand(anyNotice(notice), place(command));
}

function said(): string {
  return readFileSync(saidFile, 'utf8');
}
