import { statSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';
import { type Environment, userConfigFile } from './user-file.ts';

/** A configuration file that was written to after a moment, by its time; null if none was. */
export function changedSince(projectFile: string, env: Environment, moment: string | null): string | null {
  if (moment === null) return null;
  const files = [projectFile, userConfigFile(env, process.platform)].filter((file) => file !== null);
  return files.find((file) => modifiedMs(file) > Date.parse(moment)) ?? null;
}

/** Whether it can be read is for who reads it. */
function modifiedMs(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  } catch (error) {
    if (isSystemError(error)) return 0;
    throw error;
  }
}
