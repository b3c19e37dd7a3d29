import { resolveReference } from '../../projections/process-list.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { findJournal } from '../journal/journal-places.ts';
import { outputPathOf } from '../journal/project-paths.ts';
import { asListed, type Listed } from '../observe/as-listed.ts';
import { type Observed, observe } from '../observe/observe.ts';
import { observeChosen } from '../observe/observe-chosen.ts';
import { observeAllThen } from '../observe/observe-then.ts';
import { safeText } from '../output/safe-text.ts';
import { processJson } from '../views/process-json.ts';
import type { Hands } from './hands.ts';

/** The one process that a user means, live or archived. Throws `no_such_process` or `ambiguous_process`. */
export async function chooseProcess(hands: Hands, reference: string): Promise<Observed> {
  if (findJournal(hands.project, reference) !== null) return observe(hands.project, reference);
  const isNewest = reference === '@last' || reference === '@last-failed';
  const { observed } = await observeChosen(
    hands.project,
    'all',
    (all) => meant(all, reference),
    isNewest ? { to: 'chosen', count: 1 } : { to: 'first' },
  );
  return onlyOne(observed, reference, hands);
}

/** Those that a reference may mean: more than one is too many. */
function meant(all: readonly Listed[], reference: string): readonly Listed[] {
  const resolved = resolveReference(all, reference);
  if (resolved.found === 'one') return [resolved.process];
  const candidates = new Set(resolved.found === 'many' ? resolved.candidates : []);
  return all.filter(({ id }) => candidates.has(id));
}

/** The one that was meant by it at a moment: `@last` was another one then. One that came later is named all the same. */
export async function chooseIdThen(hands: Hands, reference: string, at: string): Promise<string> {
  if (findJournal(hands.project, reference) !== null) return reference;
  const { observed } = observeAllThen(hands.project, at);
  const isKnown = resolveReference(observed.map(asListed), reference).found !== 'none';
  return (isKnown ? onlyOne(observed, reference, hands) : await chooseProcess(hands, reference)).id;
}

function onlyOne(observed: readonly Observed[], reference: string, hands: Hands): Observed {
  const resolved = resolveReference(observed.map(asListed), reference);
  switch (resolved.found) {
    case 'one':
      return resolved.process.observed;
    case 'many':
      throw new FailureError({
        code: 'ambiguous_process',
        reference: safeText(reference),
        candidates: resolved.candidates,
      });
    case 'none':
      throw new FailureError({
        code: 'no_such_process',
        reference: safeText(reference, { maxChars: 100 }),
        folder: hands.shortPath(hands.project.journalFolder),
      });
  }
}

/** The JSON form of a process as it is now, or was at a moment (milliseconds since 1970): then nothing is estimated. */
export function describe(
  hands: Hands,
  observed: Observed,
  atMs: number = hands.nowMs(),
  etaMs: number | null = null,
): ProcessJson {
  const { id, state, verdict, corruptLines, path } = observed;
  const output = state.spec === null ? null : outputPathOf(hands.project, state.spec.output);
  return processJson({ id, state, verdict, corruptLines, journal: path, output, etaMs }, atMs);
}
