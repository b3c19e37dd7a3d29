import type { DataOf, EventType, StepFailedData } from '../../schemas/event.ts';
import { isCompletion, isOptional, type Step, stepName, type Workflow } from './definition.ts';
import { type GateOutcome, gateOutcome } from './gate-outcome.ts';
import type { Progress } from './ready.ts';
import { stepsToRepeat } from './repeat.ts';
import { writtenResult } from './step-result.ts';

export type RunnerEvents = <Type extends Extract<EventType, `step.${string}` | 'workflow.finished'>>(
  type: Type,
  data: DataOf<Type>,
) => Promise<void>;

/** How the command of one attempt ended, and what it reported. */
export type Executed = {
  readonly durationMs: number;
  readonly result: Readonly<Record<string, unknown>>;
} & (
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'signalled'; readonly signal: string }
  | { readonly how: 'timed_out'; readonly message: string }
  | { readonly how: 'not_started'; readonly cause: string }
);

export type StepHands = {
  /** Tries at once, and resolves when it is written down: on a full disk a workflow waits for room. */
  readonly append: RunnerEvents;
  /** True if an artifact is there, whoever made it. */
  readonly isThere: (artifact: string) => boolean;
  /** The words of its command; null if nobody can execute it. */
  readonly commandOf: (step: Step) => readonly string[] | null;
  readonly execute: (step: Step, words: readonly string[], attempt: number) => Promise<Executed>;
};

export type StepVerdict = { readonly words: string } & (
  | { readonly outcome: 'finished'; readonly gate: { readonly target: string | null } | null }
  | { readonly outcome: 'skipped' }
  | {
      readonly outcome: 'sent_back';
      readonly target: string;
      /** Steps that are to run again. */
      readonly repeat: (workflow: Workflow, progress: RepeatProgress) => ReadonlySet<string>;
    }
  | ({ readonly outcome: 'failed' } & Failure)
);

type RepeatProgress = Pick<Progress, 'finished' | 'failed' | 'skipped'>;
type Place = Pick<DataOf<'step.started'>, 'step' | 'index' | 'steps'>;
type Failure = Pick<StepFailedData, 'reason' | 'message' | 'missing' | 'code'>;
type Count = { readonly nextAttempt: () => number; readonly sentBack: number };

/** Runs a step, again as often as it may be retried, and checks what it promised; each attempt is written down. */
export async function tryStep(
  step: Step,
  place: Place,
  count: Count,
  hands: StepHands,
): Promise<StepVerdict> {
  const command = isCompletion(step) ? [] : hands.commandOf(step);
  if (command === null) return withoutExecutor(step, place, hands);
  const who = {
    ...(step.agent === null ? {} : { agent: step.agent.slice(0, 80) }),
    ...(step.action === null ? {} : { action: step.action.slice(0, 80) }),
  };
  for (let retriesLeft = step.retries; ; retriesLeft -= 1) {
    const attempt = count.nextAttempt();
    await hands.append('step.started', { ...place, ...who, attempt });
    const executed = command.length === 0 ? nothingToDo : await hands.execute(step, command, attempt);
    const { durationMs } = executed;
    const failure = failureOf(step, command, executed, hands);
    if (failure === null)
      return judged(step, { ...place, attempt, durationMs }, executed, count.sentBack, hands);
    const willRetry = retriesLeft > 0;
    const byGate = willRetry ? null : gateOverFailure(step, executed, count.sentBack);
    if (byGate !== null)
      return judged(step, { ...place, attempt, durationMs }, executed, count.sentBack, hands);
    await hands.append('step.failed', { ...place, attempt, durationMs, ...failure, willRetry });
    if (!willRetry) return failed(step, failure);
  }
}

const nothingToDo: Executed = { how: 'exited', code: 0, durationMs: 0, result: {} };

async function withoutExecutor(step: Step, place: Place, { append }: StepHands): Promise<StepVerdict> {
  const message = 'nobody can execute it';
  if (isOptional(step)) {
    await append('step.skipped', { ...place, reason: 'not_possible', message });
    return { outcome: 'skipped', words: `${stepName(step)} was skipped: ${message}` };
  }
  const failure: Failure = { reason: 'spawn_failed', message, missing: [], code: null };
  await append('step.failed', { ...place, attempt: 1, durationMs: 0, ...failure, willRetry: false });
  return failed(step, failure);
}

function failureOf(
  step: Step,
  [program = '']: readonly string[],
  executed: Executed,
  { isThere }: StepHands,
): Failure | null {
  const none = { missing: [], code: null };
  switch (executed.how) {
    case 'not_started':
      return {
        reason: 'spawn_failed',
        message: `could not be started: ${program.slice(0, 400)} (${executed.cause})`,
        ...none,
      };
    case 'timed_out':
      return { reason: 'timeout', message: executed.message, ...none };
    case 'signalled':
      return { reason: 'signal', message: `killed by ${executed.signal}`, ...none };
    case 'exited': {
      const { code } = executed;
      if (code !== 0) return { reason: 'exit_code', message: `exited with code ${code}`, missing: [], code };
      const missing = step.creates.filter((artifact) => !isThere(artifact)).slice(0, 200);
      if (missing.length === 0) return null;
      return {
        reason: 'artifact_missing',
        message: `did not make ${missing.join(', ')}`.slice(0, 2000),
        missing,
        code,
      };
    }
  }
}

type Attempted = Place & { readonly attempt: number; readonly durationMs: number };

/**
 * A command that exits with another code than 0 failed, unless its gate sends back for it, or asks for that very code:
 * a reviewer says no by its exit code, and a gate over `exit` must be able to see it.
 */
function gateOverFailure(step: Step, executed: Executed, sentBack: number): GateOutcome | null {
  if (executed.how !== 'exited' || executed.code === 0) return null;
  const gate = gateOutcome(step, { exit: executed.code, ...executed.result }, sentBack);
  if (gate === null) return null;
  if (gate.passed) return /\bexit\b/.test(gate.condition) ? gate : null;
  return gate.target === null ? null : gate;
}

/** The command ended, and its gate has the last word. */
async function judged(
  step: Step,
  attempted: Attempted,
  executed: Executed,
  sentBack: number,
  hands: StepHands,
): Promise<StepVerdict> {
  const { result } = executed;
  const code = executed.how === 'exited' ? executed.code : null;
  const gate = gateOutcome(step, { exit: code, ...result }, sentBack);
  if (gate !== null && !gate.passed && gate.target === null) {
    const unreported = gate.unreported.length === 0 ? '' : `; ${gate.unreported.join(', ')} was not reported`;
    const often = gate.exhausted ? `, after it was sent back ${sentBack} times` : '';
    const message = `its gate was not passed: ${gate.condition}${unreported}${often}`.slice(0, 2000);
    const failure: Failure = { reason: 'gate', message, missing: [], code };
    await hands.append('step.failed', { ...attempted, ...failure, willRetry: false });
    return failed(step, failure);
  }
  const reported = writtenResult(result);
  await hands.append('step.finished', {
    ...attempted,
    made: step.creates.filter(hands.isThere).slice(0, 200),
    code,
    ...(reported === null ? {} : { result: reported }),
    ...(gate === null
      ? {}
      : { gate: { passed: gate.passed, condition: gate.condition.slice(0, 500), target: gate.target } }),
  });
  const words = `✔ ${stepName(step)} finished in ${(attempted.durationMs / 1000).toFixed(1)} s`;
  if (gate === null || gate.passed || gate.target === null) return { outcome: 'finished', gate, words };
  const { target } = gate;
  const repeat = (workflow: Workflow, progress: RepeatProgress) =>
    stepsToRepeat(workflow, progress, step.id, target);
  return { outcome: 'sent_back', target, repeat, words: `${words}; its gate sends back to ${target}` };
}

function failed(step: Step, failure: Failure): StepVerdict {
  return { outcome: 'failed', ...failure, words: `✘ ${stepName(step)} failed: ${failure.message}` };
}
