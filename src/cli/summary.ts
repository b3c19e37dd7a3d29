import { runSummary } from '../../projections/run-summary.ts';
import { runOf } from '../observe/run.ts';
import { summaryLines } from '../views/summary-lines.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

export type SummaryArguments = { readonly id: string };

/** Key metrics of a run. */
export async function summary(args: SummaryArguments, hands: Hands): Promise<number> {
  const run = runOf(await chooseProcess(hands, args.id));
  const document = runSummary(run, hands.nowMs());
  present(hands, document, () => summaryLines(document));
  return exitCodes.done;
}
