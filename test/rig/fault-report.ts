import type { Fault } from '../faults/catalogue.ts';
import type { FaultMark } from './fault-marks.ts';

/** What the runner says of the catalogue, and what is wrong with it. */
export type FaultReport = { readonly lines: readonly string[]; readonly problems: readonly string[] };

/**
 * A fault held if each of its tests did. In a whole run every fault of the catalogue must have a test or a reason why
 * it has none; a mark with a number that the catalogue does not have is a mistake in any run.
 */
export function reportFaults(
  catalogue: readonly Fault[],
  marks: readonly FaultMark[],
  isWhole: boolean,
): FaultReport {
  const came = (number: number, what: FaultMark['came']): boolean =>
    marks.some((mark) => mark.number === number && mark.came === what);
  const tested = catalogue.filter(({ number }) => marks.some((mark) => mark.number === number));
  const broke = tested.filter(({ number }) => came(number, 'broke'));
  const skipped = tested.filter(({ number }) => came(number, 'skipped') && !came(number, 'broke'));
  const held = tested.length - broke.length - skipped.length;
  const elsewhere = catalogue.filter(({ notInjected }) => notInjected !== undefined);
  if (tested.length === 0 && !isWhole) return { lines: [], problems: strangers(catalogue, marks) };
  return {
    lines: [
      `faults: ${held} held, ${broke.length} broke, ${skipped.length} skipped${notInjected(elsewhere, isWhole)}`,
      ...broke.map(({ number, fault }) => `  ${number} broke: ${fault}`),
      ...skipped.map(({ number, fault }) => `  ${number} skipped: ${fault} (needs ${needs(marks, number)})`),
      ...(isWhole
        ? elsewhere.map(({ number, notInjected }) => `  ${number} is not injected: ${notInjected}`)
        : []),
    ],
    problems: [...strangers(catalogue, marks), ...(isWhole ? untested(catalogue, tested) : [])],
  };
}

function notInjected(elsewhere: readonly Fault[], isWhole: boolean): string {
  return isWhole ? `, ${elsewhere.length} not injected` : '';
}

function needs(marks: readonly FaultMark[], number: number): string {
  const wanted = marks.filter((mark) => mark.number === number && mark.came === 'skipped');
  return [...new Set(wanted.map(({ why }) => why))].join(', ');
}

function untested(catalogue: readonly Fault[], tested: readonly Fault[]): string[] {
  const forgotten = catalogue.filter((fault) => !tested.includes(fault) && fault.notInjected === undefined);
  return forgotten.map(({ number, fault }) => `fault ${number} has neither a test nor a reason: ${fault}`);
}

function strangers(catalogue: readonly Fault[], marks: readonly FaultMark[]): string[] {
  const known = new Set(catalogue.map(({ number }) => number));
  const unknown = new Set(marks.map(({ number }) => number).filter((number) => !known.has(number)));
  return [...unknown].map((number) => `a test names fault ${number}, which is not in the catalogue`);
}
