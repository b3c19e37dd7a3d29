import type { Step } from './definition.ts';

/** Who can execute the steps that name an agent. */
export type Executors = {
  /** Command of each agent that the configuration gives one. */
  readonly agents: Readonly<Record<string, { readonly command: readonly string[] }>>;
  /** Interpreter that has the Python engine; null if the engine is not there. */
  readonly enginePython: string | null;
};

/** What a command's blanks may ask of a step. */
export type FillableStep = Pick<Step, 'id' | 'agent' | 'action' | 'requires' | 'creates'>;

/** What may stand in a command and is replaced when its step begins. */
export type Blanks = { readonly prompt: string };

/** Who executes a step, by rank: its own command, the project's agent of that name, the Python engine. */
export function executorOf(
  step: Step,
  { agents, enginePython }: Executors,
): 'run' | 'agent' | 'engine' | null {
  if (step.run !== null) return 'run';
  if (step.agent === null) return null;
  if (Object.hasOwn(agents, step.agent)) return 'agent';
  return enginePython === null ? null : 'engine';
}

/** The words that are executed for a step, none of them through a shell; null if nobody can. */
export function commandOfStep(step: Step, executors: Executors, blanks: Blanks): readonly string[] | null {
  const executor = executorOf(step, executors);
  switch (executor) {
    case 'run':
      return filledIn(step.run ?? [], step, blanks);
    case 'agent':
      return filledIn(executors.agents[step.agent ?? '']?.command ?? [], step, blanks);
    case 'engine': {
      const action = step.action === null ? [] : [step.action];
      const words = [step.agent ?? '', ...action, '--prompt', blanks.prompt];
      return [executors.enginePython ?? '', '-m', 'tapps_agents.cli', ...words];
    }
    case null:
      return null;
  }
}

/** True if a command leaves a blank for the prompt. */
export function needsPrompt(words: readonly string[]): boolean {
  return words.some((word) => word.includes('{prompt}'));
}

/** A word that is `{artifacts}` alone becomes one word for each of them; all other blanks stay inside their word. */
export function filledIn(words: readonly string[], step: FillableStep, { prompt }: Blanks): string[] {
  const artifacts = [...step.requires, ...step.creates];
  const values: Readonly<Record<string, string>> = {
    prompt,
    step: step.id,
    agent: step.agent ?? '',
    action: step.action ?? '',
    requires: step.requires.join(','),
    creates: step.creates.join(','),
    artifacts: artifacts.join(','),
  };
  return words.flatMap((word) => {
    if (word === '{artifacts}') return artifacts;
    // One pass, so that a blank inside the prompt's own text stays as it is.
    return [word.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole)];
  });
}
