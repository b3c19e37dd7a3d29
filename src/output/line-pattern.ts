import { compileBounded } from './bounded-pattern.ts';

export type LinePattern =
  | { readonly ok: true; readonly matches: (line: string) => boolean }
  | { readonly ok: false; readonly message: string };

const lineLimitChars = 65_536;

/** Compiles a user's pattern for whole lines of output; never throws for bad input. */
export function compileLinePattern(source: string): LinePattern {
  const compiled = compileBounded(source);
  if (!compiled.ok) return compiled;
  const { regex } = compiled;
  return { ok: true, matches: (line) => regex.matcher(line.slice(0, lineLimitChars)).find() };
}
