import {
  type JudgedRun,
  type LastGood,
  pastFailures,
  type RunSpec,
} from '../../projections/past-failures.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';
import { warning } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { type AskedRun, writtenRun } from './written-run.ts';

/** The same work did not fail at once the last times, for the same reason each time. */
export function pastFailuresCheck(
  asked: AskedRun,
  runsOf: (work: RunSpec) => Promise<readonly JudgedRun[]>,
): Check {
  return {
    name: 'past failures',
    isAdvice: true,
    run: async () => {
      const work = writtenRun(asked);
      const found = pastFailures(await runsOf(work), work);
      if (found === null) return resultsOf('past failures', [], 'none that repeats itself');
      const { count, reason, latestId, lastGood } = found;
      const message = `The last ${count} runs of this failed within 30 s for the same reason: ${shown(reason)} (latest: ${latestId})`;
      const hint = `see what it said: tapps-agents bg logs ${latestId}`;
      const words = lastGood === null ? message : `${message}; ${goodInWords(lastGood)}`;
      return resultsOf('past failures', [warning(words, hint)], '');
    },
  };
}

/** One line: what was different when it last went well. */
function goodInWords({ id, at, differences }: LastGood): string {
  const when = at.slice(0, 16).replace('T', ' ');
  const how =
    differences.length === 0 ? 'nothing that is written down was different' : differences.join('; ');
  return `the last good run was ${id} (${when} UTC): ${shown(how)}`;
}

function shown(text: string): string {
  return safeText(text, { maxChars: 600 });
}
