import { RE2JS } from 're2js';

export type LinePattern =
  | { readonly ok: true; readonly matches: (line: string) => boolean }
  | { readonly ok: false; readonly message: string };

const lineLimitChars = 65_536;

/** Compiles a user's pattern on a linear-time engine: one of JavaScript's own could never be interrupted. */
export function compileLinePattern(source: string): LinePattern {
  try {
    const pattern = RE2JS.compile(source);
    return { ok: true, matches: (line) => pattern.matcher(line.slice(0, lineLimitChars)).find() };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
