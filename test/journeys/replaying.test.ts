import type { ErrorJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { onTerminal, type Reaction, type Shown } from '../rig/terminal.ts';

const test = suite('replaying');
const project = new TestProject();
const patient = { timeoutMs: 60_000 };
const down = '\x1b[B';
let id = '';
let count = 0;

test.before(async () => {
  id = await project.launch([
    'sh',
    '-c',
    'echo "Step 1/2: Fetch"; sleep 0.6; echo "Step 2/2: Build"; exit 3',
  ]);
  await project.statusOnce(id, ({ status }) => status === 'failed', 30_000);
  count = project.events(id).length;
});
test.after(() => project.end());

test('each event is a line, and says what it changed', async () => {
  const { code, stdout } = await project.call(['bg', 'replay', id]);
  assert.is(code, 0);
  assert.is(stdout.split('\n').length - 1, count);
  assert.match(stdout, / process\.started +command started as process \d+ {2}\(now running\)\n/);
  assert.match(stdout, / progress: 50% \(Step 2\/2: Build\)\n/);
  assert.match(stdout, /exited with code 3 {2}\(now failed; took [\d.]+s/);
});

test('at a speed it takes its time, and shows the same', async () => {
  const all = (await project.call(['bg', 'replay', id])).stdout;
  const began = performance.now();
  const slow = await project.call(['bg', 'replay', id, '--speed', '0.5']);
  assert.equal([slow.code, slow.stdout], [0, all]);
  assert.ok(performance.now() - began > 1200, 'a run of 0.6 s at half its speed takes 1.2 s at least');
  for (const speed of ['7.5', '1000'])
    assert.is((await project.call(['bg', 'replay', id, '--speed', speed])).stdout, all);
});

test('as NDJSON it is the journal itself, also at a speed and followed', async () => {
  for (const more of [[], ['--speed', '100'], ['--follow']]) {
    const { stdout } = await project.call(['bg', 'replay', id, '--json', ...more]);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(
      lines.map((line) => JSON.parse(line)),
      project.events(id),
    );
  }
});

test('what contradicts itself is wrong usage, with what to type instead', async () => {
  const alone = '--at and --seq show one moment: --speed and --follow do not go with them';
  const momentAlone = [
    [['--seq', '3', '--speed', '4'], alone],
    [['--seq', '3', '--follow'], alone],
    [['--at', '1h', '--follow'], alone],
  ] as const;
  const wrong = [
    [['--at', '1h', '--seq', '2'], '--at and --seq name two moments: give one'],
    [['--speed', '0'], '--speed must be above 0'],
    [['--step', '--speed', '2'], '--step goes on with each key, not by itself'],
    [['--step'], '--step needs a terminal'],
    ...momentAlone,
  ] as const;
  for (const [words, message] of wrong) {
    const { code, stdout, stderr } = await project.call(['bg', 'replay', id, ...words]);
    assert.equal([code, stdout], [2, ''], words.join(' '));
    assert.ok(stderr.startsWith(`❌ ${message}\n   → `), stderr);
  }
  assert.is((await project.call(['bg', 'replay', id, '--seq', '0'])).code, 2);
  const both = await project.callJson<ErrorJson>(['bg', 'replay', id, '--step']);
  assert.is(both.error.message, '--step and --json do not go together');
});

test.skipUnless(
  'pty',
  '--step shows an event and the status after it, forth with Enter and space, back with b, and ends with q',
  async () => {
    const { code, screen } = await stepped('', [
      [1, '\r'],
      [2, ' '],
      [3, down],
      [4, 'b'],
      [3, 'x'],
      [3, 'G'],
      [count, '\r'],
      [count, 'g'],
      [1, 'q'],
    ]);
    assert.is(code, 0, screen);
    const shots = screen.split(/\x1b\[\d+A\x1b\[J/);
    assert.match(
      shots[0] ?? '',
      /launch\.requested[\s\S]*\r\nStatus: queued\r\n[\s\S]*Event 1 of \d+ · Enter/,
    );
    assert.match(shots[3] ?? '', /process\.started[\s\S]*\r\nStatus: running\r\n/);
    assert.match(shots[6] ?? '', /process\.exited[\s\S]*\r\nStatus: failed\r\n/);
  },
  patient,
);

test.skipUnless(
  'pty',
  '--step begins where --seq says, Ctrl-C ends it, and the terminal is as it was',
  async () => {
    const { code, screen } = await stepped('--seq 3', [[3, '\x03']], '; echo "exit $?"; stty -a');
    assert.is(code, 0);
    assert.match(screen, /exit 130\r\n/);
    assert.match(screen, / icanon /);
    assert.match(screen, /[^-]echo /);
  },
  patient,
);

test.skipUnless(
  'pty',
  'Ctrl-C ends a replay between two lines',
  async () => {
    const program = `"${process.execPath}" "${project.program}"`;
    const line = `trap : INT; ${program} bg replay ${id} --speed 0.001; echo "exit $?"`;
    const { screen } = await onTerminal(line, project.folder, [
      { when: /launch\.requested[^\n]*\n/, answer: '\x03' },
    ]);
    assert.match(screen, /\r\n(?:\^C)?exit 130\r\n/);
  },
  patient,
);

test.run();

/** Presses each key when the event before it is on the screen. */
function stepped(
  words: string,
  keys: readonly (readonly [shown: number, key: string])[],
  then = '',
): Promise<Shown> {
  const program = `"${process.execPath}" "${project.program}"`;
  const seen = keys.map(([shown]) => `[\\s\\S]*Event ${shown} of ${count} · [^\\n]*\\n`);
  const reactions = keys.map(
    ([, key], index): Reaction => ({
      when: new RegExp(`^${seen.slice(0, index + 1).join('')}`),
      answer: key,
    }),
  );
  return onTerminal(`${program} bg replay ${id} --step ${words}${then}`, project.folder, reactions);
}
