import { compareRuns, withOutput } from '../../projections/comparison.ts';
import { isOver, type Run } from '../../projections/run-summary.ts';
import type { DiffJson } from '../../schemas/generated/types.ts';
import { outputPathOf, type Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { runOf } from '../observe/run.ts';
import { type ComparedOutput, type Parting, partingOf } from '../output/parting.ts';
import { Comparable, type Places, seenText } from '../output/parting-text.ts';

/** Two runs side by side: what they were asked to do, what became of it, and where their outputs part. */
export function compareObserved(
  project: Project,
  one: Observed,
  other: Observed,
  nowMs = Date.now(),
): DiffJson {
  const [a, b] = [runOf(one), runOf(other)];
  const readings = { a: readingOf(a, project), b: readingOf(b, project) };
  const isRetried = a.state.attempts > 1 || b.state.attempts > 1;
  const [outputA, outputB] = [outputOf(a, isRetried, project), outputOf(b, isRetried, project)];
  const parting = partingOf(outputA, outputB);
  const side = (of: 'a' | 'b', { goneBytes }: ComparedOutput): DiffJson['output']['a'] => ({
    state: parting[of].state,
    goneBytes,
    place: placeJson(parting[of].place),
  });
  return withOutput(compareRuns(a, b, nowMs, readings), {
    result: parting.result,
    lines: parting.lines,
    attempts: isRetried ? 'latest' : 'all',
    a: side('a', outputA),
    b: side('b', outputB),
  });
}

function readingOf(run: Run, project: Project): (text: string) => string {
  const comparable = new Comparable(placesOf(run, project));
  return (text) => comparable.of(seenText(Buffer.from(text)));
}

function placeJson(place: Parting['a']['place']): DiffJson['output']['a']['place'] {
  return place === null ? null : { ...place, before: [...place.before] };
}

/** Where one was tried again, what the latest attempts wrote is compared. */
function outputOf(run: Run, isRetried: boolean, project: Project): ComparedOutput {
  const { state, verdict } = run;
  const { facts, spec } = state;
  return {
    path: spec === null || state.attempts === 0 ? null : outputPathOf(project, spec.output),
    goneBytes: facts.outputGoneBytes,
    fromOffset: isRetried ? facts.attemptOffset : 0,
    isGrowing: !isOver(verdict),
    places: placesOf(run, project),
    absence: facts.outputRemoved ? 'removed' : state.attempts === 0 ? 'not_started' : 'missing',
  };
}

function placesOf({ id, state: { spec } }: Run, project: Project): Places {
  const folders = spec === null ? [] : [spec.cwd];
  return { folders: [...folders, project.root], ids: [id, ...(spec?.rerunOf ? [spec.rerunOf] : [])] };
}
