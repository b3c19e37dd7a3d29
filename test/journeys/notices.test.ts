import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import { TestDesktop } from '../rig/desktop.ts';
import { eventually } from '../rig/project.ts';
import { ShellTerminal } from '../rig/shell-terminal.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('notices of what was launched from a terminal');
const patient = { timeoutMs: 90_000 };
const project = new WatchedProject();
const terminal = new ShellTerminal(project.folder);
let desktop: TestDesktop | null = null;

test.after(async () => {
  await terminal.end();
  await desktop?.end();
  await project.end();
});

test.skipUnless(
  'desktop-notices',
  'its end comes to the desktop and to the prompt of the launch, and the journal says so',
  async () => {
    desktop = new TestDesktop();
    const { DBUS_SESSION_BUS_ADDRESS: bus } = await desktop.variables();
    const switches = 'TAPPS_BG_MONITORING_ENABLED=1 TAPPS_BG_NOTIFICATIONS_DESKTOP_ENABLED=1';
    terminal.type(`export ${switches} DBUS_SESSION_BUS_ADDRESS='${bus}'\r`);
    const id = await launch(`sh -c 'sleep 1; exit 3'`);
    await terminal.shows(new RegExp(`\r\x1b\\[K❌ Process ${id} failed: exited with code 3\r+\n`));
    const { shown } = desktop;
    const notice = await eventually(() => shown.find(({ body }) => body.includes(id)) ?? null, 20_000);
    assert.equal(notice, {
      app: 'tapps-agents',
      title: 'TappsCodingAgents - Process Failed',
      body: `sh process failed. Check logs.\nexited with code 3\ntapps-agents bg logs ${id}`,
    });
    const sent = await eventually(() => {
      const events = toldOf(id, 'notification.sent');
      return events.length === 3 ? events : null;
    }, 20_000);
    assert.equal(sent.map(({ channel }) => channel).sort(), ['desktop', 'log', 'terminal']);
    assert.equal(toldOf(id, 'notification.failed'), []);
  },
  patient,
);

test.skipUnless(
  'pty',
  'while something else fills the screen it waits for the next command there, which shows it once',
  async () => {
    terminal.type('export TAPPS_BG_MONITORING_ENABLED=1\r');
    const id = await launch(`sh -c 'while [ ! -e go ]; do sleep 0.1; done'`);
    const from = terminal.screen.length;
    terminal.type('top\r');
    await terminal.shows(/load average/, from);
    writeFileSync(join(project.folder, 'go'), '');
    const failed = await eventually(
      () => toldOf(id, 'notification.failed').find(({ channel }) => channel === 'terminal') ?? null,
      20_000,
    );
    assert.equal([failed.outcome, failed.error], ['unsupported', 'another program has its terminal']);
    assert.not.match(terminal.screen, `${id} completed`);
    const during = terminal.screen.length;
    terminal.type('q');
    await terminal.shows(/[#$>] $/, during);
    await list('first', id);
    await list('second', id);
    assert.is(terminal.screen.split(`✅ Process ${id} completed successfully`).length, 2);
  },
  patient,
);

test.run();

/** Launches from the terminal's prompt, and gives the id. */
async function launch(command: string): Promise<string> {
  const from = terminal.screen.length;
  terminal.type(`"${process.execPath}" "${project.program}" bg run -- ${command}\r`);
  const [, id = ''] = await terminal.shows(/launched successfully \(ID: (\w+)\)/, from);
  return id;
}

/** `bg list` at the prompt, waited for. */
async function list(mark: string, id: string): Promise<void> {
  const from = terminal.screen.length;
  terminal.type(`"${process.execPath}" "${project.program}" bg list; echo "${mark} ""over"\r`);
  await terminal.shows(new RegExp(`${id} [\\s\\S]*${mark} over`), from);
}

type Telling = 'notification.sent' | 'notification.failed';

function toldOf<Type extends Telling>(id: string, type: Type): DataOf<Type>[] {
  return project
    .events(id)
    .filter((event) => event.type === type)
    .map(({ data }) => data as DataOf<Type>);
}
