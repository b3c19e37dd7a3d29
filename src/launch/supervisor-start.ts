import { PassThrough, type Readable } from 'node:stream';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { isSupervisionAnswer } from '../../schemas/validate.ts';
import { sleepMs } from '../base/clock.ts';
import { debug, debugEnabled } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { type Identity, identityOf } from '../process/identity.ts';
import { type SpawnedSupervisor, spawnSupervisor, takeEarly } from './early-supervisor.ts';

/** A supervisor that runs and waits for its order. */
export type StartedSupervisor = {
  readonly identity: Identity;
  /** Hands it the spec and waits until it is proven whether the command runs. */
  readonly give: (order: SupervisionOrder) => Promise<SupervisionAnswer>;
  /** Waits for it no longer. One that has no order yet knows by this that none will come, and starts nothing. */
  readonly abandon: () => void;
};

const answerLimitMs = 30_000;

/**
 * A supervisor for this journal: the one that was started early for this id, else a new one. Null if the system gave no
 * process for it. From here on it writes down where its launcher dies before it has ordered anything.
 */
export function startSupervisor(
  entry: string,
  { id, journal }: { readonly id: string; readonly journal: string },
): StartedSupervisor | null {
  const early = takeEarly(id);
  return (early === null ? null : started(early, journal)) ?? startedAnew(entry, id, journal);
}

function startedAnew(entry: string, id: string, journal: string): StartedSupervisor | null {
  try {
    return started(spawnSupervisor(entry, id, debugEnabled()), journal);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('no supervisor can be started', { error: String(error) }); // an environment that is too large
    return null;
  }
}

/** Null if it does not live. One that was seen to end is not looked up: its pid may be somebody else's by now. */
function started({ child }: SpawnedSupervisor, journal: string): StartedSupervisor | null {
  const abandon = (): void => {
    child.stdin.destroy();
    child.stdout.destroy();
    child.unref();
  };
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  const identity = child.pid === undefined || hasEnded ? null : identityOf(child.pid);
  if (identity === null) {
    // Alive it may be all the same, where nobody can look: this program must not wait for it, nor it for an order.
    if (child.pid !== undefined) abandon();
    return null;
  }
  child.stdin.on('error', (error) => {
    if (!hasCode(error, 'EPIPE', 'ECONNRESET')) throw error; // it died: its silence is the answer
  });
  child.stdin.write(`${JSON.stringify(journal)}\n`);
  const give = async (order: SupervisionOrder): Promise<SupervisionAnswer> => {
    // Read from before the order on: what a child that has ended said to nobody, Node throws away.
    const answer = Promise.race([firstAnswer(child.stdout.pipe(new PassThrough())), noAnswerInTime()]);
    child.stdin.end(JSON.stringify(order));
    failpoint('launch.after-spec');
    const said = await answer;
    child.unref();
    return said;
  };
  return { identity, give, abandon };
}

/** A line that is no JSON is somebody else's word on its stdout, and no answer. */
async function firstAnswer(said: Readable): Promise<SupervisionAnswer> {
  const { default: ndjson } = await import('ndjson'); // it takes 5 ms, in which the supervisor has its order
  isSupervisionAnswer(null); // and this 1
  const answers: AsyncIterable<unknown> = said.pipe(ndjson.parse({ strict: false }));
  for await (const answer of answers) {
    if (isSupervisionAnswer(answer)) return answer;
  }
  return {
    outcome: 'failed',
    code: 'supervisor',
    message: 'the supervisor died before it told whether the command started',
  };
}

async function noAnswerInTime(): Promise<SupervisionAnswer> {
  await sleepMs(answerLimitMs, undefined, { ref: false });
  return {
    outcome: 'failed',
    code: 'supervisor',
    message: `the supervisor gave no answer within ${answerLimitMs / 1000} s`,
  };
}
