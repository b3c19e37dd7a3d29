import { type Why, whyOf } from '../../projections/why.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { lastGoodBefore, runsOfType } from '../observe/runs-of-type.ts';
import { outputSaid } from './output-lines.ts';

/** Everything that tells why a process is as it is, brought together. */
export async function gatherWhy(project: Project, observed: Observed): Promise<Why> {
  const { state, verdict } = observed;
  const { lines, presence } = outputSaid(project, state);
  const type = state.spec?.type ?? null;
  const runs = type === null ? [] : await runsOfType(project, type);
  return whyOf({ state, verdict, lines, output: presence, lastGood: lastGoodBefore(runs, observed) });
}
