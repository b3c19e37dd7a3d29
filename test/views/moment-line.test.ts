import { momentLine, silenceLine } from '../../src/views/moment-lines.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('replay lines');
const at = '2026-11-23T10:30:15.000Z';

test('number, time since launch, type and words stand in columns', () => {
  const lines = [
    momentLine({
      sequence: 1,
      at,
      sinceLaunchMs: 0,
      type: 'launch.requested',
      words: 'ada@lovelace asked for: make',
    }),
    momentLine({
      sequence: 12,
      at,
      sinceLaunchMs: 5250,
      type: 'process.stop_requested',
      words: 'stop was asked for',
    }),
    momentLine({
      sequence: 345,
      at,
      sinceLaunchMs: 332_007,
      type: 'process.progressed',
      words: 'progress: 45%',
    }),
    momentLine({
      sequence: 6789,
      at,
      sinceLaunchMs: 3_932_000,
      type: 'process.exited',
      words: 'exited with code 0',
    }),
    momentLine({ sequence: 10_000, at, sinceLaunchMs: 360_000_000, type: 'process.lost', words: 'lost' }),
  ];
  assert.equal(lines, [
    '   1       +0.000s  launch.requested        ada@lovelace asked for: make',
    '  12       +5.250s  process.stop_requested  stop was asked for',
    ' 345     +5:32.007  process.progressed      progress: 45%',
    '6789  +1:05:32.000  process.exited          exited with code 0',
    '10000  +100:00:00.000  process.lost            lost',
  ]);
});

test('what an event changed stands behind its words; what is left out of a pause between two lines', () => {
  const moment = { sequence: 4, at, sinceLaunchMs: 219, type: 'process.started', words: 'command started' };
  assert.is(
    momentLine(moment, '(now running)'),
    '   4       +0.219s  process.started         command started  (now running)',
  );
  assert.is(silenceLine(7_380_000), '                    … 2h 3m without an event are left out');
});

test('hostile words and types are escaped, and cut', () => {
  const line = momentLine({
    sequence: 1,
    at,
    sinceLaunchMs: 0,
    type: '\x1b[2J',
    words: `a\nb\u202e${'x'.repeat(5000)}`,
  });
  assert.ok(line.includes('\\x1b[2J') && line.includes('a\\nb\\u202ex'), line);
  assert.not.match(line, /[\p{Cc}\p{Cf}]/u);
  assert.ok(line.length < 600);
});

test.run();
