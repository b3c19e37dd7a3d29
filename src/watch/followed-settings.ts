import { stampOf } from '../base/file-stamp.ts';
import { type ConfigProblem, readSettings, type Settings, type SettingsReading } from '../config/settings.ts';
import { type Environment, userConfigFile } from '../config/user-file.ts';

/** What a look came to. */
export type Followed =
  | { readonly outcome: 'unchanged' }
  /** `problem`: a file that was wrong before is still wrong, and contributes nothing. */
  | { readonly outcome: 'followed'; readonly problem: ConfigProblem | null }
  /** Said once: a file has changed and is wrong now. What held before holds on. */
  | { readonly outcome: 'kept'; readonly problem: ConfigProblem };

const unchanged = { outcome: 'unchanged' } as const;
/** What could not be read may be readable again though its file is the same; what is wrong is not read at every look. */
const looksAgain = 30;

/** The settings of a program that stays while people change them. */
export class FollowedSettings {
  readonly #projectFile: string;
  readonly #env: Environment;
  /** Of the files when the settings of now were read. */
  #stamp: string;
  /** Of the last look. */
  #seenStamp: string;
  #toldStamp: string | null = null;
  #looksSinceTold = 0;
  #now: Settings;
  /** Files that contributed nothing, as they were wrong. */
  #wrong: ReadonlySet<string | null>;

  static async read(projectFile: string, env: Environment): Promise<FollowedSettings> {
    const stamp = stampOfFiles(projectFile, env); // before: what is written while they are read is read anew
    return new FollowedSettings(projectFile, env, stamp, await readSettings(projectFile, env));
  }

  private constructor(projectFile: string, env: Environment, stamp: string, reading: SettingsReading) {
    this.#projectFile = projectFile;
    this.#env = env;
    this.#stamp = stamp;
    this.#seenStamp = stamp;
    this.#now = reading.settings;
    this.#wrong = new Set(errorsIn(reading).map(({ file }) => file));
  }

  get now(): Settings {
    return this.#now;
  }

  /**
   * Reads the files anew where they are others than before, and the same as at the look before this one: editors empty a
   * file first, or move it away. Costs two calls of the system where nothing has changed.
   */
  async follow(): Promise<Followed> {
    const stamp = stampOfFiles(this.#projectFile, this.#env);
    const isSettled = stamp === this.#seenStamp;
    this.#seenStamp = stamp;
    if (stamp === this.#stamp || !isSettled) return unchanged;
    this.#looksSinceTold += 1;
    if (stamp === this.#toldStamp && this.#looksSinceTold % looksAgain !== 0) return unchanged;
    const reading = await readSettings(this.#projectFile, this.#env);
    const errors = errorsIn(reading);
    const problem = errors.find(({ file }) => !this.#wrong.has(file));
    if (problem !== undefined) {
      if (this.#toldStamp === stamp) return unchanged;
      this.#toldStamp = stamp;
      this.#looksSinceTold = 0;
      return { outcome: 'kept', problem };
    }
    this.#stamp = stamp;
    this.#now = reading.settings;
    this.#wrong = new Set(errors.map(({ file }) => file));
    return { outcome: 'followed', problem: errors[0] ?? null };
  }
}

function errorsIn({ problems }: SettingsReading): readonly ConfigProblem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

function stampOfFiles(projectFile: string, env: Environment): string {
  const userFile = userConfigFile(env, process.platform);
  return [projectFile, userFile].map((file) => (file === null ? null : stampOf(file))).join('\n');
}
