import { type Why, whyOf } from '../../projections/why.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { linesOf } from './output-lines.ts';

/** Everything that tells why a process is as it is, brought together. */
export async function gatherWhy(project: Project, { state, verdict }: Observed): Promise<Why> {
  return whyOf({ state, verdict, lines: linesOf(project, state) });
}
