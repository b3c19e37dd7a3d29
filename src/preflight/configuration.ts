import { dirname, isAbsolute, join, relative } from 'node:path';
import { whereOf } from '../config/config-problem.ts';
import { isThere } from '../config/is-there.ts';
import type { ConfigProblem } from '../config/settings.ts';
import type { Check, CheckResult } from './check.ts';
import { shownPath } from './command-words.ts';

const name = 'configuration';

/**
 * The configuration of all sources, and the list of experts beside it, can be read and say nothing impossible.
 * `problems` are those of the reading that the settings come from.
 */
export function configurationCheck(file: string, problems: readonly ConfigProblem[]): Check {
  return {
    name,
    run: async ({ projectRoot }) => {
      const results = [...problems, ...(await expertsBeside(file))].map((problem) =>
        resultOf(problem, projectRoot),
      );
      if (results.some(({ severity }) => severity === 'error')) return results;
      return [{ name, ok: true, severity: 'error', message: 'readable', hint: '' }, ...results];
    },
  };
}

async function expertsBeside(file: string): Promise<readonly ConfigProblem[]> {
  const experts = join(dirname(file), 'experts.yaml');
  if (!isThere(experts)) return [];
  const { problemsWithExperts } = await import('../config/experts.ts');
  return problemsWithExperts(experts);
}

function resultOf(problem: ConfigProblem, projectRoot: string): CheckResult {
  const where = whereOf(problem, (path) => shownPath(shortest(projectRoot, path)));
  const kind = problem.severity === 'error' ? 'Invalid configuration' : 'Configuration';
  const hint = problem.hint === '' ? `mend ${where}` : problem.hint;
  return {
    name,
    ok: false,
    severity: problem.severity,
    message: `${kind}: ${where}: ${problem.message}`,
    hint,
  };
}

function shortest(root: string, path: string): string {
  const below = relative(root, path);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? path : below;
}
