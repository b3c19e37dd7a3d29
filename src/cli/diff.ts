import { FailureError } from '../../schemas/failure.ts';
import type { Observed } from '../observe/observe.ts';
import { lastGoodBefore, runsOfType } from '../observe/runs-of-type.ts';
import { compareObserved } from '../postmortem/compare-observed.ts';
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
  const document = compareObserved(hands.project, first, second, hands.nowMs());
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
