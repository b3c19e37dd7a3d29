import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { noticeWords } from '../../projections/notice.ts';
import { deliver } from '../../src/notify/deliver.ts';
import { showOnDesktop } from '../../src/notify/desktop.ts';
import type { Delivery, Notice } from '../../src/notify/notice.ts';
import { type ShownNotice, TestDesktop } from '../rig/desktop.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { anyNotice, hostileTexts } from './any-notice.ts';

const test = suite('notices of the desktop');
const folder = temporaryFolder('tapps-desktop-');
const desktopHelper = join(import.meta.dirname, '..', '..', 'dist', 'notify-helper.js');
const patient = { timeoutMs: 60_000 };
let desktop: TestDesktop | null = null;

test.after(async () => {
  await desktop?.end();
  rmSync(folder, { recursive: true, force: true });
});

test.skipUnless(
  'desktop-notices',
  'what the contract says arrives, letter for letter',
  async () => {
    const completed = noticeWords({
      ...{ id: 'k3f9a2c7', kind: 'workflow', type: 'full-sdlc', again: false },
      news: { kind: 'completed', leftRunning: 0 },
    });
    assert.equal(await shown(anyNotice({ kind: 'completed', ...completed })), {
      app: 'tapps-agents',
      title: 'TappsCodingAgents - Workflow Complete',
      body: 'full-sdlc workflow completed successfully',
    });
    assert.equal(await shown(anyNotice()), {
      app: 'tapps-agents',
      title: 'TappsCodingAgents - Workflow Failed',
      body: 'full-sdlc workflow failed. Check logs.\nWorkflow blocked: no ready steps\ntapps-agents bg logs k3f9a2c7',
    });
  },
  patient,
);

test.skipUnless(
  'desktop-notices',
  'quotes, backslashes, markup and other scripts arrive as they were written',
  async () => {
    const text = `C:\\new\\temp\\x41 "a" 'b' $HOME \`id\` \${x} 100% naïve 界 🙂👩‍👩‍👧 ~ * ! # ;`;
    const { title, body } = await shown(anyNotice({ title: text, body: text }));
    assert.is(title, text);
    assert.is(body, text);
    const markup = await shown(anyNotice({ body: '<b>a</b> & &amp; <img src="file:///etc/passwd">' }));
    assert.is(markup.body, '&lt;b&gt;a&lt;/b&gt; &amp; &amp;amp; &lt;img src="file:///etc/passwd"&gt;');
  },
  patient,
);

test.skipUnless(
  'desktop-notices',
  'hostile names do nothing but stand there',
  async () => {
    const made = join(folder, 'made');
    for (const text of hostileTexts(made)) {
      const { title, body } = await shown(anyNotice({ title: `TappsCodingAgents - ${text}`, body: text }));
      assert.match(title, /^TappsCodingAgents - /);
      assert.is(body.includes('touch') || body.includes('made'), true, body);
    }
    assert.not.ok(existsSync(made));
    assert.is((await shown(anyNotice({ body: '--version' }))).body, ' --version');
    assert.is((await shown(anyNotice({ title: '-u critical', body: '-x' }))).title, ' -u critical');
    const escapes =
      'a\x1b[31mb\x1b]0;title\x07c\x1b]8;;http://x\x1b\\d\x9b1me\x07f\u202eg\u2066h\u200bi\0j\ud800k\tl';
    assert.is((await shown(anyNotice({ body: escapes }))).body, 'abcdefghijk l');
    assert.is(
      (await shown(anyNotice({ body: 'API_TOKEN=hunter2hunter2 failed' }))).body,
      'API_TOKEN=*** failed',
    );
  },
  patient,
);

test.skipUnless(
  'desktop-notices',
  'a desktop is shown so much and no more',
  async () => {
    const { title, body } = await shown(anyNotice({ title: '🙂'.repeat(500), body: '界'.repeat(100_000) }));
    assert.is(title, `${'🙂'.repeat(79)}…`);
    assert.is(body, `${'界'.repeat(299)}…`);
  },
  patient,
);

test('without a display and a bus nothing is started, in CI and over SSH no less than elsewhere', async () => {
  const place = { desktopHelper: join(folder, 'not-there.js'), env: { PATH: folder }, notifyEnv: {} };
  const why = { outcome: 'unsupported', error: 'it was launched without a display and a session bus' };
  assert.equal(await showOnDesktop(anyNotice(), place), why);
  const empty = { DISPLAY: '', XDG_RUNTIME_DIR: folder, SSH_TTY: '/dev/pts/1', CI: 'true' };
  assert.equal(await showOnDesktop(anyNotice(), { ...place, notifyEnv: empty }), why);
});

test('an address that starts a program is refused', async () => {
  const notifyEnv = { DISPLAY: ':0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x;unixexec:path=/bin/sh' };
  const delivery = await showOnDesktop(anyNotice(), { desktopHelper, env: {}, notifyEnv });
  assert.equal(delivery, { outcome: 'unsupported', error: 'the address of its bus starts a program' });
});

test('the socket of a bus in the runtime folder is a desktop', async () => {
  const runtime = join(folder, 'runtime');
  mkdirSync(runtime);
  const server = createServer().listen(join(runtime, 'bus'));
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const delivery = await tellWith('echo "$XDG_RUNTIME_DIR" >> $0.said', { XDG_RUNTIME_DIR: runtime });
    assert.equal(delivery, { outcome: 'sent' });
    assert.is(said(), `${runtime}\n`);
  } finally {
    server.close();
  }
});

test('the helper has the addresses of the launch and none of our variables', async () => {
  const delivery = await tellWith('env > $0.said', {
    DISPLAY: ':7',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x',
    LD_PRELOAD: 'evil',
  });
  assert.equal(delivery, { outcome: 'sent' });
  const names = said()
    .trim()
    .split('\n')
    .map((line) => line.split('=', 1)[0] ?? '')
    .sort();
  const known = [
    'DBUS_SESSION_BUS_ADDRESS',
    'DISPLAY',
    'HOME',
    'LANG',
    'NODE_V8_COVERAGE', // Node hands it on by itself
    'OLDPWD',
    'PATH',
    'PWD',
    'SHLVL',
    'TAPPS_RUN',
    '_',
  ];
  assert.equal(
    names.filter((name) => !known.includes(name)),
    [],
  );
  assert.match(said(), /^DISPLAY=:7$/m);
});

test('a notify-send that is missing is said', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const delivery = await showOnDesktop(anyNotice(), placeWith(empty, { DISPLAY: ':7' }));
  assert.equal(delivery, { outcome: 'unsupported', error: 'notify-send is not installed' });
});

test('what a failing notify-send says is told in one line, without secrets', async () => {
  const script = 'echo "  no daemon: TOKEN=hunter2hunter2 \x1b[31m" >&2; echo more >&2; exit 1';
  const delivery = await tellWith(script, { DISPLAY: ':7' });
  assert.equal(delivery, { outcome: 'failed', error: 'no daemon: TOKEN=*** \\x1b[31m' });
});

test('a notify-send that warns and ends well has shown it', async () => {
  assert.equal(await tellWith('echo "Gtk-WARNING" >&2', { DISPLAY: ':7' }), { outcome: 'sent' });
});

test(
  'a notify-send that hangs is killed with all that it started, and nobody waits for it',
  async () => {
    const script = `trap "" TERM INT HUP; (trap "" TERM; echo $$ >> $0.said; exec sleep 300) & echo $! >> $0.said; sleep 300`;
    const delivery = await tellWith(script, { DISPLAY: ':7' }, 4000);
    assert.equal(delivery, { outcome: 'timeout', error: 'not shown within 4s' });
    const pids = said().trim().split('\n').map(Number);
    assert.ok(pids.length >= 2 && pids.every((pid) => pid > 1), said());
    await eventually(() => (pids.some(isAlive) ? null : true));
  },
  patient,
);

test('a helper that is not there, or says nothing, is a failure and no exception', async () => {
  const place = { desktopHelper: join(folder, 'not-there.js'), env: {}, notifyEnv: { DISPLAY: ':7' } };
  const gone = await showOnDesktop(anyNotice(), place);
  assert.equal(gone, { outcome: 'failed', error: 'the helper ended with code 1 and no answer' });
  const silent = join(folder, 'silent.js');
  writeFileSync(silent, 'console.log("{\\"outcome\\": \\"well\\"}")');
  const answer = await showOnDesktop(anyNotice(), { ...place, desktopHelper: silent });
  assert.equal(answer, { outcome: 'failed', error: 'the helper ended with code 0 and no answer' });
});

test.run();

/** Sends a notice to a real session bus and gives what arrived there. */
async function shown(notice: Notice): Promise<ShownNotice> {
  desktop ??= new TestDesktop();
  const bus = desktop;
  const before = bus.shown.length;
  const place = {
    ...{ projectRoot: folder, runFolder: folder, terminal: null, terminalSequences: false, command: null },
    ...{ desktopHelper, env: process.env, notifyEnv: await bus.variables() },
  };
  assert.equal(await deliver('desktop', notice, place), { outcome: 'sent' });
  return eventually(() => bus.shown[before] ?? null);
}

/** Tells a notice with this script in the place of notify-send. */
async function tellWith(
  script: string,
  notifyEnv: Record<string, string>,
  limitMs?: number,
): Promise<Delivery> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  rmSync(join(bin, 'notify-send.said'), { force: true });
  const program = join(bin, 'notify-send');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return showOnDesktop(anyNotice(), placeWith([bin, '/usr/bin', '/bin'].join(delimiter), notifyEnv), limitMs);
}

function placeWith(path: string, notifyEnv: Record<string, string>) {
  return { desktopHelper, env: { ...process.env, PATH: path, SECRET: 'x' }, notifyEnv };
}

function said(): string {
  return readFileSync(join(folder, 'bin', 'notify-send.said'), 'utf8');
}
