import { delimiter, resolve } from 'node:path';
import which from 'which';

export type Environment = Readonly<Record<string, string>>;

/** What dash takes for an unset PATH; the gate's shell is the one that searches. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The folders of PATH, made absolute: an empty entry is the working folder, as for a shell. */
export function searchFolders(cwd: string, env: Environment): readonly string[] {
  return (env['PATH'] ?? defaultPath).split(delimiter).map((entry) => resolve(cwd, entry));
}

/** The first executable file of that name; null without one. */
export async function findOnPath(name: string, cwd: string, env: Environment): Promise<string | null> {
  return which(name, { path: searchFolders(cwd, env).join(delimiter), nothrow: true });
}
