import { lstatSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { whyNotWritten, withJournal } from '../journal/journal-file.ts';
import { journalPath, listProcessIds, type Project } from '../journal/project-paths.ts';
import { type Checked, verifyJournals } from '../observe/verify-journals.ts';
import type { Check } from './check.ts';
import { type Finding, pastedPath, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

const namedJournals = 3;
/** To verify these takes a part of a second; `verify` reads them all. */
const verifiedJournals = 100;
const verify = 'tapps-agents bg verify';

/** Every journal can be opened, and the newest of them are what was written. */
export function journalsCheck(project: Project): Check {
  return {
    name: 'journals',
    run: async () => {
      const ids = idsIn(project);
      if (!Array.isArray(ids)) return resultsOf('journals', [ids], '');
      const all = `${ids.length} ${ids.length === 1 ? 'journal' : 'journals'}`;
      const closed = ids.flatMap((id) => named(id, causeOf(journalPath(project, id))));
      const loose = ids.flatMap((id) => named(id, whyNotWritten(journalPath(project, id))));
      const newest = newestOf(project, ids);
      const damaged = (await verifyJournals(project, newest)).flatMap(damageIn);
      const ofNewest = newest.length === ids.length ? all : `the newest ${newest.length} journals`;
      return resultsOf(
        'journals',
        [
          ...found(closed, all, 'cannot be read', verify),
          ...found(
            loose,
            all,
            'cannot be written to',
            'make them yours alone: chmod 600, one name, your own user',
          ),
          ...found(damaged, ofNewest, 'damaged', verify),
        ],
        ids.length === 0 ? 'none yet' : all,
      );
    },
  };
}

function found(which: readonly string[], all: string, what: string, hint: string): Finding[] {
  if (which.length === 0) return [];
  const more = which.length > namedJournals ? ` and ${which.length - namedJournals} more` : '';
  const names = which.slice(0, namedJournals).join(', ');
  return [warning(`${which.length} of ${all} ${what}: ${names}${more}`, hint)];
}

function named(id: string, cause: string | null): string[] {
  return cause === null ? [] : [`${id} (${cause})`];
}

function newestOf(project: Project, ids: readonly string[]): string[] {
  if (ids.length <= verifiedJournals) return [...ids];
  const modifiedMs = (id: string): number =>
    lstatSync(journalPath(project, id), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const dated = ids.map((id) => ({ id, ms: modifiedMs(id) }));
  return dated
    .sort((one, other) => other.ms - one.ms)
    .slice(0, verifiedJournals)
    .map(({ id }) => id);
}

/** What could not be read is named already. */
function damageIn({ id, verification }: Checked): string[] {
  const damage = verification?.findings.find(({ severity }) => severity === 'damage');
  return damage === undefined ? [] : [`${id}:${damage.line} (${damage.kind.replaceAll('_', ' ')})`];
}

function idsIn(project: Project): string[] | Finding {
  try {
    return listProcessIds(project);
  } catch (thrown) {
    const cause = unusableCause(thrown);
    if (cause === null) throw thrown;
    const hint = `see ls -ld ${pastedPath(project.journalFolder)}`;
    return warning(`The journals cannot be listed: ${cause}`, hint);
  }
}

function causeOf(path: string): string | null {
  try {
    return withJournal(path, () => null);
  } catch (thrown) {
    const cause = unusableCause(thrown);
    if (cause === null) throw thrown;
    return cause;
  }
}

function unusableCause(thrown: unknown): string | null {
  const isUnusable = thrown instanceof FailureError && thrown.failure.code === 'journal_unusable';
  return isUnusable ? thrown.failure.cause : null;
}
