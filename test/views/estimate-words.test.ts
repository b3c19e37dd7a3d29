import { estimateInWords } from '../../src/views/estimate-words.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('an estimate in words');

test('it has no more digits than it is worth', () => {
  const words = [
    [0, '1s'],
    [4400, '4s'],
    [33_000, '35s'],
    [58_000, '1m'],
    [250_000, '4m'],
    [3_599_000, '1h'],
    [4_860_000, '1h 20m'],
    [100_000_000, '1d 4h'],
  ] as const;
  for (const [etaMs, expected] of words)
    assert.is(estimateInWords({ etaMs, runs: 6 }), `about ${expected} left (from 6 runs)`);
});

test('without an estimate nothing is said; longer than ever is', () => {
  assert.is(estimateInWords(null), null);
  assert.is(estimateInWords({ etaMs: null, runs: 6 }), 'unknown: it takes longer than each of 6 runs');
});

test.run();
