import type { Certainty, Try } from './cause-rule.ts';
import { causeOf } from './causes.ts';
import { deathOf, type TellingLine } from './death.ts';
import { runningOf } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import type { Verdict } from './verdict.ts';

/** What `why` is asked about: a process, and what was found beside its journal. */
export type WhyAsked = {
  readonly state: ProcessState;
  readonly verdict: Verdict;
  /** Lines of its output, the oldest first: around those that tell errors, and the last ones. */
  readonly lines: readonly TellingLine[];
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

/** Something that was found: a line of the output, an event of the journal (with its offset there), a measurement. */
export type Clue = {
  readonly kind: 'output' | 'journal' | 'progress' | 'heartbeat' | 'memory' | 'signal' | 'warning';
  readonly text: string;
  readonly at: string | null;
  readonly offset: number | null;
  /** The answer rests on it. */
  readonly isDecisive: boolean;
};

export type Difference = { readonly what: string; readonly then: string; readonly now: string };

/** The shortest true explanation of how a process came to be as it is. */
export function whyOf({ state, verdict, lines }: WhyAsked): Why {
  const death = deathOf(state, verdict, lines);
  const { rule, line, certainty, sender, decisive, tries } = causeOf(death);
  const evidence: Clue[] = verdict.because.map(({ type, at, offset }) => ({
    kind: 'journal',
    text: type,
    at,
    offset,
    isDecisive: false,
  }));
  if (decisive !== undefined)
    evidence.unshift({
      kind: 'output',
      text: decisive.text,
      at: null,
      offset: decisive.offset,
      isDecisive: true,
    });
  return {
    id: state.id,
    status: verdict.status,
    cause: { rule, line, certainty, sender: sender ?? null },
    when: whenOf(state, verdict),
    evidence,
    lastGood: null,
    differences: [],
    tries: tries ?? [],
  };
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
