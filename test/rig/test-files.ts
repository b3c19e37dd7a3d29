import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export type TestFile = { readonly path: string; readonly timeoutMs: number };

const fileTimeoutMs = 300_000;
/** A file that needs longer says so near its top: `// timeout: 300s`. */
const timeoutLine = /^\/\/ timeout: (\d{1,4})s\s*$/;
const linesLookedAt = 10;

/**
 * The test files under `test/` whose path contains one of the filters (no filter: all of them). Fixtures are
 * left out, unless a filter is the very path of a file. Longest time limit first, so that two lanes end together.
 */
export function findTestFiles(root: string, filters: readonly string[]): TestFile[] {
  const named = filters.filter((filter) => isFile(join(root, filter)));
  const parts = filters.filter((filter) => !named.includes(filter));
  const all = filters.length > 0 && parts.length === 0 ? [] : listTests(root);
  const found = all.filter((path) => parts.length === 0 || parts.some((part) => path.includes(part)));
  const paths = [...new Set([...named, ...found])];
  const files = paths.map((path) => ({ path, timeoutMs: readTimeoutMs(join(root, path)) }));
  return files.sort((a, b) => b.timeoutMs - a.timeoutMs || (a.path < b.path ? -1 : 1));
}

function listTests(root: string): string[] {
  const names = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => `test/${name.split(sep).join('/')}`)
    .filter((path) => path.endsWith('.test.ts') && !path.includes('/fixtures/'));
}

function readTimeoutMs(path: string): number {
  const head = readFileSync(path, 'utf8').split('\n', linesLookedAt);
  const seconds = head.map((line) => timeoutLine.exec(line)?.[1]).find((match) => match !== undefined);
  return seconds === undefined ? fileTimeoutMs : Number(seconds) * 1000;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
