/** What an option's table says that matters here; the same tables that yargs is given. */
export type OptionTable = Readonly<Record<string, OptionKind>>;
type OptionKind = {
  readonly type: 'string' | 'boolean';
  readonly array?: true;
  readonly alias?: string;
};

/** The words behind a command, sorted. */
export type PlainWords = {
  readonly positionals: readonly string[];
  /** True where it was given, else undefined. */
  readonly flag: (name: string) => true | undefined;
  /** The value of an option as its table reads it; undefined where it was not given. */
  readonly value: <Value>(name: string, option: Reader<Value>) => Value | undefined;
  /** Every value of an option that may be repeated. */
  readonly values: (name: string) => string[] | undefined;
};

type Reader<Value> = { readonly coerce: (given: unknown) => Value };

const everywhere: OptionTable = {
  json: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  debug: { type: 'boolean' },
};

/** Ids, names and references that no parser could take for anything else. */
const plainPositional = /^[@A-Za-z0-9][A-Za-z0-9_.-]*$/;

/**
 * Sorts words that can mean only one thing: whole names, one value each, nothing twice, nothing that looks like an
 * option where a value is due. Null for everything else, which is yargs' to read, or to refuse.
 */
export function plainWords(words: readonly string[], table: OptionTable): PlainWords | null {
  const options = new Map(Object.entries({ ...everywhere, ...table }));
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word.startsWith('-')) {
      const taken = takeOption(word, words[at + 1], options, given);
      if (taken === null) return null;
      at += taken;
    } else if (plainPositional.test(word)) positionals.push(word);
    else return null;
  }
  return {
    positionals,
    flag: (name) => (given.has(name) ? true : undefined),
    value: (name, option) => {
      const [text] = given.get(name) ?? [];
      return text === undefined ? undefined : option.coerce(text);
    },
    values: (name) => given.get(name),
  };
}

/** How many further words it took; null if what is meant is not certain. */
function takeOption(
  word: string,
  next: string | undefined,
  options: ReadonlyMap<string, OptionKind>,
  given: Map<string, string[]>,
): number | null {
  const { name, inline } = namedBy(word, options);
  const option = options.get(name);
  const known = given.get(name);
  if (option === undefined || (known !== undefined && option.array !== true)) return null;
  if (option.type === 'boolean') {
    given.set(name, []);
    // yargs gives a flag the word behind it if that is one of these.
    return inline !== null || next === 'true' || next === 'false' ? null : 0;
  }
  const value = inline ?? next;
  if (value === undefined || value === '' || value.startsWith('-')) return null;
  given.set(name, [...(known ?? []), value]);
  return inline === null ? 1 : 0;
}

/** `--name`, `--name=value`, or the one letter that is an option's alias. */
function namedBy(
  word: string,
  options: ReadonlyMap<string, OptionKind>,
): { readonly name: string; readonly inline: string | null } {
  if (!word.startsWith('--')) {
    const [name = ''] = [...options].find(([, { alias }]) => `-${alias}` === word) ?? [];
    return { name, inline: null };
  }
  const equals = word.indexOf('=');
  if (equals === -1) return { name: word.slice(2), inline: null };
  return { name: word.slice(2, equals), inline: word.slice(equals + 1) };
}
