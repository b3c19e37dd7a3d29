import type { FullScreen } from '../base/full-screen.ts';
import type { TerminalKeys } from '../base/terminal-keys.ts';
import type { ConfigProblem, Settings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import { safeJson } from '../output/safe-text.ts';

/** What every command is given to work with. Only `compose` makes it. */
export type Hands = {
  readonly project: Project;
  readonly settings: Settings;
  readonly configProblems: readonly ConfigProblem[];
  /** What is wrong with the configuration, and where, in one line; null if it is well. */
  readonly configWarning: string | null;
  readonly version: string;
  readonly supervisorEntry: string;
  readonly stepRunnerEntry: string;
  readonly watcherEntry: string;
  /** The program that shows notices on the desktop. */
  readonly notifyHelper: string;
  /** Folder of the workflows that come with this program. */
  readonly presetsFolder: string;
  /** Folder that relative paths of the command line are meant from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Raw argv behind the first `--`, null without one: the command to run, or words that are no options. */
  readonly behindDashes: readonly string[] | null;
  readonly json: boolean;
  readonly colours: boolean;
  readonly terminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Columns of a terminal whose lines can be redrawn; null where stdout is none. */
  readonly columns: number | null;
  readonly nowMs: () => number;
  /** Text for stdout, as it is; callers end their lines. */
  readonly write: (text: string) => void;
  /** Bytes for stdout, as they are. */
  readonly writeBytes: (bytes: Uint8Array) => void;
  /** Text for stdout; resolves when it is out of this program's hands, rejects if it did not get there. */
  readonly writeOut: (text: string) => Promise<void>;
  /** Writes a file, whatever was there; gives its absolute path. Throws the system's error. */
  readonly writeFile: (path: string, text: string) => string;
  /** Text for stdout; resolves when there is room for more. A reader that has enough ends this program. */
  readonly writePaced: (text: string) => Promise<void>;
  /** A line for people, on stderr. */
  readonly tell: (line: string) => void;
  /** Shows on a terminal how far something is, on one line of stderr that is drawn over; null takes it away. */
  readonly progress: (line: string | null) => void;
  /** Asks a yes-or-no question on the terminal. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Takes the terminal on stdin, key by key, until that is given back. */
  readonly readKeys: () => TerminalKeys;
  /** Takes the whole terminal on stdout, until that is given back. */
  readonly takeScreen: () => FullScreen;
  /** What to do when Ctrl-C ends this program, which then exits with 130. */
  readonly onInterrupt: (say: () => void) => void;
  /** The shortest form of an absolute path that works from where the user is. */
  readonly shortPath: (path: string) => string;
};

/** Writes lines for people, or one JSON document where `--json` asks for it. */
export function present(hands: Hands, document: unknown, lines: () => readonly string[]): void {
  if (hands.json) writeJson(hands, document);
  else for (const line of lines()) hands.write(`${line}\n`);
}

/** As `present`, where the lines are not at hand at once. */
export async function presentLater(
  hands: Hands,
  document: unknown,
  lines: () => Promise<readonly string[]>,
): Promise<void> {
  const shown = hands.json ? [] : await lines();
  present(hands, document, () => shown);
}

/** One JSON document, one line. */
export function writeJson(hands: Hands, document: unknown): void {
  hands.write(jsonLine(document));
}

export function jsonLine(document: unknown): string {
  return `${safeJson(JSON.stringify(document))}\n`;
}
