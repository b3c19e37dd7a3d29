import { rmSync } from 'node:fs';
import { debug } from '../base/debug.ts';
import { isPassing } from '../base/passing.ts';
import { patiently } from '../base/patience.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';
import { redactText } from '../output/redact.ts';

/** A step may write a JSON object to the file that this names: its gate decides over it. */
export const resultVariable = 'TAPPS_STEP_RESULT';

export type StepResult = Readonly<Record<string, unknown>>;

const limitBytes = 64 * 1024;
/** What is nested deeper ends the program that writes it as JSON again: it descends by recursion. */
const depthLimit = 100;
/** What a line of the journal has room for beside everything else. */
const writtenLimitChars = 2000;

/**
 * What a step reported; nothing where it wrote no JSON object. No link is followed. The file is removed, unless the system
 * still refuses to show what is in it.
 */
export function takeStepResult(path: string): StepResult {
  try {
    const result = resultIn(path);
    remove(path);
    return result;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('what a step reported cannot be read', { path, error: String(error) });
    if (!isPassing(error)) remove(path);
    return {};
  }
}

/** A result as the journal may hold it, without secrets; null for none, and for one that is too long. */
export function writtenResult(result: StepResult): string | null {
  if (Object.keys(result).length === 0) return null;
  const text = JSON.stringify(result, (key, value: unknown) =>
    typeof value === 'string' ? redactText(`${key}=${value}`).slice(key.length + 1) : value,
  );
  return text.length > writtenLimitChars ? null : text;
}

function resultIn(path: string): StepResult {
  const read = patiently(() => readRegularFile(path, limitBytes, 'refused'));
  if (read.outcome !== 'read' || depthOf(read.text) > depthLimit) return {};
  try {
    const value: unknown = JSON.parse(read.text);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** One that stays is in nobody's way: each attempt has a file of its own. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('what a step reported cannot be removed', { path, error: String(error) });
  }
}

/** At most: brackets inside of texts are counted too. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function isObject(value: unknown): value is StepResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
