import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery, LaunchTerminal } from '../../src/notify/notice.ts';
import { writeToTerminal } from '../../src/notify/terminal.ts';
import { terminalText } from '../../src/notify/terminal-text.ts';
import { eventually } from '../rig/project.ts';
import { ShellTerminal } from '../rig/shell-terminal.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { anyNotice } from './any-notice.ts';

const test = suite('notices on the terminal of the launch');
const folder = temporaryFolder('tapps-notice-terminal-');
const words = '❌ Workflow k3f9a2c7 failed: Workflow blocked: no ready steps';
const opened: ShellTerminal[] = [];

test.afterEach(async () => {
  for (const terminal of opened.splice(0)) await terminal.end();
});
test.after(() => rmSync(folder, { recursive: true, force: true }));

test.skipUnless('pty', 'at a prompt the line is shown, on a row of its own', async () => {
  const terminal = open();
  const name = await terminal.name();
  terminal.type('half a comm');
  await terminal.shows(/half a comm/);
  await sent(name);
  await terminal.shows(new RegExp(`half a comm\r\x1b\\[K${words}\r+\n`));
  assert.is(terminal.screen.split(words).length, 2);
});

test.skipUnless(
  'pty',
  'while another program has the terminal, nothing is written; when it is done, it is',
  async () => {
    const terminal = open();
    const name = await terminal.name();
    const busy = 'another program has its terminal';
    for (const [program, shown, leave] of [
      ['top', /load average/, 'q'],
      ['sh -c "echo begun; cat; :"', /begun\r\n/, '\x04'],
      ['sh -c "top; :"', /load average/, 'q'],
    ] as const) {
      const from = terminal.screen.length;
      terminal.type(`${program}\r`);
      await terminal.shows(shown, from);
      assert.equal(await tell(name), { outcome: 'unsupported', error: busy });
      terminal.type(leave);
      await sent(name);
      await terminal.shows(new RegExp(words), from);
    }
    assert.is(terminal.screen.split(words).length, 4);
  },
);

test.skipUnless('pty', 'a program that is about to end is waited for, a moment', async () => {
  const terminal = open();
  const name = await terminal.name();
  const from = terminal.screen.length;
  terminal.type('cat\r');
  await terminal.shows(/cat\r\n/, from);
  const delivery = tell(name, 20_000);
  terminal.type('\x04');
  assert.equal(await delivery, { outcome: 'sent' });
  await terminal.shows(new RegExp(words));
});

test.skipUnless('pty', 'a program in the place of the shell is no shell', async () => {
  const terminal = open();
  const name = await terminal.name();
  const from = terminal.screen.length;
  terminal.type('exec top\r');
  await terminal.shows(/load average/, from);
  assert.equal(await tell(name), { outcome: 'unsupported', error: 'another program has its terminal' });
  terminal.type('q');
});

test.skipUnless(
  'pty',
  'a terminal whose session is gone, or that another one has now, is left alone',
  async () => {
    const terminal = open();
    const name = await terminal.name();
    const other = open();
    const { tty, session } = await other.name();
    assert.equal(await tell({ tty, session: name.session }), {
      outcome: 'unsupported',
      error: 'its terminal belongs to another session now',
    });
    assert.equal((await tell({ tty: name.tty, session })).outcome, 'unsupported');
    await terminal.leave();
    assert.is((await tell(name)).outcome, 'unsupported');
    const next = open(); // usually under the number that is free now
    await next.name();
    assert.is((await tell(name)).outcome, 'unsupported');
    assert.not.ok([terminal, other, next].some(({ screen }) => screen.includes(words)));
  },
);

test.skipUnless('pty', 'a terminal that is held with Ctrl-S is not waited for', async () => {
  const terminal = open('dash -i');
  const name = await terminal.name();
  terminal.type('\x13');
  await eventually(async () =>
    isUnsupported(await tell(name), 'its terminal is held (Ctrl-S)') ? true : null,
  );
  terminal.type('\x11');
  await sent(name);
});

test('what is no terminal is never opened', async () => {
  for (const tty of [
    ...['/dev/tty', '/dev/null', '/dev/pts/ptmx', '/dev/pts/../null', '/dev/pts/4294967295', '/dev/pts/1\n'],
    ...['/etc/passwd', 'pts/1', '', '/dev/watchdog', join(folder, 'file')],
  ])
    assert.equal(
      await tell({ tty, session: 1 }),
      { outcome: 'unsupported', error: 'its terminal is gone' },
      tty,
    );
  const nowhere = await writeToTerminal(anyNotice(), { terminal: null, terminalSequences: false });
  assert.equal(nowhere, { outcome: 'unsupported', error: 'it was not launched from a terminal' });
});

test('a line is one line without controls and secrets, and no longer than it may be', () => {
  const hostile = { title: 't', line: '\x1b]0;x\x07a\nb\r\u202ec API_TOKEN=hunter2hunter2' };
  assert.is(terminalText(hostile, false), '\r\x1b[K\\x1b]0;x\\x07a\\nb\\r\\u202ec API_TOKEN=***\r\n');
  assert.is(Array.from(terminalText({ title: 't', line: 'x'.repeat(100_000) }, false)).length, 506);
});

test('with sequences the terminal is asked for a notification too, and no text ends one early', () => {
  const hostile = { title: 'Title;\x1b\\\x07', line: '✅ done; \x1b\\\x9c now' };
  assert.is(
    terminalText(hostile, true),
    '\r\x1b[K✅ done; \\x1b\\\\x9c now\r\n' +
      '\x1b]9;✅ done, \\x1b\\\\x9c now\x1b\\' +
      '\x1b]777;notify;Title,\\x1b\\\\x07;✅ done, \\x1b\\\\x9c now\x1b\\\x07',
  );
});

test.run();

function open(shell?: string): ShellTerminal {
  const terminal = new ShellTerminal(folder, shell);
  opened.push(terminal);
  return terminal;
}

function tell(terminal: LaunchTerminal, limitMs = 0): Promise<Delivery> {
  return writeToTerminal(anyNotice(), { terminal, terminalSequences: false }, limitMs);
}

/** Tells it as soon as the shell has its terminal back. */
async function sent(terminal: LaunchTerminal): Promise<void> {
  await eventually(async () => ((await tell(terminal)).outcome === 'sent' ? true : null));
}

function isUnsupported(delivery: Delivery, why: string): boolean {
  return delivery.outcome === 'unsupported' && delivery.error === why;
}
