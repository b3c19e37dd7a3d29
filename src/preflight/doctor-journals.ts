import { FailureError } from '../../schemas/failure.ts';
import { withJournal } from '../journal/journal-file.ts';
import { journalPath, listProcessIds, type Project } from '../journal/project-paths.ts';
import type { Check } from './check.ts';
import { type Finding, pastedPath, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

const namedJournals = 3;

/** Every journal can be opened; what is written in them is for `verify`, which reads them all. */
export function journalsCheck(project: Project): Check {
  return {
    name: 'journals',
    run: async () => {
      const ids = idsIn(project);
      if (!Array.isArray(ids)) return resultsOf('journals', [ids], '');
      const closed = ids.flatMap((id) => {
        const cause = causeOf(journalPath(project, id));
        return cause === null ? [] : [`${id} (${cause})`];
      });
      const all = `${ids.length} ${ids.length === 1 ? 'journal' : 'journals'}`;
      if (closed.length === 0) return resultsOf('journals', [], ids.length === 0 ? 'none yet' : all);
      const more = closed.length > namedJournals ? ` and ${closed.length - namedJournals} more` : '';
      const message = `${closed.length} of ${all} cannot be read: ${closed.slice(0, namedJournals).join(', ')}${more}`;
      return resultsOf('journals', [warning(message, 'tapps-agents bg verify')], '');
    },
  };
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
