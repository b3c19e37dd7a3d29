import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { sleepMs } from '../base/clock.ts';
import { whyNoDescriptors } from '../base/free-descriptors.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { identityOf } from '../process/identity.ts';
import { journalVariable, runVariable, stepRunVariable } from '../process/run-variables.ts';
import { terminate } from '../process/terminate.ts';

export type BriefProgram = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
  readonly limitMs: number;
  /** The stream that says something; the other one goes nowhere. */
  readonly listenTo: 'stdout' | 'stderr';
};

/** How it ended, with the beginning of what it said. */
export type BriefEnd =
  | { readonly how: 'exited'; readonly code: number; readonly said: string }
  | { readonly how: 'signalled'; readonly signal: string }
  | { readonly how: 'timed_out' }
  | { readonly how: 'not_started'; readonly cause: string };

/** Of what is said, this much is kept; the rest is read and dropped, so that nobody waits for a reader. */
const saidLimitBytes = 8192;
/** After the end its last words may still be in the pipe; a child that it left behind may hold that open for ever. */
const lastWordsMs = 200;

/** Runs a program that must be done soon. One that takes too long is killed with everything it started. */
export async function runBriefly(program: BriefProgram): Promise<BriefEnd> {
  const marker = `notice.${randomBytes(6).toString('hex')}`;
  const child = start(program, marker);
  if ('cause' in child) return { how: 'not_started', cause: child.cause };
  child.catch(() => {}); // how it ended is asked of the process itself, not of its streams
  if (child.pid === undefined) return { how: 'not_started', cause: (await child).code ?? 'unknown' };
  const identity = identityOf(child.pid);
  const heard = hear(child[program.listenTo]);
  const exited = endOf(child);
  give(child.stdin, program.input);
  const timer = new AbortController();
  const overTime = sleepMs(program.limitMs, null, { signal: timer.signal }).catch(() => null);
  const end = await Promise.race([exited, overTime]);
  timer.abort();
  if (end === null && identity !== null)
    await terminate({ child: identity, marker }, { signal: 'SIGKILL', graceMs: 0 });
  const said = await heard.end();
  child.stdin?.destroy();
  if (end === null) return { how: 'timed_out' };
  return end.how === 'exited' ? { ...end, said } : end;
}

type Child = ReturnType<typeof spawn>;

function start(program: BriefProgram, marker: string): Child | { readonly cause: string } {
  const refusal = whyNoDescriptors();
  if (refusal !== null) return { cause: refusal };
  try {
    return spawn(program, marker);
  } catch (error) {
    if (isSystemError(error)) return { cause: error.code }; // a NUL in an argument
    throw error;
  }
}

/** In a group of its own, with a mark of its own: it belongs to no run, whoever tells the notice. */
function spawn({ command, cwd, env, listenTo }: BriefProgram, marker: string) {
  const [file = '', ...args] = command;
  const { [journalVariable]: _journal, [stepRunVariable]: _step, ...own } = env;
  return execa(file, args, {
    cwd,
    env: { ...own, [runVariable]: marker },
    extendEnv: false,
    preferLocal: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: 'pipe',
    stdout: listenTo === 'stdout' ? 'pipe' : 'ignore',
    stderr: listenTo === 'stderr' ? 'pipe' : 'ignore',
  });
}

function endOf(child: Child): Promise<BriefEnd> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal === null ? { how: 'exited', code: code ?? 0, said: '' } : { how: 'signalled', signal });
    });
  });
}

/** A program that does not want to know may have closed its stdin, or be gone. */
function give(stdin: Writable | null, input: string): void {
  stdin?.on('error', (error) => {
    if (!hasCode(error, 'EPIPE', 'ECONNRESET')) throw error;
  });
  stdin?.end(input);
}

/** Reads along, so that nobody waits for a full pipe. */
function hear(stream: Readable | null): { readonly end: () => Promise<string> } {
  const parts: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (part: Buffer) => {
    if (bytes < saidLimitBytes) parts.push(part.subarray(0, saidLimitBytes - bytes));
    bytes += part.length;
  });
  const closed = new Promise<void>((resolve) => {
    if (stream === null) resolve();
    else stream.once('close', resolve);
  });
  const end = async (): Promise<string> => {
    const enough = new AbortController();
    await Promise.race([closed, sleepMs(lastWordsMs, undefined, { signal: enough.signal }).catch(() => {})]);
    enough.abort();
    stream?.destroy();
    return Buffer.concat(parts).toString('utf8');
  };
  return { end };
}
