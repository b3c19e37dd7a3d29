import { isTold } from '../projections/told-facts.ts';
import type { Channel, Effect, NoticeSubject, Situation, Tell } from './reactor.ts';

/** Progress is for who looks: it is not worth a window on the desktop every quarter of the way. */
const progressChannels: readonly Channel[] = ['terminal', 'log', 'command'];

/** Who must be told what now. What was tried on a channel is not tried there again, whatever came of it. */
export function notify(situation: Situation): readonly Effect[] {
  if (situation.isBeingTold) return [];
  const { state } = situation;
  if (state.recorded !== null) return situation.isOwed ? [endOf(situation)] : [];
  if (state.life.phase !== 'started' || situation.probe.child !== 'alive') return [];
  return [...progressOf(situation), ...stallOf(situation), ...orphanOf(situation)].slice(0, 1);
}

/** A stop that somebody asked for is no news to who asked. */
function endOf(situation: Situation): Effect {
  const { state, policy } = situation;
  const { recorded } = state;
  const settled: Effect = { do: 'settle' };
  if (recorded === null || recorded.status === 'stopped') return settled;
  if (recorded.status === 'completed') {
    const { durationMs } = recorded.data.summary;
    const tooShort = durationMs !== null && durationMs < policy.minDurationMs;
    if (policy.onlyFailures || tooShort) return settled;
  }
  return tell(situation, { kind: recorded.status, episode: 0 }, policy.channels, true) ?? settled;
}

function stallOf(situation: Situation): readonly Effect[] {
  const { stalledSince, stalls } = situation.state.facts.quiet;
  if (stalledSince === null) return [];
  return listed(tell(situation, { kind: 'stalled', episode: stalls }, situation.policy.channels, false));
}

function orphanOf(situation: Situation): readonly Effect[] {
  const { warnings } = situation.state.facts;
  if (!warnings.some(({ kind }) => kind === 'unsupervised')) return [];
  return listed(tell(situation, { kind: 'unsupervised', episode: 0 }, situation.policy.channels, false));
}

/** The newest mark that was passed; those before it are no news any more. */
function progressOf(situation: Situation): readonly Effect[] {
  const { state, policy } = situation;
  const { percent } = state.facts.progress;
  const every = policy.progressEveryPercent;
  if (every === null || percent === null || policy.onlyFailures) return [];
  const mark = Math.floor(Math.floor(percent / every) * every);
  if (mark < 1 || mark >= 100) return [];
  const channels = policy.channels.filter((channel) => progressChannels.includes(channel));
  return listed(tell(situation, { kind: 'progress', episode: mark }, channels, false));
}

function tell(
  { state }: Situation,
  notice: NoticeSubject,
  channels: readonly Channel[],
  settles: boolean,
): Tell | null {
  const left = channels.filter((channel) => !isTold(state.facts.told, notice, channel));
  return left.length === 0 ? null : { do: 'tell', notice, channels: left, settles };
}

function listed(effect: Tell | null): readonly Tell[] {
  return effect === null ? [] : [effect];
}
