import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readRegularFile } from './base/read-regular-file.ts';
import { hasCode, isSystemError } from './base/system-error.ts';
import { namesSetting } from './config/environment-names.ts';
import { defaultSettings, readSettings, type SettingsReading } from './config/settings.ts';
import { type Environment, userConfigFile } from './config/user-file.ts';
import type { Project } from './journal/project-paths.ts';
import { readSealed, type SealedKind, writeSealed } from './journal/sealed-file.ts';
import { isOurFolder } from './journal/state-folder.ts';

/** Raised whenever the same files would be read as other settings. */
const kind: SealedKind = { version: 1, limitBytes: 4 * 1024 * 1024 };
const fileLimitBytes = 1024 * 1024;

/** What was read once, and of what: two readings of the same sources are the same. */
type KeptReading = { readonly key: string; readonly reading: SettingsReading };

/**
 * As `readSettings`, from the cache where every source says what it said: loading the reader of YAML and the validators
 * costs as much as all of `bg list`.
 */
export async function settingsOf(
  project: Project,
  env: Environment,
  version: string,
): Promise<SettingsReading> {
  const key = keyOf(project, env, version);
  if (key === null) return readSettings(project.configFile, env);
  const file = join(project.cacheFolder, 'settings.json');
  const kept = readSealed(file, kind);
  if (isKept(kept) && kept.key === key) return kept.reading;
  const reading = await readSettings(project.configFile, env);
  if (isOurFolder(project.cacheFolder))
    writeSealed(project, file, { key, reading } satisfies KeptReading, kind);
  return reading;
}

/** Null where nothing is set, which needs no reading, and where a source cannot be read as a file. */
function keyOf(project: Project, env: Environment, version: string): string | null {
  const userFile = userConfigFile(env, process.platform);
  const files = [userFile, project.configFile].map((path) => [path, path === null ? null : textOf(path)]);
  const variables = Object.entries(env).filter(([name]) => namesSetting(name));
  const isAnySet = variables.length > 0 || files.some(([, text]) => text !== null);
  if (!isAnySet || files.some(([, text]) => text === undefined)) return null;
  const sources = JSON.stringify([version, defaultSettings, files, variables.sort()]);
  return createHash('sha256').update(sources).digest('hex');
}

/** Null if there is no such file, undefined if it cannot be read. */
function textOf(path: string): string | null | undefined {
  try {
    const read = readRegularFile(path, fileLimitBytes);
    return read.outcome === 'read' ? read.text : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** The seal vouches for the shape below: nobody but `settingsOf` makes one. */
function isKept(value: unknown): value is KeptReading {
  return typeof value === 'object' && value !== null && 'key' in value && 'reading' in value;
}
