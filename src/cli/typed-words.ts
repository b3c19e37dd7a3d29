import type { WordKind } from './completable.ts';
import { type CompletableOption, type CompletableOptions, optionsOf, wordKindOf } from './completable.ts';
import { usages } from './explain-usage.ts';

/** What may stand where the cursor is. */
export type Wanted =
  | { readonly kind: 'command'; readonly group: string }
  | { readonly kind: 'option'; readonly options: CompletableOptions; readonly given: ReadonlySet<string> }
  /** `prefix` is what of the word is no part of the value: `--status=`. */
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly prefix: string }
  | { readonly kind: Exclude<WordKind, 'nothing'> | 'nothing' };

const nothing = { kind: 'nothing' } as const;

/** Reads the words behind the program's name, the last of which is being typed. Behind `--` everything is another's. */
export function wantedAt(words: readonly string[]): Wanted {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  if (before.includes('--')) return nothing;
  const { command, given, positionals, awaits } = typed(before);
  const options = optionsOf(command);
  if (awaits !== null) return valueAt(awaits, options[awaits], '');
  if (current.startsWith('-')) return optionAt(current, options, given);
  const isGroup = command === '' || usages[command] === '<command>';
  if (isGroup) return positionals === 0 ? { kind: 'command', group: command } : nothing;
  return { kind: wordKindOf(command, positionals) };
}

function optionAt(current: string, options: CompletableOptions, given: ReadonlySet<string>): Wanted {
  const equals = current.indexOf('=');
  if (equals === -1) return { kind: 'option', options, given };
  const name = current.slice(2, equals);
  return valueAt(name, options[name], current.slice(0, equals + 1));
}

function valueAt(name: string, option: CompletableOption | undefined, prefix: string): Wanted {
  if (option?.choices !== undefined) return { kind: 'choice', choices: option.choices, prefix };
  return name === 'after' && prefix === '' ? { kind: 'live process' } : nothing;
}

type Typed = {
  readonly command: string;
  /** Names of options that stand there. */
  readonly given: ReadonlySet<string>;
  /** How many words stand behind the command. */
  readonly positionals: number;
  /** The option whose value comes next. */
  readonly awaits: string | null;
};

function typed(before: readonly string[]): Typed {
  let command = '';
  let positionals = 0;
  let awaits: string | null = null;
  const given = new Set<string>();
  for (const word of before) {
    if (awaits !== null) {
      awaits = null;
    } else if (word.startsWith('-')) {
      const options = optionsOf(command);
      const name = nameOf(word, options);
      given.add(name);
      if (options[name]?.type === 'string' && !word.includes('=')) awaits = name;
    } else {
      const longer = command === '' ? word : `${command} ${word}`;
      if (positionals === 0 && Object.hasOwn(usages, longer)) command = longer;
      else positionals += 1;
    }
  }
  return { command, given, positionals, awaits };
}

/** Of `--name`, `--name=value`, `-n`. */
function nameOf(word: string, options: CompletableOptions): string {
  const [written = ''] = word.replace(/^--?/, '').split('=', 1);
  if (word.startsWith('--')) return written;
  return Object.keys(options).find((name) => options[name]?.alias === written) ?? written;
}
