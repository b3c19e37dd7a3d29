import fc from 'fast-check';
import { formatDuration, formatMeasuredDuration, parseDurationMs } from '../../src/base/duration.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('durations');

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test('are read as people write them', () => {
  const cases = {
    '90m': 90 * minute,
    '1h30m': 90 * minute,
    '1h 30m': 90 * minute,
    ' 10s ': 10 * second,
    '2d': 2 * day,
    '1w': 7 * day,
    '500ms': 500,
    '1.5h': 90 * minute,
    '5min': 5 * minute,
    '5 sec': 5 * second,
    '1M': minute,
    '0.0001ms': 1,
    '36500d': 36_500 * day,
  };
  for (const [text, ms] of Object.entries(cases)) assert.is(parseDurationMs(text), ms, text);
});

test('anything else is none: no unit, nothing, less than nothing, more than 100 years', () => {
  for (const text of [
    '',
    '5',
    's',
    '0s',
    '0h0m',
    '-5s',
    '1e3s',
    '1y',
    '36501d',
    '5 apples',
    '5s,',
    'Infinity',
    '٣s',
    '1m'.repeat(40),
  ])
    assert.is(parseDurationMs(text), null, text);
});

test('a text made to confuse the reader is refused at once', () => {
  for (const text of ['1'.repeat(40), '1m'.repeat(19), `${'1 '.repeat(19)}`, '1.'.repeat(20)]) {
    assert.ok(cpuMs(() => void parseDurationMs(`${text}x`)) < 1000);
  }
});

test('are shown in two units at most', () => {
  const cases = [
    [-5, '0.0s'],
    [0, '0.0s'],
    [400, '0.4s'],
    [949, '0.9s'],
    [950, '1s'],
    [999, '1s'],
    [1999, '1s'],
    [59_999, '59s'],
    [minute, '1m'],
    [5 * minute + 32 * second, '5m 32s'],
    [3 * hour + 53 * minute + 59 * second, '3h 53m'],
    [25 * hour + 59 * second, '1d 1h'],
  ] as const;
  for (const [ms, text] of cases) assert.is(formatDuration(ms), text);
});

test('every length of time up to ten years can be shown, without a unit below the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3650 * day }), (ms) => {
      assert.match(formatDuration(ms), /^(?:0\.\ds|(?:\d+[ydhms] ?){1,2})$/);
    }),
  );
});

test('what is compared is rounded, and below ten seconds told in tenths', () => {
  const shown = [0, 400, 1500, 1960, 4500, 5994, 9949, 9950, 59_900, 7_190_000].map(formatMeasuredDuration);
  assert.equal(shown, ['0.0s', '0.4s', '1.5s', '2s', '4.5s', '6s', '9.9s', '10s', '1m', '2h']);
});

test.run();
