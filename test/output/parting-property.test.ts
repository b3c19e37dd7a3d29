import fc from 'fast-check';
import { assert, suite } from '../rig/suite.ts';
import { compared } from './two-outputs.ts';

const test = suite('two outputs of the same');

const anyStamp = fc
  .record({
    ms: fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
    pid: fc.integer({ min: 100, max: 4e6 }),
  })
  .map(({ ms, pid }) => ({
    at: new Date(ms).toISOString(),
    clock: new Date(ms).toISOString().slice(11, 19),
    epoch: `${ms}`,
    took: `${(ms % 100_000) / 1000}s`,
    pid: `${pid}`,
    hash: `${(ms * 7919).toString(16).padStart(12, '0')}a1`,
    temp: `/tmp/run-${pid.toString(36)}`,
    port: `${1024 + (pid % 60_000)}`,
  }));

/** A line of a run: how it reads with these times, numbers and paths. */
const anyLine = fc
  .tuple(
    fc.constantFrom(
      'INFO',
      'building cart',
      'GET /items',
      'größer',
      '✓ adds',
      '  - nested',
      '\x1b[32mok\x1b[0m',
      '',
    ),
    fc.constantFrom('at', 'clock', 'epoch', 'took', 'pid', 'hash', 'temp', 'port', 'none'),
    fc.nat({ max: 50 }),
  )
  .map(([words, kind, count]) => (stamp: Stamp, here: string): string => {
    switch (kind) {
      case 'none':
        return `${words} ${count}`;
      case 'pid':
        return `${words} worker pid=${stamp.pid} ${here}/src/a${count}.ts`;
      case 'port':
        return `${words} http://127.0.0.1:${stamp.port}/${count}`;
      case 'temp':
        return `${words} ${stamp.temp}/out${count}`;
      default:
        return `${words} ${stamp[kind]} ${count}`;
    }
  });

type Stamp = typeof anyStamp extends fc.Arbitrary<infer Value> ? Value : never;
type Line = (stamp: Stamp, here: string) => string;
const anyRun = fc.array(fc.tuple(anyLine, anyStamp, anyStamp), { maxLength: 60 });

test('an output does not part from itself at other times, in other places, with other numbers', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const parting = compared(textOf(run, 1, '/home/ada/shop'), textOf(run, 2, '/srv/b'));
      assert.equal([parting.result, parting.lines], ['same', run.length], JSON.stringify(parting));
    }),
    { numRuns: 150 },
  );
});

test('a line that was put in is found exactly where it is', () => {
  fc.assert(
    fc.property(anyRun, fc.nat(), (run, place) => {
      const index = place % (run.length + 1);
      const lines = textOf(run, 2, '/srv/b').split('\n');
      lines.splice(index, 0, 'Traceback: something else');
      const [a, b] = [textOf(run, 1, '/home/ada/shop'), lines.join('\n')];
      const parting = compared(a, b);
      assert.equal([parting.result, parting.lines], ['parts', index]);
      const offset = Buffer.byteLength(
        lines
          .slice(0, index)
          .map((line) => `${line}\n`)
          .join(''),
      );
      assert.equal(
        [parting.b.place?.line, parting.b.place?.offset, parting.b.place?.text],
        [index + 1, offset, 'Traceback: something else'],
      );
    }),
    { numRuns: 150 },
  );
});

test.run();

function textOf(run: readonly (readonly [Line, Stamp, Stamp])[], which: 1 | 2, here: string): string {
  return run.map((one) => `${one[0](one[which], here)}\n`).join('');
}
