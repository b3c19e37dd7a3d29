import { judge } from '../../projections/judge.ts';
import {
  exited,
  heartbeat,
  launched,
  lost,
  requested,
  started,
  stopRequested,
  validated,
} from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { spawnFailed } from './any-event.ts';
import {
  everyoneIsGone,
  everyoneLives,
  everyProbe,
  lineBytes,
  nothingIsKnown,
  stateAfter,
  told,
} from './told.ts';

const test = suite('judge');

const asked = [requested(), validated()];
const running = [...asked, launched(), started()];
const stops = ['user', 'timeout', 'output_limit'] as const;
const stopWords = {
  user: ['stopped', 'stopped'],
  timeout: ['failed', 'timeout'],
  output_limit: ['failed', 'output_limit'],
};

/** `status/reason` after these events, seen with this probe. */
const said = (events: readonly GivenEvent[], probe = everyoneIsGone) => {
  const { status, reason } = judge(stateAfter(...events), probe);
  return reason === null ? status : `${status}/${reason}`;
};

/** A journal in each phase that a life can be in; ended in each way there is. */
const lives: Readonly<Record<string, readonly GivenEvent[]>> = {
  unheard: [],
  requested: [requested()],
  validated: asked,
  rejected: [requested(), validated({ valid: false })],
  launched: [...asked, launched()],
  started: running,
  beating: [...running, heartbeat()],
  exited: [...running, exited()],
  'exited with 3': [...running, exited({ code: 3 })],
  killed: [...running, exited({ code: null, signal: 'SIGKILL' })],
  'lost while running': [...running, lost()],
  'lost before': [...asked, launched(), lost({ reason: 'never_started' })],
  'not executed': [...running, spawnFailed()],
};

test('a recorded end is told the same whatever the machine looks like', () => {
  for (const probe of everyProbe) {
    assert.is(said(lives['exited'] ?? [], probe), 'completed');
    assert.is(said(lives['exited with 3'] ?? [], probe), 'failed/exit_code');
    assert.is(said(lives['killed'] ?? [], probe), 'failed/signal');
    assert.is(said(lives['lost while running'] ?? [], probe), 'failed/lost');
    assert.is(said(lives['lost before'] ?? [], probe), 'failed/lost');
    assert.is(said(lives['not executed'] ?? [], probe), 'failed/spawn_failed');
    assert.is(said(lives['rejected'] ?? [], probe), 'rejected/validation');
    assert.is(said([], probe), 'failed/lost');
  }
});

test('every life, stop and look gives one status that fits its health, its reason and its end', () => {
  for (const events of Object.values(lives)) {
    for (const stop of [null, ...stops]) {
      for (const probe of everyProbe) {
        const before = events.filter(({ type }) => !['process.exited', 'process.lost'].includes(type));
        const after = events.slice(before.length);
        const whole = stop === null ? events : [...before, stopRequested({ by: stop }), ...after];
        const verdict = judge(stateAfter(...whole), probe);
        const over = verdict.health === 'ended';
        const isEnd = ['completed', 'failed', 'stopped', 'rejected'].includes(verdict.status);
        if (over) assert.ok(isEnd);
        // The one end that is not final yet: the command is gone, and who saw how may still write it down.
        if (isEnd && !over) assert.is(probe.child, 'dead');
        if (isEnd && !over) assert.is.not(probe.supervisor, 'dead');
        assert.is(verdict.reason === null, !isEnd || verdict.status === 'completed');
        if (!over) assert.is(verdict.endedAt, null);
        if (verdict.exitCode !== null || verdict.signal !== null) assert.is.not(verdict.endedAt, null);
      }
    }
  }
});

test('every statement names the events it rests on, as they stand in the journal', () => {
  for (const [life, events] of Object.entries(lives)) {
    for (const stop of [[], [stopRequested()]]) {
      const read = told([...events.slice(0, 4), ...stop, ...events.slice(4)]);
      for (const probe of everyProbe) {
        const { because } = judge(stateAfter(...events.slice(0, 4), ...stop, ...events.slice(4)), probe);
        assert.is(because.length === 0, life === 'unheard');
        for (const { type, at, offset } of because) {
          const { event } = read[offset / lineBytes] ?? {};
          assert.equal([type, at], [event?.type, event?.at]);
        }
        const offsets = because.map(({ offset }) => offset);
        assert.equal(offsets, [...new Set(offsets)]);
      }
    }
  }
});

test('an end names its start, the stop that was asked for, and itself', () => {
  const { because } = judge(stateAfter(...running, heartbeat(), stopRequested(), exited()), everyoneIsGone);
  assert.equal(
    because.map(({ type }) => type),
    ['process.started', 'process.stop_requested', 'process.exited'],
  );
});

test('whoever asked for the end decides what it is called, however it ended', () => {
  for (const by of stops) {
    const expected = stopWords[by].join('/');
    for (const end of [exited(), exited({ code: 143 }), exited({ code: null, signal: 'SIGKILL' }), lost()]) {
      assert.is(said([...running, stopRequested({ by }), end]), expected);
    }
  }
});

test('a stop is told the same before and after somebody writes down that it is over', () => {
  for (const by of stops) {
    const expected = stopWords[by].join('/');
    const stopping = [...running, stopRequested({ by })];
    assert.is(said(stopping), expected);
    assert.is(said(stopping, { ...everyoneLives, child: 'dead' }), expected);
    assert.is(said([...asked, launched(), stopRequested({ by })]), expected);
    const restarted = { ...nothingIsKnown, rebooted: true };
    assert.is(said(stopping, restarted), said([...stopping, lost({ reason: 'machine_restarted' })]));
    assert.is(said(stopping, restarted), expected);
  }
});

test('a loss is told in the same words before and after it is written down', () => {
  const cases = [
    [running, everyoneIsGone, 'supervisor_died'],
    [running, { ...nothingIsKnown, rebooted: true }, 'machine_restarted'],
    [asked, { ...nothingIsKnown, rebooted: true }, 'machine_restarted'],
    [asked, everyoneIsGone, 'never_started'],
  ] as const;
  for (const [events, probe, reason] of cases) {
    const seen = judge(stateAfter(...events), probe);
    const written = judge(stateAfter(...events, lost({ reason })), probe);
    assert.equal([seen.status, seen.reason, seen.message], ['failed', 'lost', written.message]);
  }
});

test('a stop that works is still running; who it is stopped by does not matter yet', () => {
  for (const by of stops) {
    const { status, message } = judge(stateAfter(...running, stopRequested({ by })), everyoneLives);
    assert.equal([status, message], ['running', 'being stopped']);
  }
});

test('the first to ask for the end is named', () => {
  const both = [
    stopRequested({ by: 'timeout', reason: 'ran longer than 1m' }),
    stopRequested({ reason: 'mine' }),
  ];
  const { reason, message } = judge(stateAfter(...running, ...both, exited()), everyoneIsGone);
  assert.equal([reason, message], ['timeout', 'ran longer than 1m']);
});

test('a stop asked for after the end changes nothing', () => {
  assert.is(said([...running, exited(), stopRequested()]), 'completed');
});

test('another machine is unknown, never an end', () => {
  for (const events of [running, [...running, heartbeat()], [...running, stopRequested()]]) {
    const { status, health } = judge(stateAfter(...events), nothingIsKnown);
    assert.equal([status, health], ['running', 'unknown']);
  }
  for (const events of [[requested()], asked, [...asked, launched()]]) {
    const { status, health } = judge(stateAfter(...events), nothingIsKnown);
    assert.equal([status, health], ['queued', 'unknown']);
  }
});

test('a living command without its supervisor is running, unsupervised', () => {
  const { status, health } = judge(stateAfter(...running), { ...everyoneLives, supervisor: 'dead' });
  assert.equal([status, health], ['running', 'unsupervised']);
});

test('a refusal says every failed check, and no warning', () => {
  const check = { name: 'x', ok: false, severity: 'error', message: '', hint: '' } as const;
  const checks = [
    { ...check, message: 'no such command' },
    { ...check, message: 'fine', ok: true },
    { ...check, message: 'only a warning', severity: 'warning' as const },
    { ...check, message: 'no such folder' },
  ];
  const { message } = judge(stateAfter(requested(), validated({ valid: false, checks })), everyoneIsGone);
  assert.is(message, 'no such command; no such folder');
});

test('a command that could not be executed says why', () => {
  const verdict = judge(stateAfter(...running, spawnFailed()), everyoneIsGone);
  assert.equal([verdict.reason, verdict.message], ['spawn_failed', 'the command was not found: nowhere']);
});

test('exit codes and signals are passed on as they were', () => {
  const of = (data: Parameters<typeof exited>[0]) =>
    judge(stateAfter(...running, exited(data)), everyoneIsGone);
  assert.equal([of({ code: 143 }).exitCode, of({ code: 143 }).signal], [143, null]);
  assert.equal(of({ code: 143 }).message, 'exited with code 143');
  const killed = of({ code: null, signal: 'SIGSEGV' });
  assert.equal([killed.exitCode, killed.signal, killed.message], [null, 'SIGSEGV', 'killed by SIGSEGV']);
});

test.run();
