import { readMoment, readPastMoment } from '../../src/cli/read-moment.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a moment, as people give it');

const nowMs = Date.parse('2026-11-23T12:00:00.000Z');

test('a duration means that long ago, with and without the word', () => {
  for (const text of ['2h', '2h ago']) assert.is(readMoment(text, nowMs), '2026-11-23T10:00:00.000Z', text);
});

test('a date that says its zone is taken by it; what it leaves out is the end of what it names', () => {
  assert.is(readMoment('2026-11-23T10:30Z', nowMs), '2026-11-23T10:30:59.999Z');
  assert.is(readMoment('2026-11-23T10:30:15+01:00', nowMs), '2026-11-23T09:30:15.999Z');
  assert.is(readMoment('2026-11-23T10:30:15.250Z', nowMs), '2026-11-23T10:30:15.250Z');
});

test('who counts from a moment on counts from the beginning of what it names', () => {
  assert.is(readMoment('2026-11-23T10:30Z', nowMs, 'beginning'), '2026-11-23T10:30:00.000Z');
  assert.is(readMoment('2026-11-23T10:30:15Z', nowMs, 'beginning'), '2026-11-23T10:30:15.000Z');
  const today = new Date(nowMs);
  today.setHours(10, 30, 0, 0);
  assert.is(readMoment('10:30', nowMs, 'beginning'), today.toISOString());
  today.setSeconds(15);
  assert.is(readMoment('10:30:15', nowMs, 'beginning'), today.toISOString());
});

test('a date alone is its first moment here; whoever looks back at it means its last', () => {
  assert.is(readMoment('2026-11-20', nowMs), new Date('2026-11-20T00:00').toISOString());
  assert.is(readPastMoment('2026-11-20', nowMs), new Date('2026-11-20T23:59:59.999').toISOString());
  const today = readPastMoment('2026-11-23', nowMs);
  assert.ok(today >= new Date(nowMs).toISOString(), today);
});

test('a space is as good as the T', () => {
  assert.is(readMoment('2026-11-23 10:30:15.25Z', nowMs), '2026-11-23T10:30:15.250Z');
});

test('what is no moment is refused', () => {
  for (const text of [
    'soon',
    '',
    'ago',
    '25',
    '2026',
    'yesterday at ten',
    '25:00',
    '24:00',
    '9:60',
    '2026-02-30',
    '2026-13-01',
    '2026-11-23T25:00',
    '2026-11-27 (foo)',
    '2026-00-10',
    '2026-11-00',
  ])
    assert.throws(() => readMoment(text, nowMs), /usage/, text);
});

test('nobody looks back at what is still to come', () => {
  assert.throws(() => readPastMoment('2026-11-23T12:02:00Z', nowMs), /usage/);
  assert.is(readPastMoment('2026-11-23T12:00Z', nowMs), '2026-11-23T12:00:59.999Z');
});

test.run();
