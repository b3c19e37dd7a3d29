import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Called } from '../rig/project.ts';
import { type Blow, blowWords, callsIn, type SystemCall, watchWords } from './system-calls.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/** A program that runs under strace: only written down, or struck. */
export type Strace = 'watched' | Blow;

/** Stands in a blow's path for the journal of the supervisor that is struck: nobody knows its id before. */
export const ownJournal = '$JOURNAL';

/** A launch strikes its supervisor where the next program is loaded by the name of node. */
const renamesNode = 'data:text/javascript,process.execPath=process.env.TAPPS_TEST_NODE';

/** One try: a folder of its own, in which the program is run, and everybody who has to do with it knows it by name. */
export class Try {
  readonly folder: string;
  readonly #trace: string;
  readonly #supervisorTrace: string;

  constructor(parent: string) {
    const whole = mkdtempSync(join(parent, 'try-'));
    this.folder = join(whole, 'project');
    mkdirSync(this.folder);
    this.#trace = join(whole, 'trace');
    this.#supervisorTrace = join(whole, 'supervisor-trace');
  }

  /** Runs the program to its end. */
  run(args: readonly string[], strace?: Strace): Promise<Called> {
    const words = strace === undefined ? [] : ['strace', ...this.#words(strace, this.#trace)];
    return this.#execute([...words, process.execPath, program, ...args], {});
  }

  /** Runs the program with a supervisor under strace. `-D`: strace stands aside, so the supervisor keeps its pid. */
  runSupervised(args: readonly string[], strace: Strace): Promise<Called> {
    const wrapper = `${this.folder}-node`;
    const words = ['strace', '-D', ...this.#words(strace, this.#supervisorTrace), process.execPath];
    const journal = `'${this.folder}/.tapps-agents/journal/'"$2.ndjson"`;
    const quoted = words.map((word) => (word === ownJournal ? journal : `'${word}'`));
    writeFileSync(wrapper, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o755 });
    const preload = ['--import', renamesNode];
    return this.#execute([process.execPath, ...preload, program, ...args], { TAPPS_TEST_NODE: wrapper });
  }

  /** Calls of the program, or of the supervisor, that ran watched. */
  calls(whose: 'program' | 'supervisor'): SystemCall[] {
    const path = whose === 'program' ? this.#trace : this.#supervisorTrace;
    return callsIn(readFileSync(path, 'utf8'), this.folder);
  }

  #words(strace: Strace, traceFile: string): string[] {
    return strace === 'watched' ? watchWords(traceFile) : blowWords(strace, traceFile);
  }

  #execute([file = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<Called> {
    const own = {
      TAPPS_TEST_TRY: this.folder,
      TAPPS_BG_MONITORING_ENABLED: '0',
      NODE_V8_COVERAGE: undefined,
    };
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env: { ...process.env, ...own, ...env } };
      const child = execFile(file, args, options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      });
      child.stdin?.end();
    });
  }
}

/** Does them all, a few at a time: each waits more than it works. */
export async function inLanes<One, Result>(
  all: readonly One[],
  work: (one: One) => Promise<Result>,
  lanes = 3,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = all.entries();
  const lane = async (): Promise<void> => {
    for (const [index, one] of left) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
