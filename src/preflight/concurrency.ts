import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';
import { error } from './command-words.ts';
import { resultsOf } from './findings.ts';
import type { RunningProcess } from './situation.ts';

export type ConcurrencyOptions = {
  readonly max: number;
  readonly running: () => Promise<readonly RunningProcess[]>;
};

const namedLimit = 5;

/** There is room for one more process in this project. */
export function concurrencyCheck({ max, running }: ConcurrencyOptions): Check {
  return {
    name: 'concurrency',
    run: async () => {
      const all = await running();
      if (all.length < max) return resultsOf('concurrency', [], `${all.length} of ${max} running`);
      const limit = `${all.length === max ? 'which is' : 'over'} the limit (max_concurrent_processes: ${max})`;
      const message = `${counted(all.length)} running already, ${limit}: ${named(all)}`;
      return resultsOf('concurrency', [error(message, hint(all))], '');
    },
  };
}

function counted(count: number): string {
  return count === 1 ? '1 process is' : `${count} processes are`;
}

function named(all: readonly RunningProcess[]): string {
  const first = all.slice(0, namedLimit).map(({ id, type }) => `${id} ${safeText(type, { maxChars: 80 })}`);
  const more = all.length > namedLimit ? ` and ${all.length - namedLimit} more` : '';
  return `${first.join(', ')}${more}`;
}

/** The one that has run longest is the likeliest to end soon, or to hang. */
function hint([oldest]: readonly RunningProcess[]): string {
  const raise = 'raise max_concurrent_processes in .tapps-agents/config.yaml';
  if (oldest === undefined) return raise;
  return `wait for one (tapps-agents bg wait ${oldest.id}), stop one (tapps-agents bg stop ${oldest.id}), or ${raise}`;
}
