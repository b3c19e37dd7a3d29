import { readFileSync } from 'node:fs';

/** An example of a page: a program, and what it prints. `line` is where it begins. */
export type DocExample = { readonly line: number; readonly program: string; readonly prints: string };

const fences = /^```ts\n([\s\S]*?)^```\n(?:\s*^```text\n([\s\S]*?)^```\n)?/gm;

/** Every program on a Markdown page, each with the text that follows it. */
export function examplesIn(path: string): DocExample[] {
  const page = readFileSync(path, 'utf8');
  return [...page.matchAll(fences)].map(({ index, 1: program = '', 2: prints = '' }) => ({
    line: page.slice(0, index).split('\n').length,
    program,
    prints,
  }));
}
