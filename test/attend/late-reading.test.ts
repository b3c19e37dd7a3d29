// timeout: 30s
import { LateReading } from '../../src/attend/late-reading.ts';
import { nothingTold } from '../../src/attend/lines-told.ts';
import { sleepMs } from '../../src/base/clock.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the reading of an output, loaded late');

const mib = 1024 * 1024;
const patterns = { progress: undefined, failOn: null, doneOn: null };
const hands = { decided: () => {}, found: () => {}, progressed: () => {} };
const givenReading = () => new LateReading({ patterns, isEngine: false, told: nothingTold }, hands, 0);

test('a few bytes are read at once', async () => {
  const reading = givenReading();
  assert.ok((await reading.loadedFor(100, false)) !== null);
});

test('a flood waits for two seconds, whatever it was at its first look, and then is read', async () => {
  const reading = givenReading();
  await sleepMs(20);
  assert.is(await reading.loadedFor(4 * mib, false), null); // in a fifth of the time to the next look
  await sleepMs(100);
  assert.is(await reading.loadedFor(20 * mib, false), null);
  assert.not.ok(reading.hasBegun);
  await sleepMs(2000);
  assert.ok((await reading.loadedFor(2000 * mib, false)) !== null);
});

test('what came fast at first and does not go on is read at the next look', async () => {
  const reading = givenReading();
  await sleepMs(20);
  assert.is(await reading.loadedFor(4 * mib, false), null);
  await sleepMs(100);
  assert.ok((await reading.loadedFor(4 * mib, false)) !== null);
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
