import { checkHistories } from '../faults/history-check.ts';
import type { PartResult, Site } from './part.ts';

const piece = 250;

/** What four writers may come to write, against the small model, some thousand times. */
export async function histories({ chance, options, tell }: Site): Promise<PartResult> {
  const own = chance.fork('histories');
  for (let done = 0; done < options.histories; ) {
    const count = Math.min(piece, options.histories - done);
    const seed = Math.floor(own.next() * 2 ** 31);
    try {
      checkHistories(count, seed);
    } catch (error) {
      const what = `${error instanceof Error ? error.message : error} (checkHistories(${count}, ${seed}))`;
      return { tried: [['histories', done]], findings: [{ kind: 'wrong', what }], notes: [] };
    }
    done += count;
    tell(`${done} of ${options.histories} histories mean what the model says`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { tried: [['histories of four writers', options.histories]], findings: [], notes: [] };
}
