import { causeByLine, tellingLine, type WeighedRule, weighed } from './cause-line.ts';
import { type CauseRule, type Explained, unknown } from './cause-rule.ts';
import { causesBeforeStart } from './causes-before.ts';
import { failuresOfBuilds, failuresOfCode } from './causes-code.ts';
import { causesByCode, lastResorts } from './causes-codes.ts';
import { causesOfRecordedEnds } from './causes-ends.ts';
import { exhaustedThings } from './causes-exhausted.ts';
import { failuresOfPlaces } from './causes-files.ts';
import { causesOfGoing } from './causes-going.ts';
import { causesOfKill } from './causes-kill.ts';
import { lackingThings } from './causes-lacking.ts';
import { failuresOfNetwork } from './causes-network.ts';
import { lackingSurroundings } from './causes-places.ts';
import { causesByChildSignal, causesBySignal } from './causes-signals.ts';
import { failuresOfTools, wrappers } from './causes-tools.ts';
import { type Death, headOf } from './death.ts';

export type NamedCause = Explained & { readonly rule: string };

/** What a line of the output tells; for one line the first rule that fits counts. */
const lineRules: readonly WeighedRule[] = [
  ...weighed('lack', exhaustedThings),
  ...weighed('failure', failuresOfBuilds),
  ...weighed('lack', lackingThings),
  ...weighed('failure', lackingSurroundings),
  ...weighed('failure', failuresOfPlaces),
  ...weighed('failure', failuresOfCode),
  ...weighed('failure', failuresOfNetwork),
  ...weighed('failure', failuresOfTools),
  ...weighed('wrapper', wrappers),
];

/** A program that gives itself up says why before; any other signal says more than its output. */
const byLines = lineRules.map(causeByLine).map((rule): CauseRule => {
  const isOwnEnd = ({ signal }: Death): boolean =>
    signal === null || ['SIGABRT', 'SIGTRAP', 'SIGILL'].includes(signal);
  return { ...rule, explain: (death, told) => (isOwnEnd(death) ? rule.explain(death, told) : null) };
});

/** Every kind of end that is told from others. The first rule that fits wins. */
export const causes: readonly CauseRule[] = [
  ...causesOfGoing,
  ...causesBeforeStart,
  ...causesOfRecordedEnds,
  ...causesOfKill,
  ...causesByChildSignal.filter(({ name }) => name !== 'child_aborted'),
  ...byLines,
  ...causesByChildSignal.filter(({ name }) => name === 'child_aborted'),
  ...causesBySignal,
  ...causesByCode,
  ...lastResorts,
];

/** Why it is as it is: always an answer, if only that nobody can know. */
export function causeOf(death: Death): NamedCause {
  const told = tellingLine(death, lineRules);
  for (const { name, explain } of causes) {
    const explained = explain(death, told);
    if (explained !== null) return { rule: name, ...explained };
  }
  return { rule: 'unknown', ...unknown(headOf(death)) };
}
