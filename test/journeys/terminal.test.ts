import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { onTerminal, type Reaction, type Shown } from '../rig/terminal.ts';

const test = suite('on a terminal');
const project = new TestProject();
const program = `"${process.execPath}" "${project.program}"`;
const asked = /Are you sure you want to stop this process: [a-z0-9]{8} \(\w+\)\? \[y\/N\] /;
const patient = { timeoutMs: 40_000 };
let id = '';

test.before(async () => {
  id = await project.launch(['sh', '-c', 'while [ ! -e go ]; do sleep 0.05; done']);
});
test.after(() => project.end());

for (const [name, keys] of [
  ['n', 'n\r'],
  ['Return alone', '\r'],
  ['Ctrl-D', '\x04'],
  ['Ctrl-C', '\x03'],
] as const) {
  const law = async (): Promise<void> => {
    const { code, screen } = await shown(`bg stop ${id}`, [{ when: asked, answer: keys }]);
    assert.is(code, 1, screen);
    assert.match(screen, /❌ Nothing was done\r\n$/);
    assert.is((await project.status(id)).status, 'running');
    assert.not.ok(project.events(id).some(({ type }) => type === 'process.stop_requested'));
  };
  test.skipUnless('pty', `stop asks, and ${name} leaves the process alone`, law, patient);
}

test.skipUnless(
  'pty',
  'stop asks, and y stops it',
  async () => {
    const other = await project.launch(['sleep', '60']);
    const { code, screen } = await shown(`bg stop ${other}`, [{ when: asked, answer: 'y\r' }]);
    assert.is(code, 0, screen);
    assert.is((await project.status(other)).status, 'stopped');
  },
  patient,
);

test.skipUnless(
  'pty',
  'status --watch redraws in place, also lines that wrap, and ends with the process',
  async () => {
    const go = (): void => writeFileSync(join(project.folder, 'go'), '');
    const drawnTwice = /Process ID[\s\S]*Process ID/;
    const narrow = `stty cols 40; ${program} bg status ${id} --watch`;
    const { code, screen } = await onTerminal(narrow, project.folder, [{ when: drawnTwice, answer: go }]);
    assert.is(code, 0, screen);
    const [first = '', ...redrawn] = screen.split(/\x1b\[\d+A\x1b\[J/);
    assert.match(redrawn.at(-1) ?? '', /Status: completed/);
    const rows = first
      .trimEnd()
      .split('\r\n')
      .reduce((count, line) => count + Math.ceil(line.length / 40), 0);
    assert.ok(screen.includes(`\x1b[${rows}A\x1b[J`), JSON.stringify(screen));
  },
  patient,
);

test.skipUnless(
  'pty',
  'logs keeps colours and no other control; NO_COLOR and --no-color take them away',
  async () => {
    const evil = '\\033]52;c;aGk=\\007\\033[31mred\\033[0m \\033[2Jx\\n';
    const one = await project.launch(['printf', evil], ['--wait']);
    const coloured = (await shown(`bg logs ${one}`)).screen;
    assert.match(coloured, /\x1b\[31mred\x1b\[0m/);
    assert.not.match(coloured.replaceAll(/\x1b\[\d*m/g, ''), /[^\P{Cc}\r\n\t]/u);
    assert.not.match((await shown(`bg logs --no-color ${one}`)).screen, /\x1b/);
    const { screen } = await onTerminal(`NO_COLOR=1 ${program} bg logs ${one}`, project.folder);
    assert.not.match(screen, /\x1b/);
  },
  patient,
);

test.run();

function shown(words: string, reactions: readonly Reaction[] = []): Promise<Shown> {
  return onTerminal(`${program} ${words}`, project.folder, reactions);
}
