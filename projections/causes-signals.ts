import { advice, type CauseRule, type Certainty, type Explained, type Try, unknown } from './cause-rule.ts';
import { type Death, headOf } from './death.ts';

type Ill = {
  readonly name: string;
  readonly signal: string;
  readonly words: string;
  readonly certainty: Certainty;
  readonly sender: string;
  readonly hint: string;
};

const kernel = 'the kernel, for what the program itself did';
const nobody = 'nobody we know of sent it';
const underDebugger = 'run it once in the foreground under a debugger, or with core dumps on';

/** What a signal says of whoever dies by it. Those that anybody may send say nothing of who did. */
const ills: readonly Ill[] = [
  ill('segmentation_fault', 'SIGSEGV', 'it touched memory that is not its own', kernel, underDebugger),
  ill(
    'aborted',
    'SIGABRT',
    'it gave itself up: an assertion, or a library that found something wrong',
    'the program itself',
    underDebugger,
  ),
  ill(
    'bus_error',
    'SIGBUS',
    'it touched memory that nothing stands behind: a mapped file was cut, or the disk is full',
    kernel,
    'look for a file that was cut short while it was in use',
  ),
  ill('arithmetic', 'SIGFPE', 'it divided by zero, or the like', kernel, underDebugger),
  ill(
    'illegal_instruction',
    'SIGILL',
    'it ran an instruction that this processor does not know',
    kernel,
    'build it for this processor; some libraries ask for AVX',
  ),
  ill(
    'trap',
    'SIGTRAP',
    'it gave itself up at a point that must not be reached',
    'the program itself',
    underDebugger,
  ),
  ill(
    'forbidden_call',
    'SIGSYS',
    'it made a system call that a filter forbids',
    kernel,
    'the sandbox that it runs in allows too little',
  ),
  ill(
    'broken_pipe',
    'SIGPIPE',
    'it wrote to somebody who was gone already',
    'the kernel, because the reader was gone',
    'see who reads from it: a pipe into head or grep -q ends like that',
  ),
  ill(
    'processor_time_limit',
    'SIGXCPU',
    'it used up its processor time (ulimit -t)',
    'the kernel, for its limit',
    'raise the limit where it is launched: ulimit -t unlimited',
  ),
  ill(
    'file_size_limit',
    'SIGXFSZ',
    'it wrote a larger file than it may (ulimit -f)',
    'the kernel, for its limit',
    'raise the limit where it is launched: ulimit -f unlimited',
  ),
  ill(
    'alarm',
    'SIGALRM',
    'a timer went off that it set itself, and it did not catch it',
    'the program itself',
    'it gives itself a time limit: look for alarm() or timeout',
  ),
  anybody(
    'hang_up',
    'SIGHUP',
    `as when a session is closed; ${nobody}`,
    'a session that was closed (a terminal inside it, ssh, tmux), or somebody with kill -HUP; the terminal of the launch cannot: it runs in a session of its own',
  ),
  anybody(
    'interrupt',
    'SIGINT',
    `as by Ctrl-C, but it has no terminal here; ${nobody}`,
    'a program that it runs in or beside, or somebody with kill -INT',
  ),
  anybody(
    'quit',
    'SIGQUIT',
    `as by Ctrl-\\, but it has no terminal here; ${nobody}`,
    'somebody with kill -QUIT',
  ),
  anybody(
    'terminated',
    'SIGTERM',
    `${nobody}: no stop was asked for and no limit was reached`,
    'a shutdown, a service manager, a container that ends, or somebody with kill',
  ),
];

/** A shell says 128 + n of a child that died by signal n. */
const numbers: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

export const causesBySignal: readonly CauseRule[] = [
  ...ills.map((one) => ({
    name: one.name,
    explain: (death: Death) => (death.signal === one.signal ? explained(one, headOf(death)) : null),
  })),
  {
    name: 'other_signal',
    explain: (death) => (death.signal === null ? null : unknown(`${headOf(death)}; ${nobody}`)),
  },
];

/** Whoever it started died by a signal, and it passed that on. */
export const causesByChildSignal: readonly CauseRule[] = ills.map((one) => ({
  name: `child_${one.name}`,
  explain: (death: Death) => {
    if (death.signal !== null || signalInCode(death.code) !== one.signal) return null;
    const decisive = death.lines.findLast(({ text }) => shellsWord.test(text));
    const by = explained(one, `${headOf(death)}: what it started died by ${one.signal}`);
    return decisive === undefined ? by : { ...by, decisive };
  },
}));

/** The signal that an exit code of a shell stands for; null for any other code. */
export function signalInCode(code: number | null): string | null {
  return code === null ? null : (numbers[code - 128] ?? null);
}

const shellsWord =
  /\b(?:Segmentation fault|Aborted|Bus error|Floating point exception|Illegal instruction|Terminated|Hangup)\b/;

function explained({ words, certainty, sender, hint }: Ill, head: string): Explained {
  const tries: Try[] = hint === '' ? [] : [advice(hint)];
  const joint = words.startsWith(nobody) ? '; ' : ': ';
  return { line: `${head}${joint}${words}`, certainty, sender, tries };
}

function ill(name: string, signal: string, words: string, sender: string, hint: string): Ill {
  return { name, signal, words, certainty: 'likely', sender, hint };
}

function anybody(name: string, signal: string, words: string, sender: string): Ill {
  return { name, signal, words, certainty: 'unknown', sender, hint: '' };
}
