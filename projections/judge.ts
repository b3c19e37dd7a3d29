import { evidenceOf, judgeEnding, lostWords, type Said, saidBy, unheardEnd } from './judge-ending.ts';
import { type Liveness, livenessOf, type Probe } from './liveness.ts';
import type { Evidence } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import { going, over, type Verdict } from './verdict.ts';

/**
 * The one place that decides a status: from what is recorded and, where no end is, from a live look. The same
 * journal and the same probe give the same verdict, whoever asks.
 */
export function judge(state: ProcessState, probe: Probe): Verdict {
  const judged = judgeAnew(state, probe);
  const { recorded } = state;
  if (recorded === null) return judged;
  const { reason, message } = recorded.data;
  const because = [...judged.because, recorded.evidence];
  return { ...judged, status: recorded.status, reason, message, because };
}

/** The verdict as the facts make it, whatever somebody wrote down. */
function judgeAnew(state: ProcessState, probe: Probe): Verdict {
  const { life } = state;
  const said = saidBy(state);
  switch (life.phase) {
    case 'rejected':
      return {
        ...over('failed', 'validation', refusal(state), life.at),
        status: 'rejected',
        because: [life.evidence],
      };
    case 'ended':
      return judgeEnding(life.ending, said, life.running === null ? [] : [life.running.evidence]);
    case 'started': {
      const because = [life.running.evidence, ...(life.heartbeat === null ? [] : [life.heartbeat.evidence])];
      const live = judgeLive(livenessOfStarted(state, probe), said, because);
      const isStalled = live.health === 'healthy' && state.facts.quiet.stalledSince !== null;
      return isStalled ? { ...live, health: 'stalled' } : live;
    }
    case 'waiting': {
      const phase = life.waiting.reason === 'retry' ? 'between' : 'waiting';
      return judgeLive(livenessOf(phase, probe), said, [life.waiting.evidence]);
    }
    case 'launched':
    case 'requested':
      return judgeLive(livenessOf('before', probe), said, [life.evidence]);
    case 'unheard':
      return over('failed', 'lost', 'its journal holds no event that can be read', null);
  }
}

/** Where the end of the whole tree is waited for, the end of the command alone is none. */
function livenessOfStarted({ spec }: ProcessState, probe: Probe): Liveness {
  const liveness = livenessOf('started', probe);
  const waitsForTree = spec?.waitTree === true && probe.supervisor === 'alive';
  return liveness === 'unrecorded' && waitsForTree ? 'running' : liveness;
}

function judgeLive(liveness: Liveness, said: Said, began: readonly Evidence[]): Verdict {
  const { stop } = said;
  const because = [...began, ...evidenceOf(said)];
  switch (liveness) {
    case 'starting':
      return { ...going('queued', 'healthy', 'being started'), because };
    case 'waiting':
      return { ...going('queued', 'healthy', stop === null ? waitingWords(said) : 'being stopped'), because };
    case 'running':
      return { ...going('running', 'healthy', stop === null ? null : 'being stopped'), because };
    case 'unsupervised':
      return { ...going('running', 'unsupervised', 'its supervisor died; the command lives on'), because };
    case 'unseen':
      return {
        ...going('running', 'unknown', 'last heard of as running; it cannot be looked at from here'),
        because,
      };
    case 'unseen_start':
      return {
        ...going('queued', 'unknown', 'last heard of as being started; it cannot be looked at from here'),
        because,
      };
    case 'unrecorded':
      // Its supervisor may still say how; whoever waits for the end waits for that.
      return { ...unheardEnd(unrecordedWords, said, null), health: 'unknown', because };
    case 'gone':
      return { ...unheardEnd(lostWords.supervisor_died, said, null), because };
    case 'never_started':
      return { ...unheardEnd(lostWords.never_started, said, null), because };
    case 'machine_restarted':
      return { ...unheardEnd(lostWords.machine_restarted, said, null), because };
  }
}

function waitingWords({ waiting }: Said): string {
  switch (waiting?.reason) {
    case 'after':
      return `waits for ${waiting.after ?? 'another process'} to complete`;
    case 'retry':
      return 'waits before it is tried again';
    default:
      return 'waits for a free slot';
  }
}

function refusal(state: ProcessState): string {
  return state.checks
    .filter(({ ok, severity }) => !ok && severity === 'error')
    .map(({ message }) => message)
    .join('; ');
}

const unrecordedWords = 'the command is gone; its supervisor has not recorded how it ended';
