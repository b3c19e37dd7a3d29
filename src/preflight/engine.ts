import { isAbsolute } from 'node:path';
import type { Check, CheckResult } from './check.ts';
import { type Environment, findOnPath } from './command-path.ts';
import { askPython } from './python-question.ts';
import { requirementChecks } from './requirement-checks.ts';

/** What the Python engine imports; `aiofiles` has a substitute. */
const modules =
  'tapps_agents pydantic httpx yaml aiohttp psutil radon bandit coverage jinja2 packaging rich tiktoken'.split(
    ' ',
  );
const optionalModules = ['aiofiles'];
const oldestPython = '>=3.12';
const askLimitMs = 3000;

/** True if this interpreter can import the engine. */
export async function hasEngine(
  python: string,
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
): Promise<boolean> {
  const interpreter = python.includes('/') ? python : await findOnPath(python, cwd, env);
  if (interpreter === null) return false;
  const question = { interpreter, modules: ['tapps_agents'], cwd, env, limitMs: askLimitMs };
  const answer = await askPython(question, new AbortController().signal);
  if (answer.outcome !== 'answered') return false;
  const how = answer.modules.get('tapps_agents')?.how;
  return how === 'importable' || how === 'installed';
}

/** The engine's interpreter is new enough, and all that it imports is there. */
export function engineChecks(python: string): readonly Check[] {
  const required = modules.map((module) => ({ kind: 'python', module, range: null }) as const);
  const optional = optionalModules.map((module) => ({ kind: 'python', module, range: null }) as const);
  const version = { kind: 'tool', name: python, range: oldestPython } as const;
  const tool = python.includes('/') && !isAbsolute(python) ? [] : [version]; // from where a relative one counts, a tool is not looked for
  return [
    ...requirementChecks([...tool, ...required], { python }),
    ...requirementChecks(optional, { python }).map(asWarning),
  ];
}

function asWarning({ name, run }: Check): Check {
  const weakened = (result: CheckResult): CheckResult => ({ ...result, severity: 'warning' });
  return { name: `optional ${name}`, run: async (plan, signal) => (await run(plan, signal)).map(weakened) };
}
