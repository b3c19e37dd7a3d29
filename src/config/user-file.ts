import { posix, win32 } from 'node:path';

/** Variables by name, as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a user's own settings lie on this platform; null for a user without a home folder. */
export function userConfigFile(env: Environment, platform: NodeJS.Platform): string | null {
  if (platform === 'win32') return below(win32, env['APPDATA'], []);
  const home = env['HOME'];
  if (platform === 'darwin') return below(posix, home, ['Library', 'Application Support']);
  return below(posix, env['XDG_CONFIG_HOME'], []) ?? below(posix, home, ['.config']);
}

/** The XDG specification: a path that is not absolute is to be ignored. */
function below(path: typeof posix, folder: string | undefined, names: readonly string[]): string | null {
  if (folder === undefined || !path.isAbsolute(folder) || folder.includes('\0')) return null;
  return path.join(folder, ...names, 'tapps-agents', 'config.yaml');
}
