import { gatherWhy } from '../postmortem/gather.ts';
import { whyLines } from '../views/why-lines.ts';
import { chooseProcess } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

export type WhyArguments = { readonly id: string };

/** The shortest true explanation of how a process came to be as it is, and what that rests on. */
export async function why(args: WhyArguments, hands: Hands): Promise<number> {
  const observed = await chooseProcess(hands, args.id);
  const answer = await gatherWhy(hands.project, observed);
  present(hands, answer, () => whyLines(answer, { nowMs: hands.nowMs(), colours: hands.colours }));
  return exitCodes.done;
}
