import { UnreadableValue } from './option-kinds.ts';
import { type Perform, withCare } from './perform.ts';
import { type PlainReading, plainCommands } from './plain-commands.ts';
import { plainWords } from './plain-words.ts';

/** A command line that was read without yargs. */
export type PlainCall = {
  readonly args: PlainReading['args'];
  readonly perform: (perform: Perform) => Promise<void>;
};

/**
 * Reads the command lines that are typed and called most, where they are plain: loading yargs takes nearly as long as
 * Node takes to start. Null for everything else: yargs reads it, tells what is wrong with it, and has all the help.
 */
export function plainCall(own: readonly string[]): PlainCall | null {
  const words = isFolderOption(own) ? own.slice(2) : own;
  const [first, name = '', ...others] = words;
  const command = first === 'bg' ? plainCommands.get(name) : undefined;
  const sorted = command === undefined ? null : plainWords(others, command.options);
  const reading = command === undefined || sorted === null ? null : readable(() => command.read(sorted));
  if (reading === null) return null;
  const { args, care, work } = reading;
  return { args, perform: (perform) => (care === 'none' ? perform(work) : withCare(perform)[care](work)) };
}

/** `-C DIR` in front; what is behind it is for `compose`. */
function isFolderOption([option, folder = '-']: readonly string[]): boolean {
  return option === '-C' && folder !== '' && !folder.startsWith('-');
}

/** Null if a value is none of what its option takes. */
function readable(read: () => PlainReading | null): PlainReading | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableValue) return null;
    throw error;
  }
}
