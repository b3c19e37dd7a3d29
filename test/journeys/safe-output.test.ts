import { execFile } from 'node:child_process';
import { type Called, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('output that would take over the terminal');
const project = new TestProject();
/** OSC 52 writes the clipboard, OSC 8 a link, then colours, a progress bar by \r, a bidi override, bytes that are no text. */
const evil =
  '\x1b]52;c;aGk=\x07' +
  '\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\n' +
  '\x1b[31mred\x1b[0m \x1b[2J\x1b[H\n10%\r20%\r30% done\n' +
  'a\u202eb\u009b5mc\n\xff-\n';
const evilBytes = Buffer.concat([Buffer.from(evil.slice(0, -3)), Buffer.from([0xff, 0xfe, 0x0a])]);
const program = (words: string): string => `"${process.execPath}" "${project.program}" ${words}`;
/** Anything but text, tabs and line ends. */
const controls = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u;
let id = '';

test.before(async () => {
  const script = `process.stdout.write(Buffer.from('${evilBytes.toString('base64')}', 'base64'))`;
  id = await project.launch(
    ['node', '-e', script],
    ['--wait', '--name', 'x\x1b[2J\ny\u202e', '--type', 'a\x1b]0;t\x07b', '--tag', 'k=\x1b[31m'],
  );
});
test.after(() => project.end());

test.fault(54, 'logs in a pipe has no control but line ends, and loses no text', async () => {
  const { stdout } = await project.call(['bg', 'logs', id]);
  assert.not.match(stdout, controls);
  for (const text of ['link', 'red', '30% done']) assert.ok(stdout.includes(text), text);
});

test('logs --raw is the bytes as they were written', async () => {
  const { stdout } = await shell(`${program(`bg logs --raw ${id}`)} | base64 -w0`);
  assert.is(stdout, evilBytes.toString('base64'));
});

test.fault(54, 'logs --json is one document with the same lines', async () => {
  const { stdout } = await project.call(['bg', 'logs', id, '--json']);
  assert.not.match(stdout, controls);
  const text = (await project.call(['bg', 'logs', id])).stdout;
  assert.equal(JSON.parse(stdout).lines, text.trimEnd().split('\n'));
});

test.fault(
  54,
  'no view of a hostile name, type or tag has a control, also where colours are forced',
  async () => {
    const views = [
      ['status', id],
      ['list'],
      ['replay', id],
      ['verify', id],
      ['wait', id],
      ['status', id, '--json'],
      ['list', '--json'],
    ];
    for (const words of views) {
      const { stdout, stderr } = await project.call(['bg', ...words], { env: { FORCE_COLOR: '1' } });
      assert.not.match(stdout + stderr, controls, words.join(' '));
    }
    assert.ok((await project.call(['bg', 'status', id])).stdout.includes('\nName: x\\x1b[2J\\ny\\u202e\n'));
  },
  { timeoutMs: 60_000 },
);

test.fault(54, 'labels, notes and reasons are escaped too', async () => {
  const hostile = "$(printf '\\033[2Jz\\nStatus: failed')";
  const emit = `${program('bg emit')}`;
  const script = `${emit} progress --percent 5 --label "${hostile}"; ${emit} note "${hostile}"; sleep 60`;
  const one = await project.launch(['sh', '-c', script]);
  await project.event(one, 'process.noted');
  await project.call(['bg', 'stop', one, '--yes', '--reason', 'r\x1b[2J\nStatus: completed']);
  const { stdout } = await project.call(['bg', 'status', one]);
  assert.not.match(stdout, controls);
  assert.equal(stdout.match(/^Status: .*/gm), ['Status: stopped']);
  assert.not.match((await project.call(['bg', 'replay', one])).stdout, controls);
});

test.fault(63, 'a reader that has enough, and a stdout that is closed, are no errors', async () => {
  const long = await project.launch(['seq', '200000'], ['--wait']);
  const head = await shell(`${program(`bg logs -n 200000 ${long}`)} | head -1`);
  assert.equal(head, { code: 0, stdout: '1\n', stderr: '' });
  const closed = await shell(`${program(`bg status ${id}`)} >&-`);
  assert.equal([closed.code, closed.stderr], [0, '']);
  const both = await shell(`${program('bg status nobody')} >&- 2>&-`);
  assert.is(both.code, 4);
  const list = await shell(`${program('bg list --json')} | true`);
  assert.equal([list.code, list.stderr], [0, '']);
});

test.fault(63, 'a stdout that cannot be written to is one line on stderr and exit code 1', async () => {
  const { code, stderr } = await shell(`${program('bg list')} > /dev/full`);
  assert.is(code, 1);
  assert.match(stderr, /^❌ Cannot write to stdout: ENOSPC[^\n]*\n$/);
});

test.run();

function shell(line: string): Promise<Called> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', line], { cwd: project.folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}
