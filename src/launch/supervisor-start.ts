import { spawn } from 'node:child_process';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { isSupervisionAnswer } from '../../schemas/validate.ts';
import { sleepMs } from '../base/clock.ts';
import { debug, debugEnabled } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { type Identity, identityOf } from '../process/identity.ts';
import { runVariable } from '../process/tree.ts';

/** A supervisor that runs and waits for its order. */
export type StartedSupervisor = {
  readonly identity: Identity;
  /** Hands it the spec and waits until it is proven whether the command runs. */
  readonly give: (order: SupervisionOrder) => Promise<SupervisionAnswer>;
  /** Lets it know that no order will come, so that it starts nothing, and waits for it no longer. */
  readonly abandon: () => void;
};

const answerLimitMs = 30_000;

/** Starts the detached supervisor, a program of its own. Null if the system gave no process for it. */
export async function startSupervisor(
  entry: string,
  id: string,
  journal: string,
): Promise<StartedSupervisor | null> {
  const child = spawned(entry, id, journal);
  const identity = child?.pid === undefined ? null : identityOf(child.pid);
  if (child === null || identity === null) return null;
  const give = async (order: SupervisionOrder): Promise<SupervisionAnswer> => {
    const answer = Promise.race([firstAnswer(child.stdout), noAnswerInTime()]);
    child.stdin.on('error', (error) => {
      if (!hasCode(error, 'EPIPE', 'ECONNRESET')) throw error; // it died: its silence is the answer
    });
    child.stdin.end(JSON.stringify(order));
    failpoint('launch.after-spec');
    const said = await answer;
    child.unref();
    return said;
  };
  const abandon = (): void => {
    child.stdin.destroy();
    child.stdout.destroy();
    child.unref();
  };
  return { identity, give, abandon };
}

/** Not through execa: loading it takes a third of the time that Node itself takes to start. */
function spawned(entry: string, id: string, journal: string) {
  const refused = (error: unknown): null => {
    debug('no supervisor can be started', { error: String(error) });
    return null;
  };
  try {
    const child = spawn(process.execPath, [entry, id, journal], {
      cwd: '/',
      env: supervisorEnvironment(id),
      detached: true,
      stdio: ['pipe', 'pipe', debugEnabled() ? 'inherit' : 'ignore'],
    });
    return child.once('error', refused);
  } catch (error) {
    if (isSystemError(error)) return refused(error); // an environment that is too large is said here, not by the event
    throw error;
  }
}

/** Its own mark, so that a launch inside a launch is not taken for a member of the outer one's tree. */
function supervisorEnvironment(id: string): Record<string, string> {
  const env = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(env), [runVariable]: `supervisor.${id}` };
}

/** A line that is no JSON is somebody else's word on its stdout, and no answer. */
async function firstAnswer(stdout: NodeJS.ReadableStream): Promise<SupervisionAnswer> {
  // Loaded while the supervisor starts.
  const { default: ndjson } = await import('ndjson');
  const answers: AsyncIterable<unknown> = stdout.pipe(ndjson.parse({ strict: false }));
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
