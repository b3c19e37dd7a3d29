import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';
import { error, type Finding } from './command-words.ts';
import { resultsOf } from './findings.ts';

/** Who runs now, as far as it is named. */
export type Runner = { readonly id: string; readonly type: string };

export type ConcurrencyOptions = {
  readonly max: number;
  readonly running: () => Promise<readonly Runner[]>;
  /** It waits if there is no room. */
  readonly mayWait: boolean;
};

const namedLimit = 5;

/**
 * There is room for one more process in this project. A look, so that it is said together with everything else that is
 * wrong; what counts is the ticket that the launch takes.
 */
export function concurrencyCheck({ max, running, mayWait }: ConcurrencyOptions): Check {
  return {
    name: 'concurrency',
    run: async () => {
      const all = await running();
      const count = `${all.length} of ${max} running`;
      if (all.length < max) return resultsOf('concurrency', [], count);
      if (mayWait) return resultsOf('concurrency', [], `${count}: it waits for a free slot`);
      return resultsOf('concurrency', [limitReached(all, max)], '');
    },
  };
}

/** In words, the one that has run longest first. */
export function limitReached(all: readonly Runner[], max: number): Finding {
  const limit = `${all.length > max ? 'over' : 'which is'} the limit (max_concurrent_processes: ${max})`;
  return error(`${counted(all.length)} running already, ${limit}: ${named(all)}`, hint(all));
}

function counted(count: number): string {
  return count === 1 ? '1 process is' : `${count} processes are`;
}

function named(all: readonly Runner[]): string {
  const first = all.slice(0, namedLimit).map(({ id, type }) => `${id} ${safeText(type, { maxChars: 80 })}`);
  const more = all.length > namedLimit ? ` and ${all.length - namedLimit} more` : '';
  return `${first.join(', ')}${more}`;
}

/** The one that has run longest is the likeliest to end soon, or to hang. */
function hint([oldest]: readonly Runner[]): string {
  const raise = 'raise max_concurrent_processes in .tapps-agents/config.yaml';
  if (oldest === undefined) return raise;
  return `add --queue to wait for a free slot, stop one (tapps-agents bg stop ${oldest.id}), or ${raise}`;
}
