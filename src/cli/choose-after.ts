import { FailureError } from '../../schemas/failure.ts';
import type { Check } from '../preflight/check.ts';
import { error, type Finding } from '../preflight/command-words.ts';
import { resultsOf } from '../preflight/findings.ts';
import { chooseProcess } from './choose-process.ts';
import { explainFailure } from './explain-failure.ts';
import type { Hands } from './hands.ts';

/** The process that `--after` means; one that is not there, or may be several, is a problem of the launch. */
export async function chooseAfter(
  reference: string | null,
  hands: Hands,
): Promise<{ readonly after: string | null; readonly checks: readonly Check[] }> {
  if (reference === null) return { after: null, checks: [] };
  try {
    const { id } = await chooseProcess(hands, reference);
    return { after: id, checks: [afterCheck([], id)] };
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    const { message, hint } = explainFailure(thrown.failure);
    return { after: null, checks: [afterCheck([error(`--after: ${message}`, hint ?? '')], '')] };
  }
}

function afterCheck(findings: readonly Finding[], well: string): Check {
  return { name: 'after', run: async () => resultsOf('after', findings, well) };
}
