import { FailureError } from '../../schemas/failure.ts';
import { outputPathOf } from '../launch/spec.ts';
import type { Observed } from '../observe/observe.ts';
import { compileLinePattern } from '../output/line-pattern.ts';
import { OutputFollower } from '../output/output-follower.ts';
import type { Hands } from './hands.ts';

/** Something that may become true of a process while it runs. May remember what it saw. */
export type Condition = (observed: Observed) => boolean;

/** Reads `running`, `progress:50` or `log:REGEX`. Throws `usage`. */
export function readCondition(text: string, hands: Hands): Condition {
  if (text === 'running')
    return ({ state }) => state.life.phase === 'started' || state.life.phase === 'ended';
  const percent = /^progress:(\d{1,3}(?:\.\d+)?)%?$/.exec(text)?.[1];
  if (percent !== undefined) return ({ state }) => (state.facts.progress.percent ?? -1) >= Number(percent);
  if (text.startsWith('log:')) return logCondition(text.slice('log:'.length), hands);
  const message = `--for ${text.slice(0, 60)} is nothing to wait for`;
  throw new FailureError({ code: 'usage', message, hint: 'write running, progress:50 or log:REGEX' });
}

/** A line of the output, also one written before, that the pattern is found in. */
function logCondition(source: string, hands: Hands): Condition {
  const compiled = compileLinePattern(source);
  if (!compiled.ok) throw new FailureError({ code: 'usage', message: `--for log: ${compiled.message}` });
  let follower: OutputFollower | null = null;
  let unfinished = '';
  let found = false;
  return ({ state, verdict }) => {
    if (found || state.spec === null) return found;
    follower ??= new OutputFollower(outputPathOf(hands.project, state.spec.output));
    const decoder = new TextDecoder();
    for (const chunk of follower.read(state.facts.outputGoneBytes)) {
      const lines = (unfinished + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
      unfinished = (lines.pop() ?? '').slice(-65_536);
      found ||= lines.some((line) => compiled.matches(line));
    }
    found ||= verdict.health === 'ended' && compiled.matches(unfinished);
    return found;
  };
}
