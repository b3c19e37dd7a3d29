import fc from 'fast-check';
import { type TopRow, topLines, topPane } from '../../src/views/top-lines.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyProcess, nowMs } from './any-process.ts';

const test = suite('the screen of top');
const style = { rows: 20, colours: false };
const watcher = 'Watcher: running';

const row = (changed: Parameters<typeof anyProcess>[0], load: Partial<TopRow> = {}): TopRow => ({
  process: anyProcess(changed),
  ...{ cpuPercent: null, memoryBytes: null, silentMs: null },
  ...load,
});

function screenOf(rows: readonly TopRow[], chosen: string | null, message: string | null = null, of = style) {
  return topLines({ rows, chosen, watcher, question: null, message, nowMs }, of);
}

test('each process is a row with the load of now; the chosen one is marked', () => {
  const rows = [
    row({ id: 'one', name: 'nightly' }, { cpuPercent: 99.6, memoryBytes: 1536 }),
    row({ id: 'two', status: 'queued', message: 'waits for a free slot', progress: nothingKnown }),
  ];
  const [head, blank, table, first, second, ...rest] = screenOf(rows, 'two', 'Stopped three');
  assert.equal([head, blank], ['2 running or waiting · Watcher: running', '']);
  assert.match(table ?? '', /^ {2}ID +Name +Type +Status +Progress +CPU +Memory +Started +Duration +Remark$/);
  assert.match(
    first ?? '',
    /^ {2}one +nightly +full-sdlc +running +45% +100% +1\.5 KiB .* 5m 32s +Implementation$/,
  );
  assert.match(second ?? '', /^> two +- .* queued +- +- +- .*waits for a free slot$/);
  assert.equal(rest.slice(0, 2), ['', 'Stopped three']);
});

test('where nothing runs it says so', () => {
  const lines = screenOf([], null);
  assert.match(lines.join('\n'), /^0 running or waiting.*\n\nNo running background processes\n/);
  assert.is(lines.at(-1), 'q: quit');
});

test('one that ended stays, with why, and no longer counts', () => {
  const [head, , , only] = screenOf([row({ status: 'failed', message: 'exited with code 3' })], null);
  assert.match(head ?? '', /^0 running/);
  assert.match(only ?? '', /exited with code 3$/);
});

test('colours turn the chosen row around', () => {
  const [, , , first, second] = screenOf([row({ id: 'a' }), row({ id: 'b' })], 'b', null, {
    ...style,
    colours: true,
  });
  assert.match(first ?? '', /^ {2}a/);
  assert.match(second ?? '', /^\x1b\[7m> b.*\x1b\[27m$/);
});

test('whatever the size and the number, the chosen one is in sight and nothing is below the screen', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 7, max: 50 }), fc.nat(59), (count, rows, place) => {
      const all = Array.from({ length: count }, (_, n) => row({ id: `id${n}` }));
      const chosen = count === 0 ? null : `id${place % count}`;
      const lines = screenOf(all, chosen, null, { rows, colours: false });
      assert.ok(lines.length <= rows, `${lines.length} of ${rows}`);
      if (chosen !== null) assert.is(lines.filter((line) => line.startsWith(`> ${chosen} `)).length, 1);
    }),
  );
});

test('what a process says cannot move the cursor', () => {
  const hostile = '\x1b[2J\n\u202e';
  const lines = screenOf(
    [row({ name: hostile, type: hostile, progress: { ...nothingKnown, label: hostile } })],
    null,
  );
  assert.is(lines.length, 7);
  assert.not.match(lines.join(''), /[\x00-\x1f\u202e]/);
});

test('a question stands above all', () => {
  const table = { rows: [row({})], chosen: null, watcher, message: null, nowMs };
  assert.is(
    topLines({ ...table, question: 'y/N: stop it?' }, { rows: 3, colours: false })[0],
    'y/N: stop it?',
  );
});

test('a tab of the output draws what it skips', () => {
  assert.is(topPane('', ['a\tb\t\tc'], '', style)[2], 'a       b               c');
  assert.is(topPane('', ['漢字\tx'], '', style)[2], '漢字    x');
});

test('a pane has as many lines as there is room', () => {
  const lines = Array.from({ length: 100 }, (_, n) => `line ${n}`);
  const pane = topPane('Output of one', lines, 'q: back', style);
  assert.equal([pane.length, pane[0], pane[2], pane.at(-1)], [20, 'Output of one', 'line 0', 'q: back']);
});

const nothingKnown = { percent: null, step: null, steps: null, label: null };

test.run();
