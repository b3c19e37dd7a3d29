import type { FailureError } from '../../schemas/failure.ts';
import type { ArchiveJson } from '../../schemas/generated/types.ts';
import { isFinished } from '../archive/archive-process.ts';
import { type ArchiveResult, archiveRuns, finishedRuns } from '../archive/archive-runs.ts';
import { findJournal } from '../journal/journal-places.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { safeText } from '../output/safe-text.ts';
import { archiveLines } from '../views/archive-lines.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { type Hands, present } from './hands.ts';
import { tellUnreadable } from './list.ts';
import { readAgeMs } from './read-age.ts';

export type ArchiveArguments = {
  readonly id?: readonly string[] | undefined;
  readonly olderThan: string;
  readonly dryRun?: boolean | undefined;
};

type Chosen = { readonly runs: readonly Observed[]; readonly already: readonly string[] };

/** Moves finished runs into the history, in the form that is made for git. Asks nothing: nothing is lost. */
export async function archive(args: ArchiveArguments, hands: Hands): Promise<number> {
  const olderThanMs = readAgeMs(args.olderThan);
  const { runs, already } =
    args.id === undefined || args.id.length === 0
      ? { runs: await allFinished(olderThanMs, hands), already: [] }
      : await choose(args.id, hands);
  const dryRun = args.dryRun === true;
  const result = dryRun ? wouldArchive(runs) : archiveRuns(hands.project, runs, hands.nowMs());
  const document = documentOf(result, already, dryRun, hands);
  present(hands, document, () => archiveLines(document, hands.nowMs()));
  for (const { message } of document.failed) hands.tell(`❌ ${message}`);
  return result.failed.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function allFinished(olderThanMs: number, hands: Hands): Promise<readonly Observed[]> {
  const { finished, unreadable } = await finishedRuns(hands.project, olderThanMs, hands.nowMs());
  tellUnreadable(hands, unreadable);
  return finished;
}

/** What somebody names is archived whatever its age; what lies in the history already stays as it is. */
async function choose(references: readonly string[], hands: Hands): Promise<Chosen> {
  const byId = new Map<string, Observed>();
  for (const reference of references) {
    const one = await chooseProcess(hands, reference);
    byId.set(one.id, one);
  }
  const chosen = [...byId.values()];
  const isArchived = ({ id }: Observed): boolean => isInHistory(hands.project, id);
  return {
    runs: chosen.filter((one) => !isArchived(one)),
    already: chosen.filter(isArchived).map(({ id }) => id),
  };
}

function isInHistory(project: Project, id: string): boolean {
  return findJournal(project, id)?.isArchived === true;
}

type Planned = {
  readonly archived: readonly {
    readonly observed: Observed;
    readonly inHistory: ArchiveResult['archived'][number]['inHistory'] | null;
  }[];
  readonly failed: ArchiveResult['failed'];
};

function wouldArchive(runs: readonly Observed[]): Planned {
  const failed = runs.filter((one) => !isFinished(one));
  return {
    archived: runs.filter(isFinished).map((observed) => ({ observed, inHistory: null })),
    failed: failed.map(({ id, path }) => {
      return { id, failure: { code: 'not_archived', id, path, cause: 'it has not ended' } };
    }),
  };
}

function documentOf(result: Planned, already: readonly string[], dryRun: boolean, hands: Hands): ArchiveJson {
  return {
    dryRun,
    archived: result.archived.map(({ observed: { id, state, verdict }, inHistory }) => ({
      id,
      name: state.spec?.name ?? null,
      type: state.spec?.type ?? null,
      status: verdict.status,
      endedAt: verdict.endedAt,
      journal: inHistory?.path ?? null,
      events: inHistory?.manifest.original.events ?? null,
      dropped: inHistory?.dropped ?? null,
      originalBytes: inHistory?.manifest.original.bytes ?? null,
      archivedBytes: inHistory?.manifest.archived.bytes ?? null,
    })),
    already: [...already],
    failed: result.failed.map(({ id, failure }) => {
      return { id, message: safeText(explainFailure(shortened(failure, hands)).message) };
    }),
  };
}

function shortened(failure: FailureError['failure'], { shortPath }: Hands): FailureError['failure'] {
  return failure.code === 'not_archived' ? { ...failure, path: shortPath(failure.path) } : failure;
}
