import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfigProblem, readSettings, type SettingsReading } from '../../src/config/settings.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

/** No home, no variables: only the project's file speaks. */
export const nobody = {};

/** A path in a new folder, without a file. */
export function newConfigPath(): string {
  return join(temporaryFolder('settings-'), 'config.yaml');
}

/** A file with this text in a new folder. */
export function givenConfig(text: string | Buffer): string {
  const path = newConfigPath();
  writeFileSync(path, text);
  return path;
}

/** Settings as a project with this file has them. */
export function readConfig(text: string | Buffer): Promise<SettingsReading> {
  return readSettings(givenConfig(text), nobody);
}

/** Lines below `background_processes:`. */
export function ours(...lines: readonly string[]): string {
  return `background_processes:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** `3:5 error: message → hint`. */
export function told({ severity, line, column, message, hint }: ConfigProblem): string {
  return `${line}:${column} ${severity}: ${message}${hint === '' ? '' : ` → ${hint}`}`;
}
