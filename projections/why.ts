import type { Certainty, Try } from './cause-rule.ts';
import { causeOf } from './causes.ts';
import { type Clue, cluesOf } from './clues.ts';
import { deathOf, type OutputPresence, type TellingLine } from './death.ts';
import { type Difference, differencesOf } from './differences.ts';
import type { JudgedRun } from './past-failures.ts';
import { runningOf } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import { triesOf } from './tries.ts';
import type { Verdict } from './verdict.ts';

/** What `why` is asked about: a process, and what was found beside its journal. */
export type WhyAsked = {
  readonly state: ProcessState;
  readonly verdict: Verdict;
  /** Lines of its output, the oldest first: around those that tell errors, and the last ones. */
  readonly lines: readonly TellingLine[];
  readonly output: OutputPresence;
  /** The newest run of the same type before it that completed. */
  readonly lastGood: JudgedRun | null;
};

export type Why = {
  readonly id: string;
  readonly status: Verdict['status'];
  readonly cause: {
    readonly rule: string;
    readonly line: string;
    readonly certainty: Certainty;
    readonly sender: string | null;
  };
  /** Of its end; of one that runs, of the newest sign. How long after its start that was. */
  readonly when: { readonly at: string | null; readonly intoMs: number | null };
  readonly evidence: readonly Clue[];
  readonly lastGood: { readonly id: string; readonly at: string } | null;
  readonly differences: readonly Difference[];
  readonly tries: readonly Try[];
};

const lineLimitChars = 1000;

/** The shortest true explanation of how a process came to be as it is. */
export function whyOf({ state, verdict, lines, output, lastGood }: WhyAsked): Why {
  const death = deathOf(state, verdict, lines, output);
  const cause = causeOf(death);
  const { rule, certainty, sender = null, decisive } = cause;
  const when = whenOf(state, verdict);
  const good = lastGood?.state.spec ?? null;
  return {
    id: state.id,
    status: verdict.status,
    cause: { rule, line: oneLine(cause.line), certainty, sender },
    when,
    evidence: cluesOf(death, decisive, cause.sender),
    lastGood: lastGood === null || good === null ? null : { id: lastGood.state.id, at: good.at },
    differences: lastGood === null ? [] : differencesOf(lastGood, { state, verdict }),
    tries: triesOf(death, cause, when.intoMs),
  };
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? ' ' : blanks));
  return line.slice(0, lineLimitChars);
}

function whenOf(state: ProcessState, verdict: Verdict): Why['when'] {
  const { life, facts } = state;
  const isOver = verdict.health === 'ended';
  const at = isOver ? (verdict.endedAt ?? facts.lastHeartbeatAt) : facts.lastHeartbeatAt;
  if (life.phase === 'ended' && life.ending.how === 'exited')
    return { at, intoMs: life.ending.data.durationMs };
  const startedAt = runningOf(life)?.startedAt ?? null;
  const intoMs =
    at === null || startedAt === null ? null : Math.max(0, Date.parse(at) - Date.parse(startedAt));
  return { at, intoMs };
}
