import { inspect } from 'node:util';
import { isNativeError } from 'node:util/types';
import { suite as uvuSuite } from 'uvu';
import { type Capability, type Missing, missingCapability, skipMark } from './capability.ts';
import { faultMark } from './fault-marks.ts';
import { leaksSince, openDescriptors } from './test-leaks.ts';

export * as assert from 'uvu/assert';

export type TestBody = () => void | Promise<void>;
export type Hook = () => void | Promise<void>;
export type TestOptions = { readonly timeoutMs?: number };
export type FaultOptions = TestOptions & { readonly needs?: Capability | readonly Capability[] };

export type Suite = {
  (name: string, body: TestBody, options?: TestOptions): void;
  /** Runs the test where the capability is there; elsewhere prints and counts a skip. The only way to skip. */
  skipUnless(needed: Capability, name: string, body: TestBody, options?: TestOptions): void;
  /**
   * A test of a fault of the catalogue, by its number (test/faults/catalogue.ts): the runner tells at its end which
   * faults held, which were skipped for want of what they need, and which have no test.
   */
  fault(number: number, name: string, body: TestBody, options?: FaultOptions): void;
  before(hook: Hook): void;
  after(hook: Hook): void;
  beforeEach(hook: Hook): void;
  afterEach(hook: Hook): void;
  /** Must be called last; a suite that forgets it fails its file. */
  run(): void;
};

/** Far above any honest test here, far below the runner's limit for a file. */
export const testTimeoutMs = 60_000;

const openAtFirst = openDescriptors();

type Hooks = { before: Hook[]; after: Hook[]; beforeEach: Hook[]; afterEach: Hook[] };

/**
 * A uvu suite without uvu's quiet passes (0.5.6, measured): a throwing hook and a thrown non-Error end
 * its run with exit code 0, and no test has a time limit. `only` and bare `skip` do not exist here.
 */
export function suite(name: string): Suite {
  const inner = uvuSuite(name);
  const hooks: Hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  const state = { waiting: 0, broken: undefined as Error | undefined };

  const add = (title: string, body: TestBody, options: TestOptions = {}): void => {
    state.waiting += 1;
    inner(title, async () => {
      if (state.broken !== undefined) throw state.broken;
      await runOneTest(title, body, hooks, options.timeoutMs ?? testTimeoutMs);
    });
  };

  inner.before(async () => {
    state.broken = await firstError('before', hooks.before);
  });
  inner.after(async () => {
    const error = await firstError('after', hooks.after);
    if (error !== undefined) failTheFile(`${name}: an after hook threw: ${error.stack}`);
  });
  process.once('exit', (exitCode) => {
    if (exitCode === 0 && state.waiting > 0)
      failTheFile(`${name}: ${state.waiting} tests never ran: is test.run() missing?`);
  });

  const skipUnless = (
    needed: readonly Capability[],
    title: string,
    body: TestBody,
    options?: TestOptions,
  ): string | undefined => {
    const [missing] = needed.flatMap((name) => missingCapability(name) ?? []);
    if (missing === undefined) add(title, body, options);
    else if (missing.required) add(title, () => refuseToSkip(missing), options);
    else {
      console.log(`${skipMark}${missing.capability} (${missing.why}): ${name}: ${title}`);
      inner.skip(title);
      return `${missing.capability} (${missing.why})`;
    }
    return undefined;
  };

  return Object.assign(add, {
    skipUnless: (needed: Capability, title: string, body: TestBody, options?: TestOptions): void => {
      skipUnless([needed], title, body, options);
    },
    fault: (number: number, title: string, body: TestBody, { needs = [], ...options }: FaultOptions = {}) => {
      const needed = typeof needs === 'string' ? [needs] : needs;
      const skipped = skipUnless(needed, `fault ${number}: ${title}`, () => marked(number, body), options);
      if (skipped !== undefined) console.log(faultMark({ number, came: 'skipped', why: skipped }));
    },
    before: (hook: Hook) => void hooks.before.push(hook),
    after: (hook: Hook) => void hooks.after.push(hook),
    beforeEach: (hook: Hook) => void hooks.beforeEach.push(hook),
    afterEach: (hook: Hook) => void hooks.afterEach.push(hook),
    run: () => {
      state.waiting = 0;
      inner.run();
    },
  });
}

/** uvu calls an `after.each` hook a second time when it throws, outside any catch: so hooks run in here. */
async function runOneTest(title: string, body: TestBody, hooks: Hooks, timeoutMs: number): Promise<void> {
  let failure: Error | undefined;
  try {
    for (const hook of hooks.beforeEach) await within(timeoutMs, `beforeEach hook of "${title}"`, hook);
    await within(timeoutMs, `"${title}"`, body);
  } catch (thrown) {
    failure = toError(thrown);
  }
  const hookError = await firstError('afterEach', hooks.afterEach);
  if (failure !== undefined && hookError !== undefined) console.error(hookError.stack);
  const first = failure ?? hookError;
  if (first !== undefined) throw first;
}

/** Runs every hook, also after one has thrown: each may hold something that must be given back. */
async function firstError(kind: string, hooks: readonly Hook[]): Promise<Error | undefined> {
  let first: Error | undefined;
  for (const hook of hooks) {
    try {
      await within(testTimeoutMs, `${kind} hook`, hook);
    } catch (thrown) {
      const error = toError(thrown);
      if (first === undefined) first = error;
      else console.error(error.stack);
    }
  }
  return first;
}

/** The timer keeps the process alive on purpose: a promise that never settles must end as a failed test. */
async function within(limitMs: number, what: string, body: TestBody): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} was not done after ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([Promise.resolve().then(body), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** uvu formats `err.name` and `err.stack` without looking, and ends quietly with code 0 if they are not text. */
function toError(thrown: unknown): Error {
  const usable =
    (isNativeError(thrown) || thrown instanceof Error) &&
    typeof thrown.name === 'string' &&
    typeof thrown.stack === 'string';
  return usable ? thrown : new Error(`thrown, but not an Error: ${inspect(thrown)}`);
}

/** Says whether the fault held, for the runner, and lets the test itself end as it does. */
async function marked(number: number, body: TestBody): Promise<void> {
  try {
    await body();
    console.log(faultMark({ number, came: 'held', why: '' }));
  } catch (error) {
    console.log(faultMark({ number, came: 'broke', why: '' }));
    throw error;
  }
}

function refuseToSkip({ capability, why }: Missing): never {
  throw new Error(`TAPPS_TEST_REQUIRE names ${capability}, but this machine does not have it: ${why}`);
}

/** Only an exit handler has the last word: uvu sets the exit code after every hook has run. */
function failTheFile(message: string): void {
  console.error(message);
  process.exitCode = 1;
  process.once('exit', () => {
    process.exitCode = 1;
  });
}

process.once('exit', () => {
  for (const leak of leaksSince(openAtFirst)) failTheFile(leak);
});
