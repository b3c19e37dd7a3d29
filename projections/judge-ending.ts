import type { ProcessExitedData } from '../schemas/event.ts';
import type { OutputFacts, SaidLine } from './output-facts.ts';
import type { Ending, Evidence, Outcome, Spec, StopRequest, Waiting } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import { over, type Verdict } from './verdict.ts';

/** What was said before the end that decides what the end means. */
export type Said = {
  readonly stop: StopRequest | null;
  readonly outcome: Outcome | null;
  readonly output: OutputFacts;
  readonly spec: Spec | null;
  readonly waiting: Waiting | null;
};

export function saidBy({ stop, outcome, facts, spec, life }: ProcessState): Said {
  const waiting = life.phase === 'waiting' ? life.waiting : null;
  return { stop, outcome, output: facts.output, spec, waiting };
}

/** What a recorded end means, with what was said before it. */
export function judgeEnding(ending: Ending, said: Said, began: readonly Evidence[]): Verdict {
  const because = [...began, ...evidenceOf(said), ending.evidence];
  switch (ending.how) {
    case 'spawn_failed':
      return { ...over('failed', 'spawn_failed', ending.data.message, ending.at), because };
    case 'lost':
      return { ...unheardEnd(lostWords[ending.data.reason], said, ending.at), because };
    case 'exited': {
      const { code, signal } = ending.data;
      return { ...judgeExit(ending.data, said, ending.at), exitCode: code, signal, because };
    }
  }
}

export function evidenceOf({ stop, outcome }: Said): Evidence[] {
  return [stop, outcome].filter((said) => said !== null).map(({ evidence }) => evidence);
}

/** A line that means failure beats the exit code; a good exit code alone is not enough where a line must say so. */
function judgeExit({ code, signal }: ProcessExitedData, said: Said, at: string): Verdict {
  const { stop, outcome, output, spec } = said;
  if (stop !== null) return stopped(stop, at);
  if (output.failLine !== null) return over('failed', 'output_error', failWords(output.failLine), at);
  if (outcome !== null && outcome.outcome !== 'completed') return workflowEnd(outcome, at);
  if (signal !== null) return over('failed', 'signal', `killed by ${signal}${errorWords(output)}`, at);
  if (!(spec?.successCodes ?? [0]).includes(code ?? -1))
    return over('failed', 'exit_code', `exited with code ${code ?? 'unknown'}${errorWords(output)}`, at);
  if (spec?.patterns.doneOn !== undefined && output.doneLine === null)
    return over('failed', 'done_missing', doneMissingWords(spec.patterns.doneOn), at);
  return over('completed', null, null, at);
}

function failWords({ line }: SaidLine): string {
  return `its output says that it failed: ${line}`;
}

function doneMissingWords(pattern: string): string {
  return `its output never said that it is done (${pattern})`;
}

/** The last line that tells what went wrong: the first are often about what was tried before. */
function errorWords({ errorLines }: OutputFacts): string {
  const last = errorLines.at(-1);
  return last === undefined ? '' : `: ${last.line.trim()}`;
}

/** Nobody saw how it ended, unless its step runner told it in time. Whoever asked for its end got it; the same before and after the loss is written down. */
export function unheardEnd(words: string, { stop, outcome, output }: Said, at: string | null): Verdict {
  if (stop !== null) return stopped(stop, at);
  if (output.failLine !== null) return over('failed', 'output_error', failWords(output.failLine), at);
  if (outcome !== null) return workflowEnd(outcome, at);
  // A line that it itself was to say at its end is as good as the exit code that nobody saw.
  if (output.doneLine !== null) return over('completed', null, null, at);
  return over('failed', 'lost', words, at);
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

export const lostWords = {
  supervisor_died: 'it and its supervisor are gone; nobody saw how it ended',
  machine_restarted: 'the machine was restarted while it ran',
  never_started: 'its launch was cut off before the command started',
} as const;
