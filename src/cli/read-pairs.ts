import { FailureError } from '../../schemas/failure.ts';

const tagName = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$/;

/** Reads `k=v` tags. Throws `usage` for anything else. */
export function readTags(tags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    tags.map((tag) => {
      const [key, value] = splitPair(tag, '--tag');
      if (tagName.test(key) && value.length <= 200) return [key, value];
      throw new FailureError({
        code: 'usage',
        message: `--tag ${tag.slice(0, 80)} is no tag`,
        hint: 'write --tag team=build',
      });
    }),
  );
}

/** Reads `K=V` variables; the value may hold anything but a NUL byte. The value is never repeated in the message. */
export function readVariables(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, value] = splitPair(pair, '--env');
      if (name !== '' && !`${name}${value}`.includes('\0')) return [name, value];
      throw new FailureError({
        code: 'usage',
        message: '--env needs a name before its =',
        hint: 'write --env CI=true',
      });
    }),
  );
}

function splitPair(pair: string, option: string): [string, string] {
  const at = pair.indexOf('=');
  if (at !== -1) return [pair.slice(0, at), pair.slice(at + 1)];
  const message = `${option} needs NAME=VALUE`;
  throw new FailureError({ code: 'usage', message, hint: `write ${option} NAME=VALUE` });
}
