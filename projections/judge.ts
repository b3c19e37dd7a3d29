import type { Probe } from './liveness.ts';
import { type Liveness, livenessOf } from './liveness.ts';
import type { Ending, Evidence, Outcome, ProcessState, StopRequest } from './process-state.ts';

export type Status = 'rejected' | 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
export type Health = 'healthy' | 'unsupervised' | 'unknown' | 'ended';
export type Reason =
  | 'exit_code'
  | 'signal'
  | 'timeout'
  | 'lost'
  | 'spawn_failed'
  | 'output_limit'
  | 'blocked'
  | 'artifact_missing'
  | 'validation'
  | 'stopped';

/** What became of a process, why, and the events that say so. */
export type Verdict = {
  readonly status: Status;
  readonly reason: Reason | null;
  readonly message: string | null;
  readonly health: Health;
  readonly endedAt: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly because: readonly Evidence[];
};

/**
 * The one place that decides a status: from what is recorded and, where no end is, from a live look. The same
 * journal and the same probe give the same verdict, whoever asks.
 */
export function judge(state: ProcessState, probe: Probe): Verdict {
  const { life, stop, outcome } = state;
  switch (life.phase) {
    case 'rejected':
      return {
        ...over('failed', 'validation', refusal(state), life.at),
        status: 'rejected',
        because: [life.evidence],
      };
    case 'ended':
      return judgeEnding(
        life.ending,
        { stop, outcome },
        life.running === null ? [] : [life.running.evidence],
      );
    case 'started': {
      const because = [life.running.evidence, ...(life.heartbeat === null ? [] : [life.heartbeat.evidence])];
      return judgeLive(livenessOf('started', probe), { stop, outcome }, because);
    }
    case 'launched':
    case 'requested':
      return judgeLive(livenessOf('before', probe), { stop, outcome }, [life.evidence]);
    case 'unheard':
      return over('failed', 'lost', 'its journal holds no event that can be read', null);
  }
}

/** What was said before the end that decides what the end means. */
type Said = { readonly stop: StopRequest | null; readonly outcome: Outcome | null };

function judgeEnding(ending: Ending, said: Said, began: readonly Evidence[]): Verdict {
  const because = [...began, ...evidenceOf(said), ending.evidence];
  switch (ending.how) {
    case 'spawn_failed':
      return { ...over('failed', 'spawn_failed', ending.data.message, ending.at), because };
    case 'lost':
      return { ...unheardEnd(lostWords[ending.data.reason], said, ending.at), because };
    case 'exited': {
      const { code, signal } = ending.data;
      return { ...judgeExit(code, signal, said, ending.at), exitCode: code, signal, because };
    }
  }
}

function evidenceOf({ stop, outcome }: Said): Evidence[] {
  return [stop, outcome].filter((said) => said !== null).map(({ evidence }) => evidence);
}

function judgeExit(code: number | null, signal: string | null, { stop, outcome }: Said, at: string): Verdict {
  if (stop !== null) return stopped(stop, at);
  if (outcome !== null && outcome.outcome !== 'completed') return workflowEnd(outcome, at);
  if (signal !== null) return over('failed', 'signal', `killed by ${signal}`, at);
  if (code === 0) return over('completed', null, null, at);
  return over('failed', 'exit_code', `exited with code ${code ?? 'unknown'}`, at);
}

function judgeLive(liveness: Liveness, said: Said, began: readonly Evidence[]): Verdict {
  const { stop } = said;
  const because = [...began, ...evidenceOf(said)];
  switch (liveness) {
    case 'starting':
      return { ...going('queued', 'healthy', 'being started'), because };
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

/** Nobody saw how it ended, unless its step runner told it in time. Whoever asked for its end got it; the same before and after the loss is written down. */
function unheardEnd(words: string, { stop, outcome }: Said, at: string | null): Verdict {
  if (stop !== null) return stopped(stop, at);
  return outcome === null ? over('failed', 'lost', words, at) : workflowEnd(outcome, at);
}

/** The step runner told how its workflow ended, so that end is known whoever died after it. */
function workflowEnd(outcome: Outcome, recordedAt: string | null): Verdict {
  const at = recordedAt ?? outcome.evidence.at;
  switch (outcome.outcome) {
    case 'completed':
      return over('completed', null, null, at);
    case 'failed':
      return over('failed', 'exit_code', outcome.message, at);
    case 'blocked':
    case 'artifact_missing':
      return over('failed', outcome.outcome, outcome.message, at);
  }
}

function stopped(stop: StopRequest, at: string | null): Verdict {
  switch (stop.by) {
    case 'user':
      return over('stopped', 'stopped', stop.reason === null ? null : `stopped: ${stop.reason}`, at);
    case 'timeout':
      return over('failed', 'timeout', stop.reason ?? 'ran longer than its time limit', at);
    case 'output_limit':
      return over('failed', 'output_limit', stop.reason ?? 'wrote more than its output limit', at);
  }
}

function over(
  status: Status,
  reason: Reason | null,
  message: string | null,
  endedAt: string | null,
): Verdict {
  return { status, reason, message, health: 'ended', endedAt, exitCode: null, signal: null, because: [] };
}

function going(status: Status, health: Health, message: string | null): Verdict {
  return { ...over(status, null, message, null), health };
}

function refusal(state: ProcessState): string {
  return state.checks
    .filter(({ ok, severity }) => !ok && severity === 'error')
    .map(({ message }) => message)
    .join('; ');
}

const lostWords = {
  supervisor_died: 'it and its supervisor are gone; nobody saw how it ended',
  machine_restarted: 'the machine was restarted while it ran',
  never_started: 'its launch was cut off before the command started',
} as const;

const unrecordedWords = 'the command is gone; its supervisor has not recorded how it ended';
