import type { Verdict } from '../../projections/judge.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';
import { error, type Finding } from './command-words.ts';
import { resultsOf } from './findings.ts';

/** The process that a launch waits for, and what became of it so far. */
export type Awaited = { readonly id: string; readonly verdict: Pick<Verdict, 'status' | 'message'> };

/** The process that must complete first is there, and can still complete. */
export function afterCheck(reference: string, find: () => Promise<Awaited | null>): Check {
  return {
    name: 'after',
    run: async () => {
      const found = await find();
      const finding = found === null ? unknown(reference) : hopeless(found);
      const well = found === null ? '' : `${found.id} is ${found.verdict.status}`;
      return resultsOf('after', finding === null ? [] : [finding], well);
    },
  };
}

function unknown(reference: string): Finding {
  const shown = safeText(reference, { maxChars: 100 });
  return error(`No process to wait for: ${shown}`, 'see which there are: tapps-agents bg list');
}

function hopeless({ id, verdict }: Awaited): Finding | null {
  const { status, message } = verdict;
  if (status === 'completed' || status === 'running' || status === 'queued') return null;
  const why = message === null ? '' : ` (${safeText(message, { maxChars: 300 })})`;
  const hint = `see tapps-agents bg status ${id}, and wait for one that can complete`;
  return error(`${id} will never complete: it is ${status}${why}`, hint);
}
