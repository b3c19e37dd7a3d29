/** A workflow as somebody asked for it. */
export type WorkflowWish = {
  readonly way: 'simple-mode' | 'workflow';
  /** A preset, an alias of one, a name of the configuration, or the path of a file. */
  readonly name: string;
  readonly prompt: string | null;
  /** A file that the engine is to look at. */
  readonly file: string | null;
  readonly auto: boolean;
  /** Where it runs; artifacts lie below. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The process whose finished steps are done. */
  readonly resumeOf: string | null;
};
