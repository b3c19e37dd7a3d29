import ts from 'typescript';
import { readSourceFiles } from '../tidy/source-files.ts';
import { lineOf, parse, walk } from '../tidy/syntax.ts';

export type FoundPattern = { readonly where: string; readonly regex: RegExp };

const isOurs = (path: string): boolean =>
  /^(?:src|projections|reactors)\/.*\.ts$/.test(path) || /^schemas\/[^/]+\.ts$/.test(path);

/** Every regular expression that is written in the source as one. */
export function writtenPatterns(): FoundPattern[] {
  const found: FoundPattern[] = [];
  for (const file of readSourceFiles(isOurs)) {
    const syntax = parse(file);
    walk(syntax, (node) => {
      if (!ts.isRegularExpressionLiteral(node)) return;
      const end = node.text.lastIndexOf('/');
      const regex = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      found.push({ where: `${file.path}:${lineOf(syntax, node)}`, regex });
    });
  }
  return found;
}

/** Where the source puts a pattern together from parts, by file. */
export function buildingFiles(): string[] {
  return readSourceFiles((path) => isOurs(path))
    .filter(({ text }) => text.includes('new RegExp('))
    .map(({ path }) => path);
}

/** The patterns that `load` puts together: whatever is made by `new RegExp` while it runs. */
export async function builtPatterns(where: string, load: () => Promise<unknown>): Promise<FoundPattern[]> {
  const found: FoundPattern[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, [source, flags]: [string | RegExp, string | undefined], newTarget) {
      const regex: RegExp = Reflect.construct(target, [source, flags], newTarget);
      found.push({ where, regex });
      return regex;
    },
  });
  try {
    await load();
  } finally {
    globalThis.RegExp = original;
  }
  return found;
}

/** The patterns of the schemas, as ajv compiles them. */
export function schemaPatterns(): FoundPattern[] {
  return readSourceFiles((path) => /^schemas\/.*\.json$/.test(path)).flatMap(({ path, text }) => {
    const sources = new Set<string>();
    JSON.parse(text, (key, value: unknown) => {
      if (key === 'pattern' && typeof value === 'string') sources.add(value);
      if (key === 'patternProperties') for (const source of Object.keys(Object(value))) sources.add(source);
      return value;
    });
    return [...sources].map((source) => ({ where: path, regex: new RegExp(source, 'u') }));
  });
}
