import { type CauseRule, certain, type Explained, likely, unknown } from './cause-rule.ts';
import { causesBeforeStart } from './causes-before.ts';
import { causesOfRecordedEnds } from './causes-ends.ts';
import { causesOfGoing } from './causes-going.ts';
import { type Death, headOf } from './death.ts';

export type NamedCause = Explained & { readonly rule: string };

/** Every kind of end that is told from others. The first rule that fits wins. */
export const causes: readonly CauseRule[] = [
  ...causesOfGoing,
  ...causesBeforeStart,
  ...causesOfRecordedEnds,
  { name: 'last_error_line', explain: lastErrorLine },
  { name: 'unknown', explain: (death) => unknown(`${headOf(death)}: its output does not say why`) },
];

/** Why it is as it is: always an answer, if only that nobody can know. */
export function causeOf(death: Death): NamedCause {
  for (const { name, explain } of causes) {
    const explained = explain(death);
    if (explained !== null) return { rule: name, ...explained };
  }
  return { rule: 'unknown', ...certain(headOf(death)) };
}

function lastErrorLine(death: Death): Explained | null {
  const decisive = death.lines.findLast(({ isError }) => isError);
  return decisive === undefined ? null : likely(`${headOf(death)}: ${decisive.text.trim()}`, { decisive });
}
