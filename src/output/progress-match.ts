import type { RE2JS } from 're2js';
import { progressFromFields } from './progress-fields.ts';
import type { Progress } from './progress-line.ts';

/** A user's `--progress REGEX`, compiled by an engine that takes time linear in the line. */
export type ProgressPattern = { readonly source: string; readonly regex: RE2JS };

/** The first match in a plain line; values that make no sense are ignored key by key. */
export function readWithPattern(pattern: ProgressPattern, text: string): Progress | null {
  const matcher = pattern.regex.matcher(text);
  return matcher.find() ? progressFromFields(matcher.getNamedGroups()) : null;
}
