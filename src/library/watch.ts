import { FailureError } from '../../schemas/failure.ts';
import { findJournal } from '../journal/journal-places.ts';
import { findProject, type Project } from '../journal/project-paths.ts';
import { type Observed, observe } from '../observe/observe.ts';
import { isOver, ProcessesWatch } from '../observe/processes-watch.ts';

export type Watching = {
  /** Only these processes, live or archived. */
  readonly ids?: readonly string[];
  /** Ends it, within half a second. */
  readonly signal?: AbortSignal;
};

type Told = ReadonlyMap<string, { readonly observed: Observed; readonly facts: string }>;

const lookLimitMs = 500;

/**
 * The processes of a project as they are, each once, and then each again whenever something of it is different: another
 * status, progress, a heartbeat, a verdict. Reads journals and looks at the machine; needs no service. Without `ids` it
 * tells of those that are not archived, and goes on until whoever asked has enough; with `ids` it ends once all of them
 * have, and throws `no_such_process` for one that is not there and `journal_unusable` for one that cannot be read.
 */
export async function* watch(
  where: Project | string = '.',
  { ids, signal }: Watching = {},
): AsyncGenerator<Observed, void, void> {
  const project = typeof where === 'string' ? findProject(where) : where;
  const { watch: processes } = await ProcessesWatch.open(project);
  const told = new Map<string, { readonly observed: Observed; readonly facts: string }>();
  while (signal?.aborted !== true) {
    const seen =
      ids === undefined ? processes.observed : await wantedOf(project, ids, processes.observed, told);
    for (const observed of seen) {
      const last = told.get(observed.id);
      if (last?.observed === observed) continue;
      const facts = JSON.stringify([observed.state, observed.verdict]);
      told.set(observed.id, { observed, facts });
      if (last?.facts !== facts) yield observed;
    }
    if (ids?.every((id) => hasEnded(told, id)) === true) return;
    await processes.changed(lookLimitMs);
  }
}

/** Who is not among the live ones is archived, perhaps since the last look, or cannot be read. */
async function wantedOf(
  project: Project,
  ids: readonly string[],
  live: readonly Observed[],
  told: Told,
): Promise<Observed[]> {
  const wanted: Observed[] = [];
  for (const id of new Set(ids)) {
    const one = live.find((other) => other.id === id);
    if (one !== undefined) wanted.push(one);
    else if (!hasEnded(told, id)) {
      refuseUnknown(project, id);
      wanted.push(await observe(project, id));
    }
  }
  return wanted;
}

function hasEnded(told: Told, id: string): boolean {
  const last = told.get(id);
  return last !== undefined && isOver(last.observed);
}

function refuseUnknown(project: Project, id: string): void {
  if (findJournal(project, id) !== null) return;
  throw new FailureError({ code: 'no_such_process', reference: id, folder: project.journalFolder });
}
