import { rmSync } from 'node:fs';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';

/** A step may write a JSON object to the file that this names: its gate decides over it. */
export const resultVariable = 'TAPPS_STEP_RESULT';

const limitBytes = 64 * 1024;

/** What a step reported; nothing where it wrote no JSON object. The file is removed. */
export function takeStepResult(path: string): Readonly<Record<string, unknown>> {
  try {
    const read = readRegularFile(path, limitBytes);
    const value: unknown = read.outcome === 'read' ? JSON.parse(read.text) : null;
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error)) return {};
    throw error;
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
