import type { Life } from '../../projections/process-life.ts';
import { FailureError } from '../../schemas/failure.ts';
import { outputPathOf } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { OutputFollower } from '../output/output-follower.ts';
import type { Hands } from './hands.ts';

/** Something that may become true of a process while it runs. May remember what it saw. */
export type Condition = (observed: Observed) => boolean;

/** Reads `running`, `progress:50` or `log:REGEX`. Throws `usage`. */
export async function readCondition(text: string, hands: Pick<Hands, 'project'>): Promise<Condition> {
  if (text === 'running') return ({ state: { life } }) => life.phase === 'started' || hasRun(life);
  const percent = /^progress:(\d{1,3}(?:\.\d+)?)%?$/.exec(text)?.[1];
  if (percent !== undefined) return ({ state }) => (state.facts.progress.percent ?? -1) >= Number(percent);
  if (/^log:./s.test(text)) return logCondition(text.slice('log:'.length), hands);
  const message = `--for ${text.slice(0, 60)} is nothing to wait for`;
  throw new FailureError({ code: 'usage', message, hint: 'write running, progress:50 or log:REGEX' });
}

/** True for what is over and was once running; a command that could not be executed never was. */
function hasRun(life: Life): boolean {
  return life.phase === 'ended' && life.running !== null && life.ending.how !== 'spawn_failed';
}

/** A line of the output, also one written before, that the pattern is found in. */
async function logCondition(source: string, hands: Pick<Hands, 'project'>): Promise<Condition> {
  const { compileLinePattern } = await import('../output/line-pattern.ts');
  const compiled = compileLinePattern(source);
  if (!compiled.ok) throw new FailureError({ code: 'usage', message: `--for log: ${compiled.message}` });
  const decoder = new TextDecoder();
  let follower: OutputFollower | null = null;
  let unfinished = '';
  let found = false;
  return ({ state, verdict }) => {
    if (found || state.spec === null) return found;
    follower ??= new OutputFollower(outputPathOf(hands.project, state.spec.output));
    for (const chunk of follower.read(state.facts.outputGoneBytes)) {
      const lines = (unfinished + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
      unfinished = (lines.pop() ?? '').slice(-65_536);
      found ||= lines.some((line) => compiled.matches(line));
    }
    found ||= verdict.health === 'ended' && unfinished !== '' && compiled.matches(unfinished);
    return found;
  };
}
