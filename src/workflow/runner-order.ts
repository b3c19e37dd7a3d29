import { parseArgs } from 'node:util';

/** What the step runner is told by whoever launches it. */
export type RunnerOrder = {
  /** Absolute path of the workflow file. */
  readonly file: string;
  readonly prompt: string;
  /** Interpreter with the Python engine, for steps that nobody else executes. */
  readonly enginePython: string | null;
  /** The process whose finished steps are done. */
  readonly resumeOf: string | null;
};

/** Steps are given both, too. */
export const promptVariable = 'TAPPS_PROMPT';
export const stepVariable = 'TAPPS_STEP';

/** The words behind the runner's file; the prompt goes through the environment, as it may be long and private. */
export function runnerWords({ file, enginePython, resumeOf }: Omit<RunnerOrder, 'prompt'>): string[] {
  const engine = enginePython === null ? [] : ['--engine', enginePython];
  return [file, ...engine, ...(resumeOf === null ? [] : ['--resume-of', resumeOf])];
}

/** Null for words that no launch of ours makes. */
export function readRunnerOrder(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RunnerOrder | null {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { engine: { type: 'string' }, 'resume-of': { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return null;
  const { engine, 'resume-of': resumeOf } = values;
  return {
    file,
    prompt: env[promptVariable] ?? '',
    enginePython: typeof engine === 'string' ? engine : null,
    resumeOf: typeof resumeOf === 'string' ? resumeOf : null,
  };
}
