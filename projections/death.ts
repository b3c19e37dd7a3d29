import type { ProcessExitedData } from '../schemas/event.ts';
import { runningOf } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import type { Verdict } from './verdict.ts';
import type { StepFact } from './workflow-steps.ts';

/** A line of output that may tell why. Its offset counts from the first byte ever written; null where unknown. */
export type TellingLine = {
  readonly text: string;
  readonly offset: number | null;
  /** It was recognised as one that tells an error. */
  readonly isError: boolean;
  /** Lines before it were left out. */
  readonly isBehindGap?: true;
};

type MemorySaid = NonNullable<ProcessExitedData['memory']>;

export type StepPlace = { readonly index: number; readonly steps: number | null; readonly name: string };

/** All that the rules of causes look at: how it ended, where in its work, and what it said before. */
export type Death = {
  readonly state: ProcessState;
  readonly verdict: Verdict;
  readonly step: StepPlace | null;
  /** Of the step that failed, where one did; else of the command. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Of the last attempt, the oldest first. */
  readonly lines: readonly TellingLine[];
  readonly output: OutputPresence;
};

/** Whether the output can be asked; `there` also where nothing was ever written. */
export type OutputPresence = 'there' | 'gone' | 'unreadable';

export function deathOf(
  state: ProcessState,
  verdict: Verdict,
  said: readonly TellingLine[],
  output: OutputPresence,
): Death {
  const failed = failedStep(state);
  const { code, signal } = failed === null ? endOfCommand(verdict) : endOfStep(failed);
  const lines = said.filter(({ text }) => !isRunnersWord(text, state));
  return { state, verdict, step: placeOf(state, failed), code, signal, lines, output };
}

/** `exit 1 in step 3/5 "tests"`, `killed by SIGKILL`: what was seen, without any reading of it. */
export function headOf(death: Death): string {
  const { attempts } = death.state;
  const last = attempts > 1 ? ` in the last of ${attempts} attempts` : '';
  return `${howItEnded(death)}${inStep(death)}${last}`;
}

/** What the kernel said of memory while it ran; null where nothing was recorded. */
export function memorySaid({ state: { life } }: Death): MemorySaid | null {
  return life.phase === 'ended' && life.ending.how === 'exited' ? (life.ending.data.memory ?? null) : null;
}

export function inStep({ step }: Death): string {
  if (step === null) return '';
  const name = step.name === '' ? '' : ` "${step.name}"`;
  return ` in step ${step.index}${step.steps === null ? '' : `/${step.steps}`}${name}`;
}

function howItEnded({ code, signal }: Death): string {
  if (signal !== null) return `killed by ${signal}`;
  return code === null ? 'failed' : `exit ${code}`;
}

/** The step of a workflow that decided its end: of several that failed, the one that the runner names. */
export function failedStep({ facts, outcome }: ProcessState): StepFact | null {
  const failed = facts.steps.filter(({ status }) => status === 'failed');
  const named = failed.find(({ step }) => outcome?.message?.includes(` "${step}": `) === true);
  return named ?? failed.at(-1) ?? null;
}

function endOfCommand({ exitCode, signal }: Verdict): Pick<Death, 'code' | 'signal'> {
  return { code: exitCode, signal };
}

/** A step's fact keeps how it ended in words only. */
function endOfStep({ message }: StepFact): Pick<Death, 'code' | 'signal'> {
  const code = /^exited with code (\d{1,10})$/.exec(message ?? '')?.[1];
  const signal = /^killed by (SIG[A-Z0-9+]{1,12})$/.exec(message ?? '')?.[1];
  return { code: code === undefined ? null : Number(code), signal: signal ?? null };
}

function placeOf(state: ProcessState, failed: StepFact | null): StepPlace | null {
  const { facts } = state;
  const { percent, step, steps, label } = facts.progress;
  if (failed !== null) return { index: failed.index, steps, name: failed.step };
  const current = facts.steps.findLast(({ status }) => status === 'running');
  if (current !== undefined) return { index: current.index, steps, name: current.step };
  if (step === null || percent === 100 || runningOf(state.life) === null) return null;
  return { index: step, steps, name: label ?? '' };
}

/** What the step runner itself says of a failure tells nothing that its events do not tell. */
function isRunnersWord(text: string, { spec, outcome }: ProcessState): boolean {
  if (spec?.kind !== 'workflow') return false;
  return text.trim() === outcome?.message?.trim() || /^\s*[✘▶✔] |^::progress /u.test(text);
}
