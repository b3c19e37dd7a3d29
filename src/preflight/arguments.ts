import type { Check, CheckResult } from './check.ts';

/** One argument or variable on Linux (MAX_ARG_STRLEN) and all of them together (a quarter of the usual stack limit). */
const oneLimitBytes = 128 * 1024;
const allLimitBytes = 2 * 1024 * 1024;
/** What the first line of a journal has room for; see schemas/README.md. */
export const commandLimitBytes = 150 * 1024;

/** Arguments and environment fit what the system and the journal can take. */
export const argumentsCheck: Check = {
  name: 'arguments',
  run: async ({ command, env }) => {
    const words = [...command, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    const sizes = words.map((word) => Buffer.byteLength(word) + 1);
    const all = sizes.reduce((total, size) => total + size, 0);
    const written = command.reduce((total, word) => total + jsonBytes(word) + 1, 0);
    if (sizes.some((size) => size > oneLimitBytes))
      return [refusal('An argument or a variable is longer than 128 KiB')];
    if (all > allLimitBytes) return [refusal('Arguments and environment are larger than 2 MiB together')];
    if (written > commandLimitBytes)
      return [refusal('The command is longer than 150 KiB, too long to be written down')];
    return [{ name: 'arguments', ok: true, severity: 'error', message: `${all} bytes`, hint: '' }];
  },
};

/** Bytes of a string as JSON. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function refusal(message: string): CheckResult {
  return {
    name: 'arguments',
    ok: false,
    severity: 'error',
    message,
    hint: 'put it into a file and pass its path',
  };
}
