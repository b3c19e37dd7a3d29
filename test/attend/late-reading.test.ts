// timeout: 30s
import { LateReading } from '../../src/attend/late-reading.ts';
import { nothingTold } from '../../src/attend/lines-told.ts';
import { sleepMs } from '../../src/base/clock.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the reading of an output, loaded late');

const mib = 1024 * 1024;
const patterns = { progress: undefined, failOn: null, doneOn: null };
const hands = { decided: () => {}, found: () => {}, progressed: () => {} };
type Wish = ConstructorParameters<typeof LateReading>[0];
const givenReading = (wish: Partial<Wish> = {}) =>
  new LateReading({ patterns, isEngine: false, told: nothingTold, ...wish }, hands, 0);
/** In a tenth of a second a little less than a flood, before that one. */
const almost = 8 * mib - 1;

test('a few bytes are read at once', async () => {
  const reading = givenReading();
  assert.ok((await reading.loadedFor(100, false)) !== null);
});

test('a flood waits for two seconds, whatever it was at its first look, and then is read', async () => {
  const reading = givenReading();
  await sleepMs(20);
  assert.is(await reading.loadedFor(almost, false), null);
  await sleepMs(100);
  assert.is(await reading.loadedFor(20 * mib, false), null);
  assert.not.ok(reading.hasBegun);
  await sleepMs(2000);
  assert.ok((await reading.loadedFor(2000 * mib, false)) !== null);
});

test('what came fast at first and does not go on is read at the next look', async () => {
  const reading = givenReading();
  await sleepMs(20);
  assert.is(await reading.loadedFor(almost, false), null);
  await sleepMs(100);
  assert.ok((await reading.loadedFor(almost, false)) !== null);
});

test('where the output decides how the run ends, nothing waits', async () => {
  const matches = () => false;
  for (const wish of [
    { isEngine: true },
    { patterns: { ...patterns, failOn: matches } },
    { patterns: { ...patterns, doneOn: matches } },
  ])
    assert.ok((await givenReading(wish).loadedFor(2000 * mib, false)) !== null);
});

test('the last of a flood waits for nothing', async () => {
  assert.ok((await givenReading().loadedFor(2000 * mib, true)) !== null);
});

test('a flood that comes later is read on', async () => {
  const reading = givenReading();
  await reading.loadedFor(100, false);
  assert.ok((await reading.loadedFor(2000 * mib, false)) !== null);
});

test.run();
