import { notify } from '../../reactors/notify.ts';
import { everyoneIsGone, everyoneLives } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { everyChannel, situation } from './situation.ts';

const test = suite('notify');

const running = [given.requested(), given.launched(), given.started()];
const completed = [...running, given.exited(), given.completed()];
const failed = [...running, given.exited({ code: 3 }), given.failed()];
const owed = { isOwed: true };
const atEnd = (events: readonly GivenEvent[], more = {}) =>
  notify(situation(events, everyoneIsGone, { ...owed, ...more }));

test('an end that somebody is owed is told on every channel, and settles it', () => {
  const channels = everyChannel.channels;
  for (const [events, kind] of [
    [completed, 'completed'],
    [failed, 'failed'],
  ] as const) {
    assert.equal(atEnd(events), [{ do: 'tell', notice: { kind, episode: 0 }, channels, settles: true }]);
  }
});

test('nobody is told of what nobody is owed, nor before the verdict is written down', () => {
  assert.equal(atEnd(failed, { isOwed: false }), []);
  assert.equal(atEnd([...running, given.exited()]), []);
});

test('what was tried on a channel is not tried there again', () => {
  const [effect] = atEnd([...failed, given.noticeSent(), given.noticeFailed({ channel: 'desktop' })]);
  assert.equal(effect?.do === 'tell' && effect.channels, ['terminal', 'command']);
  const all = everyChannel.channels.map((channel) => given.noticeSent({ channel }));
  assert.equal(atEnd([...failed, ...all]), [{ do: 'settle' }]);
});

test('one notice at a time', () => {
  assert.equal(atEnd(failed, { isBeingTold: true }), []);
});

test('a stop that was asked for is told to nobody', () => {
  const events = [...running, given.stopRequested(), given.exited(), given.stopped()];
  assert.equal(atEnd(events), [{ do: 'settle' }]);
});

test('who wants failures only is told no success, and a short success is no news where that was asked', () => {
  const onlyFailures = { policy: { ...everyChannel, onlyFailures: true } };
  assert.equal(atEnd(completed, onlyFailures), [{ do: 'settle' }]);
  assert.is(atEnd(failed, onlyFailures)[0]?.do, 'tell');
  const patient = { policy: { ...everyChannel, minDurationMs: 2001 } };
  assert.equal(atEnd(completed, patient), [{ do: 'settle' }]);
  assert.is(atEnd(failed, patient)[0]?.do, 'tell');
  assert.is(atEnd(completed, { policy: { ...everyChannel, minDurationMs: 2000 } })[0]?.do, 'tell');
});

test('each stall is told once, each by its number', () => {
  const stalled = given.warned({ kind: 'stalled', message: 'stalled' });
  const moving = given.warned({ kind: 'moving', message: 'moves' });
  const told = everyChannel.channels.map((channel) =>
    given.noticeSent({ kind: 'stalled', channel, episode: 1 }),
  );
  const now = (...events: GivenEvent[]) => {
    const [effect] = notify(situation([...running, ...events], everyoneLives));
    return effect?.do === 'tell' ? effect.notice : null;
  };
  assert.equal(now(stalled), { kind: 'stalled', episode: 1 });
  assert.is(now(stalled, ...told), null);
  assert.is(now(stalled, ...told, moving), null);
  assert.equal(now(stalled, ...told, moving, stalled), { kind: 'stalled', episode: 2 });
});

test('progress is told where it is wanted: the newest mark, never the end, not on the desktop', () => {
  const quarter = { policy: { ...everyChannel, progressEveryPercent: 25 } };
  const at = (percent: number, ...events: GivenEvent[]) => {
    const told = [...running, ...events, given.progressed({ percent })];
    const [effect] = notify(situation(told, everyoneLives, quarter));
    return effect?.do === 'tell' ? [effect.notice.episode, effect.channels] : null;
  };
  const channels = ['terminal', 'log', 'command'];
  assert.is(at(24.9), null);
  assert.equal(at(25), [25, channels]);
  assert.equal(at(80), [75, channels]);
  assert.is(at(100), null);
  const sent = channels.map((channel) =>
    given.noticeSent({ kind: 'progress', episode: 25, channel } as Parameters<typeof given.noticeSent>[0]),
  );
  assert.is(at(30, ...sent), null);
  assert.equal(at(50, ...sent), [50, channels]);
  assert.equal(notify(situation([...running, given.progressed({ percent: 50 })], everyoneLives)), []);
});

test('that it lost its supervisor is told once', () => {
  const lonely = given.warned({ kind: 'unsupervised', message: 'its supervisor died' });
  const probe = { ...everyoneLives, supervisor: 'dead' } as const;
  const [effect] = notify(situation([...running, lonely], probe));
  assert.equal(effect?.do === 'tell' && effect.notice, { kind: 'unsupervised', episode: 0 });
});

test.run();
