import { nearestWord } from '../base/slips.ts';
import type { Settings } from '../config/settings.ts';
import type { Check } from '../preflight/check.ts';
import { shownPath } from '../preflight/command-words.ts';
import { engineChecks, hasEngine } from '../preflight/engine.ts';
import { resultsOf } from '../preflight/findings.ts';
import { knownAgents } from '../workflow/definition.ts';
import { filledIn } from '../workflow/step-command.ts';

/** One agent as somebody asked for it. */
export type AgentWish = {
  readonly agent: string;
  readonly action: string;
  /** For the agent, behind its action. */
  readonly words: readonly string[];
  readonly prompt: string | null;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

export type AgentPlan = { readonly command: readonly string[]; readonly checks: readonly Check[] };

/** Who executes an agent: the project's command of that name, else the Python engine. */
export async function planAgent(wish: AgentWish, settings: Settings): Promise<AgentPlan> {
  const { agent, action, words, prompt } = wish;
  const own = Object.hasOwn(settings.agents, agent) ? settings.agents[agent] : undefined;
  if (own !== undefined) {
    const step = { id: action, agent, action, requires: [], creates: [] };
    return { command: [...filledIn(own.command, step, { prompt: prompt ?? '' }), ...words], checks: [] };
  }
  const python = settings.enginePython;
  const asked = prompt === null ? [] : ['--prompt', prompt];
  const command = [python, '-m', 'tapps_agents.cli', agent, action, ...words, ...asked];
  if (!knownAgents.includes(agent)) return { command, checks: [unknownAgent(agent, settings)] };
  if (await hasEngine(python, wish)) return { command, checks: engineChecks(python) };
  const message = `Nobody can execute the agent ${agent}`;
  const hint = `set agents.${agent}.command in .tapps-agents/config.yaml, or install the Python engine: ${python} -m pip install tapps-agents`;
  return { command, checks: [refusal(message, hint)] };
}

function unknownAgent(agent: string, { agents }: Settings): Check {
  const near = nearestWord(agent, [...knownAgents, ...Object.keys(agents)]);
  const hint = near === null ? `known are ${knownAgents.join(', ')}` : `did you mean ${near}?`;
  return refusal(`Unknown agent: ${shownPath(agent)}`, hint);
}

function refusal(message: string, hint: string): Check {
  return { name: 'agent', run: async () => resultsOf('agent', [{ severity: 'error', message, hint }], '') };
}
