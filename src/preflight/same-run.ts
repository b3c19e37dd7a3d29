import type { Check } from './check.ts';
import { warning } from './command-words.ts';
import { resultsOf } from './findings.ts';
import type { RunningProcess } from './situation.ts';
import { type AskedRun, writtenRun } from './written-run.ts';

/** The same work is not going on already: two at once undo each other's changes. */
export function sameRunCheck(asked: AskedRun, running: () => Promise<readonly RunningProcess[]>): Check {
  return {
    name: 'same run',
    run: async () => {
      const wanted = writtenRun(asked);
      const twin = (await running()).find((one) => isSame(one, wanted));
      if (twin === undefined) return resultsOf('same run', [], 'none is running');
      const since = twin.since.slice(0, 16).replace('T', ' ');
      return resultsOf(
        'same run',
        [
          warning(
            `The same ${asked.prompt === null ? 'command' : 'work'} is running already: ${twin.id}, since ${since} UTC`,
            `see tapps-agents bg status ${twin.id}`,
          ),
        ],
        '',
      );
    },
  };
}

/** What was asked for in words is the same by its words, wherever it runs; a command by its words and its folder. */
function isSame(one: RunningProcess, wanted: ReturnType<typeof writtenRun>): boolean {
  if (one.type !== wanted.type || one.prompt !== wanted.prompt) return false;
  if (wanted.prompt !== null) return true;
  return one.cwd === wanted.cwd && sameWords(one.command, wanted.command);
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}
