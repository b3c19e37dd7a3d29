import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type SourceFile = { readonly path: string; readonly text: string };
/** What is wrong, with the line (counted from 1) where it is. */
export type Finding = { readonly line: number; readonly what: string };

const root = fileURLToPath(new URL('../..', import.meta.url));
const notOurs = /(?:^|\/)(?:node_modules|dist|coverage|\.[^/]*)\//;

/** Files of this project whose path (with `/`, from its root) matches, sorted. */
export function readSourceFiles(matches: (path: string) => boolean): SourceFile[] {
  const paths = topLevel().flatMap((entry) =>
    entry.isDirectory() && !notOurs.test(`${entry.name}/`) ? listFolder(entry.name) : [entry.name],
  );
  const ours = paths.filter((path) => !notOurs.test(path) && matches(path)).sort();
  return ours.map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));
}

/** Whether a path from the project's root is one of its files or folders. */
export function listEverything(): ReadonlySet<string> {
  const folders = topLevel().filter((entry) => entry.isDirectory() && !notOurs.test(`${entry.name}/`));
  const deep = folders.flatMap(({ name }) => listFolder(name));
  return new Set([...topLevel().map(({ name }) => name), ...deep]);
}

export function isProductCode(path: string): boolean {
  return /^(?:schemas|projections|reactors|src)\//.test(path) && path.endsWith('.ts') && !isGenerated(path);
}

export function isGenerated(path: string): boolean {
  return path.includes('/generated/');
}

function topLevel() {
  return readdirSync(root, { withFileTypes: true });
}

function listFolder(folder: string): string[] {
  const names = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}
