import fc from 'fast-check';
import { formatBytes, parseSizeBytes } from '../../src/base/size.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('sizes');

test('are read with binary units, decimal units, or none', () => {
  const cases = {
    '2GiB': 2 * 1024 ** 3,
    '500MB': 500_000_000,
    '64k': 65_536,
    '64K': 65_536,
    '1kb': 1000,
    '1 TiB': 1024 ** 4,
    '1048576': 1_048_576,
    '1b': 1,
    '0.5k': 512,
    ' 1.5 GiB ': 1.5 * 1024 ** 3,
  };
  for (const [text, bytes] of Object.entries(cases)) assert.is(parseSizeBytes(text), bytes, text);
});

test('anything else is none: nothing, less than a byte, more than can be counted', () => {
  for (const text of [
    '',
    '0',
    '0.5',
    '-1',
    '1e9',
    '12abc',
    'GiB',
    '1 2',
    '1,5k',
    '999999999999999TiB',
    'Infinity',
    '2GiB:stop',
  ])
    assert.is(parseSizeBytes(text), null, text);
});

test('are shown in the largest unit that fits, never as 1024 of the smaller one', () => {
  const cases = [
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [1024 ** 2 - 1, '1.0 MiB'],
    [1024 ** 2, '1.0 MiB'],
    [12.3 * 1024 ** 3, '12.3 GiB'],
    [5000 * 1024 ** 4, '5000.0 TiB'],
  ] as const;
  for (const [bytes, text] of cases) assert.is(formatBytes(bytes), text);
});

test('what is shown is read back as the same size, as far as it is shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (bytes) => {
      const back = parseSizeBytes(formatBytes(bytes)) ?? 0;
      assert.ok(Math.abs(back - bytes) <= bytes * 0.06, `${bytes} ${formatBytes(bytes)}`);
    }),
  );
});

test.run();
