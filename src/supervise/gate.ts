import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import { assert } from '../base/assert.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { identityOf } from '../process/identity.ts';
import { type SpawnFailure, spawnFailure } from './spawn-failure.ts';
import { whyNotExecutable } from './why-not-executable.ts';

export type ChildEnd = { readonly code: number | null; readonly signal: string | null };

/** A child that exists and waits: its pid is known before any code of the user runs. */
export type GatedChild = {
  readonly pid: number;
  /** Null if it was gone before its identity could be read. */
  readonly startToken: string | null;
  /** Lets it go; tells whether the command itself runs now, once that is proven. */
  readonly release: () => Promise<ExecOutcome>;
  /** Never lets it go: the gate sees the end of its pipe and exits. */
  readonly abandon: () => void;
  readonly ended: Promise<ChildEnd>;
};

export type ExecOutcome = { readonly executed: true } | SpawnFailure;

/**
 * Waits for a line on descriptor 3, then becomes the command (same pid). The shell keeps its copy of descriptor 3 for
 * the time of the group, close-on-exec: when the command is executed the other end sees the end of the stream, and
 * nothing leaks. When it cannot be executed, the trap says 126 or 127 there, which tells it from a command that
 * itself exits with these. Seen to hold in dash, bash (which needs execfail) and busybox.
 */
const gateScript = `IFS= read -r tapps_gate <&3 || exit 125
unset tapps_gate
shopt -s execfail 2>/dev/null
trap 'echo $? >&3' EXIT
{ exec "$@"; } 3>&-
exit $?`;

/** Spawns the gate in a session of its own, with stdout and stderr straight on `outputFd`. */
export async function spawnAtGate(
  order: SupervisionOrder,
  outputFd: number,
): Promise<GatedChild | SpawnFailure> {
  const { words, unseen } = commandWords(order);
  if (unseen !== null) return spawnFailure(unseen, order);
  try {
    // Not through execa: loading it takes a third of the time that Node itself takes to start.
    const child = spawn(shell(), ['-c', gateScript, 'tapps-gate', ...words], {
      cwd: order.cwd,
      env: order.env,
      detached: true,
      stdio: ['ignore', outputFd, outputFd, 'pipe'],
    });
    const { pid } = child;
    if (pid === undefined) {
      const [error] = await once(child, 'error');
      return spawnFailure(isSystemError(error) ? error.code : 'UNKNOWN', order);
    }
    const pipe = child.stdio[3]; // not looked at before: without a descriptor there are no streams at all
    assert(isDuplex(pipe), 'descriptor 3 is a two-way pipe');
    const ended = new Promise<ChildEnd>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    return {
      pid,
      startToken: identityOf(pid)?.startToken ?? null,
      ended,
      release: () => release(pipe, order),
      abandon: () => void pipe.destroy(),
    };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return spawnFailure(error.code, order); // a NUL byte throws before anything is spawned
  }
}

function release(pipe: Duplex, order: SupervisionOrder): Promise<ExecOutcome> {
  return new Promise((resolve) => {
    let said = '';
    pipe.setEncoding('latin1');
    pipe.on('data', (text: string) => {
      said = (said + text).slice(0, 16);
    });
    const decide = (): void => {
      const code = said.trim() === '' ? null : said.trim() === '127' ? 'ENOENT' : whyRefused(order);
      resolve(code === null ? { executed: true } : spawnFailure(code, order));
    };
    pipe.once('end', decide);
    pipe.once('close', decide);
    // The gate may be gone already (killed from outside): then how it ended is the answer, not a broken pipe.
    pipe.on('error', (error) => {
      if (!hasCode(error, 'EPIPE', 'ECONNRESET')) throw error;
    });
    pipe.write('go\n');
  });
}

/** The shell says 126 whatever the reason was. */
function whyRefused({ command, cwd, env }: SupervisionOrder): string {
  return whyNotExecutable(command[0], cwd, env['PATH']) ?? 'UNKNOWN';
}

/**
 * A shell drops names it could not have as variables (`a.b`, exported bash functions) and sets some by itself, so the
 * command is then run through env(1), which puts them back. What the gate proves then is that env runs, so whether
 * env will find the command is looked up before.
 */
function commandWords(order: SupervisionOrder): {
  readonly words: readonly string[];
  readonly unseen: string | null;
} {
  const changed = Object.entries(order.env).filter(
    ([name]) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || shellsOwn.has(name),
  );
  if (changed.length === 0) return { words: order.command, unseen: null };
  const words = ['env', '--', ...changed.map(([name, value]) => `${name}=${value}`), ...order.command];
  return { words, unseen: whyNotExecutable(order.command[0], order.cwd, order.env['PATH']) };
}

/** Variables that dash sets at its start, whatever it was given. */
const shellsOwn: ReadonlySet<string> = new Set(['IFS', 'OPTIND', 'PPID']);

/** dash adds nothing to the environment that it passes on; bash as sh would count SHLVL up. */
function shell(): string {
  return ['/bin/dash', '/usr/bin/dash'].find((path) => existsSync(path)) ?? '/bin/sh';
}

function isDuplex(stream: unknown): stream is Duplex {
  return typeof stream === 'object' && stream !== null && 'write' in stream && 'read' in stream;
}
