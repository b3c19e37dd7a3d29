import type { Check, CheckResult } from './check.ts';

/** One argument or variable on Linux (MAX_ARG_STRLEN) and all of them together (a quarter of the usual stack limit). */
const oneLimitBytes = 128 * 1024;
const allLimitBytes = 2 * 1024 * 1024;
/** What a journal's first line can hold; see schemas/README.md. */
const specLimitBytes = 200 * 1024;

/** Arguments and environment fit what the system and the journal can take. */
export const argumentsCheck: Check = {
  name: 'arguments',
  run: async ({ command, env }) => {
    const words = [...command, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    const sizes = words.map((word) => Buffer.byteLength(word) + 1);
    const all = sizes.reduce((total, size) => total + size, 0);
    const spec = Buffer.byteLength(JSON.stringify([command, Object.keys(env)]));
    if (Math.max(...sizes) > oneLimitBytes)
      return [refusal('An argument or a variable is longer than 128 KiB')];
    if (all > allLimitBytes) return [refusal('Arguments and environment are larger than 2 MiB together')];
    if (spec > specLimitBytes)
      return [refusal('The command is longer than 200 KiB, too long to be written down')];
    return [{ name: 'arguments', ok: true, severity: 'error', message: `${all} bytes`, hint: '' }];
  },
};

function refusal(message: string): CheckResult {
  return {
    name: 'arguments',
    ok: false,
    severity: 'error',
    message,
    hint: 'put it into a file and pass its path',
  };
}
