/** The kinds of options that commands have; each is read the same way wherever it stands. */

/** Named, so that `--help` shows a command's own options above those that stand everywhere. */
const group = 'Options:';

/** What was given is none of what an option takes. */
export class UnreadableValue extends Error {}

/** Text; given twice, the last counts. */
export function text(describe: string) {
  return { type: 'string', requiresArg: true, group, coerce: lastGiven, describe } as const;
}

/** Text with a value where none is given. */
export function textOr<Default extends string>(value: Default, describe: string) {
  return { ...text(describe), default: value } as const;
}

/** Text that may be given again and again: every one counts. */
export function texts(describe: string) {
  return { type: 'string', array: true, nargs: 1, group, describe } as const;
}

export function flag(describe: string) {
  return { type: 'boolean', group, describe } as const;
}

/** One of a few words. */
export function choice<Word extends string>(
  option: string,
  words: readonly Word[],
  value: Word,
  describe: string,
) {
  const coerce = (given: unknown): Word => {
    const word = words.find((one) => one === lastGiven(given));
    if (word !== undefined) return word;
    throw new UnreadableValue(`${option} ${shown(given)} is none of ${words.join(', ')}`);
  };
  return {
    type: 'string',
    choices: words,
    default: value,
    requiresArg: true,
    group,
    coerce,
    describe,
  } as const;
}

/** A whole number from 0. Read from its text: yargs takes `0x10` for a number, and what is none for NaN. */
export function wholeNumber(option: string, describe: string) {
  const coerce = (given: unknown): number => {
    const number = decimal(given);
    if (number !== null && Number.isSafeInteger(number)) return number;
    throw new UnreadableValue(`${option} ${shown(given)} is no whole number`);
  };
  return { type: 'string', requiresArg: true, group, coerce, describe } as const;
}

/** A number from 0, also with a fraction. */
export function positiveNumber(option: string, describe: string) {
  const coerce = (given: unknown): number => {
    const number = decimal(given);
    if (number !== null) return number;
    throw new UnreadableValue(`${option} ${shown(given)} is no number from 0`);
  };
  return { type: 'string', requiresArg: true, group, coerce, describe } as const;
}

function decimal(given: unknown): number | null {
  const written = lastGiven(given);
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(written) ? Number(written) : null;
}

function lastGiven(given: unknown): string {
  return String(Array.isArray(given) ? given.at(-1) : given);
}

function shown(given: unknown): string {
  return lastGiven(given).slice(0, 40);
}
