import { compareRuns, withOutput } from '../../projections/comparison.ts';
import { isOver, type Run } from '../../projections/run-summary.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { DiffJson } from '../../schemas/generated/types.ts';
import { outputPathOf } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { runOf } from '../observe/run.ts';
import { lastGoodBefore, runsOfType } from '../observe/runs-of-type.ts';
import { type ComparedOutput, type Parting, partingOf } from '../output/parting.ts';
import { Comparable, type Places, seenText } from '../output/parting-text.ts';
import { diffLines } from '../views/diff-lines.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

export type DiffArguments = {
  readonly id: string;
  readonly other?: string | undefined;
  readonly lastSuccess?: boolean | undefined;
  readonly exitCode?: boolean | undefined;
};

/** Two runs side by side. A question that was answered exits 0, unless `--exit-code` asks for 1 where they differ. */
export async function diff(args: DiffArguments, hands: Hands): Promise<number> {
  if ((args.other === undefined) === (args.lastSuccess !== true)) {
    const message = 'diff takes two processes, or one and --last-success';
    throw new FailureError({ code: 'usage', message, hint: 'tapps-agents bg diff --help' });
  }
  const first = await chooseProcess(hands, args.id);
  const second =
    args.other === undefined ? await lastSuccess(first, hands) : await chooseProcess(hands, args.other);
  const document = compared(runOf(first), runOf(second), hands);
  const { colours, columns } = hands;
  present(hands, document, () => diffLines(document, { nowMs: hands.nowMs(), colours, columns }));
  return args.exitCode === true && !document.same ? exitCodes.failed : exitCodes.done;
}

async function lastSuccess(observed: Observed, hands: Hands): Promise<Observed> {
  const type = observed.state.spec?.type ?? '';
  const found = lastGoodBefore(await runsOfType(hands.project, type), observed);
  if (found === null) throw new FailureError({ code: 'no_earlier_success', id: observed.id, type });
  return found;
}

function compared(a: Run, b: Run, hands: Hands): DiffJson {
  const readings = { a: readingOf(a, hands), b: readingOf(b, hands) };
  const isRetried = a.state.attempts > 1 || b.state.attempts > 1;
  const [outputA, outputB] = [outputOf(a, isRetried, hands), outputOf(b, isRetried, hands)];
  const parting = partingOf(outputA, outputB);
  const side = (of: 'a' | 'b', { goneBytes }: ComparedOutput): DiffJson['output']['a'] => ({
    state: parting[of].state,
    goneBytes,
    place: placeJson(parting[of].place),
  });
  return withOutput(compareRuns(a, b, hands.nowMs(), readings), {
    result: parting.result,
    lines: parting.lines,
    attempts: isRetried ? 'latest' : 'all',
    a: side('a', outputA),
    b: side('b', outputB),
  });
}

function readingOf(run: Run, hands: Hands): (text: string) => string {
  const comparable = new Comparable(placesOf(run, hands));
  return (text) => comparable.of(seenText(Buffer.from(text)));
}

function placeJson(place: Parting['a']['place']): DiffJson['output']['a']['place'] {
  return place === null ? null : { ...place, before: [...place.before] };
}

/** Where one was tried again, what the latest attempts wrote is compared. */
function outputOf(run: Run, isRetried: boolean, hands: Hands): ComparedOutput {
  const { state, verdict } = run;
  const { facts, spec } = state;
  return {
    path: spec === null || state.attempts === 0 ? null : outputPathOf(hands.project, spec.output),
    goneBytes: facts.outputGoneBytes,
    fromOffset: isRetried ? facts.attemptOffset : 0,
    isGrowing: !isOver(verdict),
    places: placesOf(run, hands),
    absence: facts.outputRemoved ? 'removed' : state.attempts === 0 ? 'not_started' : 'missing',
  };
}

function placesOf({ id, state: { spec } }: Run, hands: Hands): Places {
  const folders = spec === null ? [] : [spec.cwd];
  return { folders: [...folders, hands.project.root], ids: [id, ...(spec?.rerunOf ? [spec.rerunOf] : [])] };
}
