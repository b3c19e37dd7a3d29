import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorJson } from '../../schemas/generated/types.ts';
import { TestDesktop } from '../rig/desktop.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { onTerminal } from '../rig/terminal.ts';

const test = suite('doctor --notify');
const project = new TestProject();
const words = 'This is how a notice looks: tapps-agents bg doctor --notify sent it';
const noDesktop = { DISPLAY: '', WAYLAND_DISPLAY: '', DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' };
let desktop: TestDesktop | null = null;

test.after(async () => {
  await desktop?.end();
  await project.end();
});

test('every channel that is switched on is tried, and what came of it is said', async () => {
  const cwd = folderWith('tried', '{command: [sh, -c, "cat > told; echo no luck >&2; exit 3"]}');
  const { code, stdout, stderr } = await project.call(['bg', 'doctor', '--notify'], { cwd, env: noDesktop });
  assert.equal([code, stderr], [0, '']);
  assert.equal(
    stdout
      .split('\n')
      .filter((line) => line.includes('test notice'))
      .map((line) => line.replace(/ → .+$/, ' → …')),
    [
      '⚠️  test notice, desktop: not possible here: it was launched without a display and a session bus → …',
      '⚠️  test notice, terminal: not possible here: it was not launched from a terminal → …',
      '✅ test notice, log: written to run/notifications.log',
      '⚠️  test notice, command: failed: it exited with code 3: no luck → …',
    ],
  );
  assert.match(stdout, /\n3 warnings\.\n$/);
  assert.is(JSON.parse(readFileSync(join(cwd, 'told'), 'utf8')).text, words);
  const log = readFileSync(join(cwd, '.tapps-agents', 'run', 'notifications.log'), 'utf8');
  assert.match(log, new RegExp(`^\\S+ test doctor 🔔 ${words}\n$`));
});

test('the command has what a watcher gives it, and nothing else of whoever tries it', async () => {
  const cwd = folderWith('environment', '{command: [sh, -c, "env > told"]}');
  await project.call(['bg', 'doctor', '--notify'], {
    cwd,
    env: { ...noDesktop, WEB_HOOK: 'x', LC_TIME: 'C' },
  });
  const told = readFileSync(join(cwd, 'told'), 'utf8');
  assert.match(told, /^LC_TIME=C$/m);
  assert.not.match(told, /WEB_HOOK/);
});

test('what is switched off is not tried, and a folder without a project stays empty', async () => {
  const off = folderWith('off', '{desktop_enabled: false, terminal_enabled: false}');
  assert.equal(await triedIn(off), ['test notice, log']);
  const cwd = join(project.folder, 'empty');
  mkdirSync(cwd);
  const { stdout } = await project.call(['-C', cwd, 'bg', 'doctor', '--notify'], { env: noDesktop });
  assert.match(stdout, /test notice, log: not possible here: nothing was launched in this project yet/);
  assert.equal(readdirSync(cwd), []);
});

test.skipUnless('desktop-notices', 'on a desktop it is shown', async () => {
  desktop = new TestDesktop();
  const env = { ...noDesktop, ...(await desktop.variables()) };
  const { stdout } = await project.call(['bg', 'doctor', '--notify'], { env });
  assert.match(stdout, /^✅ test notice, desktop: shown; /m);
  const { shown } = desktop;
  const [notice] = await eventually(() => (shown.length > 0 ? shown : null));
  assert.equal(notice, { app: 'tapps-agents', title: 'TappsCodingAgents - Test Notice', body: words });
});

test.skipUnless('pty', 'on a terminal it is written there, although no shell waits', async () => {
  const cwd = folderWith('terminal', '{desktop_enabled: false, terminal_sequences: true}');
  const line = `"${process.execPath}" "${project.program}" bg doctor --notify`;
  const { screen } = await onTerminal(line, cwd);
  assert.match(screen, new RegExp(`\r\x1b\\[K🔔 ${words}\r+\n\x1b\\]9;🔔 ${words}\x1b\\\\`));
  assert.match(screen, /✅ test notice, terminal: written to this terminal/);
});

test.run();

function folderWith(name: string, notifications: string): string {
  const cwd = join(project.folder, name);
  mkdirSync(join(cwd, '.tapps-agents'), { recursive: true, mode: 0o700 });
  const config = `background_processes: {notifications: ${notifications}}\n`;
  writeFileSync(join(cwd, '.tapps-agents', 'config.yaml'), config);
  return cwd;
}

async function triedIn(cwd: string): Promise<string[]> {
  const { stdout } = await project.call(['bg', 'doctor', '--notify', '--json'], { cwd, env: noDesktop });
  const { checks }: DoctorJson = JSON.parse(stdout);
  return checks.map(({ name }) => name).filter((name) => name.startsWith('test notice'));
}
