/** A workflow whose file was read and found sound in itself. Plain data: what runs it is elsewhere. */
export type Workflow = {
  /** As the reader was told it; for messages. */
  readonly file: string;
  /** Shown as the type of the process. */
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  /** `greenfield` or `brownfield`; nothing depends on it. */
  readonly type: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
};

export type Step = {
  readonly id: string;
  /** Its place in the file, from 1. */
  readonly index: number;
  readonly at: Position;
  readonly agent: string | null;
  readonly action: string | null;
  /** The words of a command, `{prompt}` not yet filled in; never for a shell. Wins over `agent`. */
  readonly run: readonly string[] | null;
  /** Paths below the folder of the run, normalised; a folder ends with `/`. */
  readonly requires: readonly string[];
  readonly creates: readonly string[];
  /** `conditional` is treated as `required`: nothing here evaluates its condition. */
  readonly condition: 'required' | 'optional' | 'conditional';
  readonly next: string | null;
  readonly gate: Gate | null;
  /** For one attempt. */
  readonly timeoutMs: number | null;
  readonly retries: number;
  readonly needsPrompt: boolean;
};

export type Gate = {
  readonly condition: string;
  /** Null: the step's `next`. */
  readonly onPass: string | null;
  /** Null: the step fails. */
  readonly onFail: string | null;
  /** How often `onFail` is taken before the step fails. */
  readonly limit: number;
};

/** Counted from 1. */
export type Position = { readonly line: number; readonly column: number };

export const knownAgents: readonly string[] = [
  ...['analyst', 'architect', 'cleanup', 'debugger', 'designer', 'documenter', 'enhancer', 'evaluator'],
  ...['implementer', 'improver', 'ops', 'orchestrator', 'planner', 'reviewer', 'tester'],
];

export const promptPlaceholder = '{prompt}';
export const defaultGateLimit = 3;
export const stepLimit = 500;
export const fileLimitBytes = 256 * 1024;

/** `planning (planner/create_stories)`: how messages name a step. */
export function stepName({ id, agent, action, run }: Pick<Step, 'id' | 'agent' | 'action' | 'run'>): string {
  if (agent === null) return run === null ? id : `${id} (run)`;
  return `${id} (${action === null ? agent : `${agent}/${action}`})`;
}

/** True for the closing step of the engine's workflows: there is nothing to execute, and no prompt to give it. */
export function isCompletion({
  id,
  agent,
  action,
  run,
}: Pick<Step, 'id' | 'agent' | 'action' | 'run'>): boolean {
  const closes = id === 'complete' || action === 'finalize' || action === 'complete';
  return run === null && agent === 'orchestrator' && closes;
}

export function isOptional({ condition }: Step): boolean {
  return condition === 'optional';
}
