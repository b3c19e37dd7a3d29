import { findProject, type Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { ProcessesWatch } from '../observe/processes-watch.ts';

export type Watching = {
  /** Only these processes. */
  readonly ids?: readonly string[];
  /** Ends it, within half a second. */
  readonly signal?: AbortSignal;
};

const lookLimitMs = 500;

/**
 * The processes of a project as they are, each once, and then each again whenever something of it is different: another
 * status, progress, a heartbeat, a verdict. Reads journals and looks at the machine; needs no service, and goes on until
 * whoever asked has enough.
 */
export async function* watch(
  where: Project | string = '.',
  { ids, signal }: Watching = {},
): AsyncGenerator<Observed, void, void> {
  const project = typeof where === 'string' ? findProject(where) : where;
  const { watch: processes } = await ProcessesWatch.open(project);
  const told = new Map<string, { readonly observed: Observed; readonly facts: string }>();
  while (signal?.aborted !== true) {
    for (const observed of processes.observed) {
      const last = told.get(observed.id);
      if (last?.observed === observed || ids?.includes(observed.id) === false) continue;
      const facts = JSON.stringify([observed.state, observed.verdict]);
      told.set(observed.id, { observed, facts });
      if (last?.facts !== facts) yield observed;
    }
    await processes.changed(lookLimitMs);
  }
}
