import { assert, suite } from '../rig/suite.ts';
import { type ArrowRule, arrowRules } from './arrow-rules.ts';
import { readSourceFiles, type SourceFile } from './source-files.ts';
import { parse, readImports } from './syntax.ts';
import { type UsageRule, usageRules } from './usage-rules.ts';

const test = suite('architecture');
const files = readSourceFiles((path) => path.endsWith('.ts') && !path.startsWith('test/'));

for (const rule of arrowRules) {
  test(rule.name, () =>
    assertNone(
      rule.advice,
      files.flatMap((file) => wrongImports(rule, file)),
    ),
  );
  test(`the rule is able to fail: ${rule.name}`, () => {
    const [path, text] = rule.red;
    assert.is(wrongImports(rule, { path, text }).length, 1);
    assert.equal(wrongImports(rule, { path, text: 'export {};' }), []);
    assert.equal(wrongImports(rule, { path: 'test/elsewhere.ts', text: "import '../x.ts';" }), []);
  });
}

for (const rule of usageRules) {
  test(rule.name, () =>
    assertNone(
      rule.advice,
      files.flatMap((file) => wrongUses(rule, file)),
    ),
  );
  test(`the rule is able to fail: ${rule.name}`, () => {
    for (const [path, text] of rule.red) assert.is(wrongUses(rule, { path, text }).length, 1, text);
    for (const [path, text] of rule.green) assert.equal(wrongUses(rule, { path, text }), [], text);
  });
}

test('every room of src has a rule of its own', () => {
  const rooms = new Set(files.map(({ path }) => /^src\/[^/]+\//.exec(path)?.[0] ?? 'src/base/'));
  const ruled = arrowRules.flatMap(({ from }) => from);
  const unruled = [...rooms].filter((room) => !ruled.includes(`${room}*`));
  assertNone('A new room needs a row in arrow-rules.ts: what may it import, and why?', unruled);
});

test('every way to import is seen', () => {
  const text = [
    "import fs from 'fs';",
    "import type { A } from './a.ts';",
    "export * from '@scope/name/deep';",
    "const b = await import('../b/c.ts');",
    "const d = require('d/sub');",
    "type E = import('node:events').E;",
    'const f = import(name);',
  ].join('\n');
  const targets = readImports({ path: 'src/x/y.ts', text }).map(({ target }) => target);
  assert.equal(targets, [
    'node:fs',
    'src/x/a.ts',
    'package:@scope/name',
    'src/b/c.ts',
    'package:d',
    'node:events',
  ]);
});

test.run();

function wrongImports(rule: ArrowRule, file: SourceFile): string[] {
  if (!isAbout(rule, file)) return [];
  const wrong = readImports(file).filter(({ target }) => {
    const isOutside = rule.only !== undefined && !matchesAny(rule.only, target);
    return isOutside || matchesAny(rule.never ?? [], target);
  });
  return wrong.map(({ line, specifier }) => `${file.path}:${line} imports ${specifier}`);
}

function wrongUses(rule: UsageRule, file: SourceFile): string[] {
  if (!isAbout(rule, file)) return [];
  return rule.find(parse(file)).map(({ line, what }) => `${file.path}:${line} ${what}`);
}

function isAbout({ from, except = [] }: Pick<ArrowRule, 'from' | 'except'>, { path }: SourceFile): boolean {
  return matchesAny(from, path) && !matchesAny(except, path);
}

function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}

function assertNone(advice: string, wrong: readonly string[]): void {
  assert.is(wrong.length, 0, `${advice}\n      ${wrong.join('\n      ')}`);
}
