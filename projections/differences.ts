import { commandLine } from './command-line.ts';
import { bytesInWords, durationInWords } from './measure-words.ts';
import type { JudgedRun } from './past-failures.ts';
import type { Spec } from './process-life.ts';
import { type Summary, summaryOf } from './summary.ts';

/** What a good run of the same type had otherwise, in words. */
export type Difference = { readonly what: string; readonly before: string; readonly now: string };

/** Every login and every terminal has others of these; they tell nothing. */
const volatileName =
  /^(?:SSH_|XDG_SESSION|TERM|TMUX|STY$|WINDOWID|SHLVL|PWD$|OLDPWD|_$|COLUMNS|LINES|npm_|DBUS_|GPG_)/;
const namesShown = 10;
const wordsLimitChars = 400;
const stepsShown = 20;
/** Less than that is chance. */
const notableRatio = 1.5;
const notableMs = 2000;

/** What was different then, the spec first; what is known of one side only tells nothing. */
export function differencesOf(good: JudgedRun, bad: JudgedRun): Difference[] {
  const [then, now] = [good.state.spec, bad.state.spec];
  if (then === null || now === null) return [];
  const [before, after] = [summaryOf(good.state, good.verdict), summaryUntilNow(bad)];
  return [...ofSpecs(then, now), ...ofMeasures(before, after), ...ofSteps(before, after)].filter(
    (difference) => difference !== null,
  );
}

/** What still goes has taken less than it will. */
function summaryUntilNow({ state, verdict }: JudgedRun): Summary {
  const summary = summaryOf(state, verdict);
  if (verdict.status !== 'running' && verdict.status !== 'queued') return summary;
  const steps = summary.steps.filter(({ status }) => status !== 'running');
  return { ...summary, durationMs: null, steps };
}

function ofSpecs(then: Spec, now: Spec): (Difference | null)[] {
  return [
    changed('command', commandLine(then.command), commandLine(now.command)),
    changed('folder', then.cwd, now.cwd),
    changed('prompt', then.prompt, now.prompt),
    changed('git commit', short(then.git?.commit), short(now.git?.commit)),
    changed('git branch', then.git?.branch ?? null, now.git?.branch ?? null),
    changed('uncommitted changes', yesOrNo(then.git?.dirty), yesOrNo(now.git?.dirty)),
    changed('configuration', short(then.configHash) ?? 'none', short(now.configHash) ?? 'none'),
    ...ofNames(then.envNames, now.envNames),
    changed('engine', then.engineVersion, now.engineVersion),
    changed('tapps-agents', then.version, now.version),
    changed('machine', then.host, now.host),
    changed('user', then.user, now.user),
    changed(
      'requires',
      (then.requires ?? []).join(', ') || 'nothing',
      (now.requires ?? []).join(', ') || 'nothing',
    ),
    changed('time limit', limitInWords(then), limitInWords(now)),
  ];
}

function ofNames(then: readonly string[], now: readonly string[]): (Difference | null)[] {
  const [gone, added] = [without(then, now), without(now, then)];
  return [
    gone.length === 0 ? null : { what: 'environment', before: `with ${named(gone)}`, now: 'without' },
    added.length === 0 ? null : { what: 'environment', before: 'without', now: `with ${named(added)}` },
  ];
}

function ofMeasures(then: Summary, now: Summary): (Difference | null)[] {
  return [
    isNotable(then.durationMs, now.durationMs, notableMs)
      ? changed(
          'duration',
          inWords(then.durationMs, durationInWords),
          inWords(now.durationMs, durationInWords),
        )
      : null,
    isNotable(then.peakMemoryBytes, now.peakMemoryBytes, 0)
      ? changed(
          'peak memory',
          inWords(then.peakMemoryBytes, bytesInWords),
          inWords(now.peakMemoryBytes, bytesInWords),
        )
      : null,
    changed('attempts', String(then.attempts), String(now.attempts)),
  ];
}

function ofSteps(then: Summary, now: Summary): (Difference | null)[] {
  return now.steps
    .map((step) => {
      const before = then.steps.find((other) => other.step === step.step);
      if (before === undefined) return null;
      const isOther =
        before.status !== step.status || isNotable(before.durationMs, step.durationMs, notableMs);
      return isOther ? changed(`step ${step.step}`, stepInWords(before), stepInWords(step)) : null;
    })
    .filter((difference) => difference !== null)
    .slice(0, stepsShown);
}

function stepInWords({ status, durationMs }: Summary['steps'][number]): string {
  return `${status}${durationMs === null ? '' : ` in ${durationInWords(durationMs)}`}`;
}

function changed(what: string, then: string | null, now: string | null): Difference | null {
  if (then === null || now === null || then === now) return null;
  return { what, before: then.slice(0, wordsLimitChars), now: now.slice(0, wordsLimitChars) };
}

function isNotable(then: number | null, now: number | null, least: number): boolean {
  if (then === null || now === null || Math.abs(then - now) < least) return false;
  return Math.max(then, now) >= notableRatio * Math.min(then, now);
}

function inWords(value: number | null, words: (value: number) => string): string | null {
  return value === null ? null : words(value);
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name) && !volatileName.test(name));
}

function named(names: readonly string[]): string {
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
  return `${names.slice(0, namesShown).join(', ')}${more}`;
}

function short(hash: string | null | undefined): string | null {
  return hash?.slice(0, 8) ?? null;
}

function yesOrNo(value: boolean | undefined): string | null {
  return value === undefined ? null : value ? 'yes' : 'no';
}

function limitInWords({ limits: { timeoutMs } }: Spec): string {
  return timeoutMs === null ? 'none' : durationInWords(timeoutMs);
}
