import { randomUUID } from 'node:crypto';
import { sleepMs } from '../base/clock.ts';
import { identityOf } from '../process/identity.ts';
import { runVariable } from '../process/run-variables.ts';
import { terminate } from '../process/terminate.ts';
import type { Environment } from './command-path.ts';

/** What a program said before it ended or was ended. An `exitCode` of null is the end by a signal. */
export type Answer =
  | {
      readonly outcome: 'ended';
      readonly exitCode: number | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly outcome: 'hung'; readonly stdout: string; readonly stderr: string }
  | { readonly outcome: 'not_started'; readonly code: string };

export type Question = {
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  readonly limitMs: number;
};

/** Of each stream; a program that says more is ended, and what it said by then is its answer. */
const answerLimitChars = 64 * 1024;
/** What was killed is not waited for longer: it may be stuck in the kernel, or its pipe be held by a stranger. */
const burialLimitMs = 500;

/**
 * Runs a program for what it says. One that takes too long is ended with everything it started, found by a marker in
 * the environment. It stays in our process group, so that Ctrl-C reaches it too.
 */
export async function askProgram(question: Question, signal: AbortSignal): Promise<Answer> {
  const marker = `preflight-${randomUUID()}`;
  const { execa } = await import('execa');
  const running = start(execa, question, marker);
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const tooSlow = sleepMs(question.limitMs, null, { signal: stop }).catch(() => null);
  const ended = await Promise.race([running, tooSlow]);
  over.abort();
  if (ended === null || ended.isMaxBuffer) await endTree(running, marker);
  const last = ended ?? (await Promise.race([running, sleepMs(burialLimitMs, null)]));
  if (last === null) letGo(running);
  const said = { stdout: last?.stdout ?? '', stderr: last?.stderr ?? '' };
  if (ended === null) return { outcome: 'hung', ...said };
  if (running.pid === undefined) return { outcome: 'not_started', code: ended.code ?? 'UNKNOWN' };
  return { outcome: 'ended', exitCode: ended.exitCode ?? null, ...said };
}

function start(execa: Execa, { path, args, cwd, env, limitMs }: Question, marker: string) {
  return execa(path, args, {
    cwd,
    env: { ...env, [runVariable]: marker },
    extendEnv: false,
    preferLocal: false,
    reject: false,
    stdin: 'ignore',
    maxBuffer: answerLimitChars,
    timeout: limitMs + burialLimitMs,
    killSignal: 'SIGKILL',
  });
}

type Execa = typeof import('execa').execa;
type Running = ReturnType<typeof start>;

/** Only while it was not seen to end does its number surely belong to it. */
async function endTree({ pid, exitCode, signalCode }: Running, marker: string): Promise<void> {
  const isRunning = pid !== undefined && exitCode === null && signalCode === null;
  const child = (isRunning ? identityOf(pid) : null) ?? { pid: 0, startToken: '' };
  const ending = terminate({ child, marker }, { signal: 'SIGKILL', graceMs: 0 });
  await Promise.race([ending, sleepMs(burialLimitMs, null)]);
}

/** Whatever it still does, this program does not wait for it at its own end. */
function letGo(running: Running): void {
  running.stdout.destroy();
  running.stderr.destroy();
  running.unref();
}
