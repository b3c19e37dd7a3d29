import { type CauseRule, likely, type Try } from './cause-rule.ts';
import { type Death, headOf, type TellingLine } from './death.ts';

/**
 * How much a line tells. What is missing or used up ends a run and everything after it; of failures the latest one
 * counts; a wrapper only passes on that something below it failed.
 */
export type Weight = 'lack' | 'failure' | 'wrapper';

/** A kind of end that a line of the output tells. */
export type LineRule = {
  readonly name: string;
  readonly shape: RegExp;
  /** Lines that look alike and are something else, given those before it. */
  readonly not?: RegExp;
  readonly fits?: (match: RegExpExecArray, before: readonly string[], death: Death) => boolean;
  /** The first such line tells, not the last: what the compiler says later follows from it. */
  readonly isFirst?: true;
  /** What it is about stands in the next line, where this one ends with a colon. */
  readonly isContinued?: true;
  readonly tries?: (match: RegExpExecArray, death: Death) => readonly Try[];
  /** What `requires:` would have to hold. */
  readonly requires?: (match: RegExpExecArray, death: Death) => readonly string[];
};

export type WeighedRule = LineRule & { readonly weight: Weight };

/** The line that tells most, and the rule that it tells by. */
export type Told = {
  readonly rule: WeighedRule;
  readonly line: TellingLine;
  readonly match: RegExpExecArray;
};

/** Nearer to the end than this a line counts also if nobody took it for an error. */
const lastLines = 12;
const contextLines = 8;

export function weighed(weight: Weight, rules: readonly LineRule[]): WeighedRule[] {
  return rules.map((rule) => ({ ...rule, weight }));
}

/** A rule of the table of causes: it fits where the line that tells most tells by it. */
export function causeByLine(rule: WeighedRule): CauseRule {
  return {
    name: rule.name,
    explain: (death, told) => {
      if (told === null || told.rule.name !== rule.name) return null;
      const { match, line } = told;
      const next = rule.isContinued === true ? continuation(death, line) : '';
      return likely(`${headOf(death)}: ${shownLine(line.text)}${next}`, {
        decisive: line,
        tries: rule.tries?.(match, death) ?? [],
        requires: rule.requires?.(match, death) ?? [],
      });
    },
  };
}

function continuation({ lines }: Death, line: TellingLine): string {
  const next = lines[lines.indexOf(line) + 1]?.text.trim() ?? '';
  return next !== '' && line.text.trimEnd().endsWith(':') ? ` ${next}` : '';
}

/** Lines that tell errors come before others, what is lacking before what failed, and the last before the first. */
export function tellingLine(death: Death, rules: readonly WeighedRule[]): Told | null {
  const { lines } = death;
  const errors = lines.filter(({ isError }) => isError);
  const last = lines.slice(-lastLines).filter(({ isError, text }) => !isError && !/^\s{2}/.test(text));
  for (const [candidates, weights] of [
    [errors, ['lack', 'failure']],
    [last, ['lack', 'failure']],
    [[...last, ...errors], ['wrapper']],
  ] as const) {
    const found = weights.map((weight) => newest(death, candidates, rules, weight));
    const best = found.find((told) => told !== null);
    if (best !== undefined && best !== null) return best;
  }
  return null;
}

function newest(
  death: Death,
  candidates: readonly TellingLine[],
  rules: readonly WeighedRule[],
  weight: Weight,
): Told | null {
  for (const line of candidates.toReversed()) {
    const told = readLine(death, line, rules);
    if (told?.rule.weight !== weight) continue;
    if (told.rule.isFirst !== true) return told;
    const first = candidates.map((other) => readLine(death, other, rules));
    return first.find((other) => other?.rule.name === told.rule.name) ?? told;
  }
  return null;
}

/** The first rule that fits the line, whatever its weight. */
function readLine(death: Death, line: TellingLine, rules: readonly WeighedRule[]): Told | null {
  const at = death.lines.indexOf(line);
  const before = death.lines.slice(Math.max(0, at - contextLines), at).map(({ text }) => text);
  for (const rule of rules) {
    const match = rule.shape.exec(line.text);
    if (match === null || rule.not?.test(line.text) === true) continue;
    if (rule.fits?.(match, before, death) ?? true) return { rule, line, match };
  }
  return null;
}

/** Without the marks that pytest and Node set before a line of an error. */
export function shownLine(text: string): string {
  return text.replace(/^(?:E\s{2,}|\s*\[cause\]: )/, '').trim();
}
