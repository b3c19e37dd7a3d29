import { assert, suite } from '../rig/suite.ts';
import { findDeadLinks } from './link-check.ts';
import {
  type Finding,
  isGenerated,
  isProductCode,
  listEverything,
  readSourceFiles,
  type SourceFile,
} from './source-files.ts';
import {
  findBannedName,
  findIdleTests,
  findLongFile,
  findLongFunctions,
  findUnfinished,
} from './taste-checks.ts';

const test = suite('sizes, names and links');
const everything = listEverything();
const isTest = (path: string) => path.endsWith('.test.ts') && !path.includes('/fixtures/');
const isChecksOwn = (path: string) => path.startsWith('test/tidy/');
const isPage = (path: string) =>
  /^(?:(?:docs|schemas|reactors|projections|src|bench|examples)\/.+|[^/]+)\.md$/.test(path);

const product = readSourceFiles(isProductCode);
const tests = readSourceFiles(isTest);
const allCode = readSourceFiles((path) => /\.(?:ts|mjs)$/.test(path) && !isGenerated(path));
const pages = readSourceFiles(isPage);

test('a file has at most 200 lines', () => {
  assertNone('Split it: two ideas live in there.', product, findLongFile);
});

test('a function has at most 50 lines', () => {
  assertNone('Name its steps and let it call them.', product, findLongFunctions);
});

test('no file or folder has a name that says nothing', () => {
  assertNone('Name it after the one thing it does.', allCode, findBannedName);
});

test('nothing is left unfinished or untyped', () => {
  const code = allCode.filter(({ path }) => !isChecksOwn(path));
  assertNone('Finish it, or describe it in docs/; give it its type.', code, findUnfinished);
});

test('every test file runs its tests, through the rig', () => {
  assert.ok(tests.length > 0);
  assertNone('Use suite() of test/rig/suite.ts and end with test.run().', tests, findIdleTests);
});

test('every relative link leads somewhere', () => {
  assertNone('Correct the path or remove the link.', pages, (page) => findDeadLinks(page, exists));
});

test('the checks are able to fail', () => {
  const file = (text: string, path = 'src/a.ts'): SourceFile => ({ path, text });
  assert.is(findLongFile(file(`${'\n'.repeat(200)}x`)).length, 1);
  assert.is(findLongFile(file(`${'x\n'.repeat(200)}`)).length, 0);
  assert.is(findLongFunctions(file(`const f = () => {${'\n'.repeat(50)}};`)).length, 1);
  assert.is(findLongFunctions(file(`const f = () => {${'\n'.repeat(49)}};`)).length, 0);
  assert.equal(findBannedName(file('', 'src/base/process-manager.ts')), [{ line: 1, what: 'manager' }]);
  assert.equal(findBannedName(file('', 'src/base/commonplace.ts')), []);
});

test('the check for unfinished code is able to fail', () => {
  const found = (text: string) => findUnfinished({ path: 'src/a.ts', text }).map(({ what }) => what);
  assert.equal(found('// TODO later\nlet x: any;\n// @ts-ignore'), ['TODO', '@ts-ignore', 'any']);
  assert.equal(found('const any = "mañana"; const TODOS = any;'), []);
});

test('the check for idle tests is able to fail', () => {
  const found = (text: string) => findIdleTests({ path: 'test/a.test.ts', text }).map(({ what }) => what);
  assert.equal(found("import { suite } from '../rig/suite.ts';"), ['never calls .run()']);
  assert.equal(found("import { test } from 'uvu'; test.only('a', f); test.run();"), [
    'imports uvu instead of test/rig/suite.ts',
    '.only()',
  ]);
  assert.equal(found("const test = suite('a'); test.run();"), []);
});

test('the check for dead links is able to fail', () => {
  const dead = (text: string) =>
    findDeadLinks({ path: 'docs/a.md', text }, (path) => ['README.md', 'docs/b c.md', 'docs'].includes(path));
  assert.equal(dead('[a](../README.md#top) [b](b%20c.md) [c](#d) [e](https://x.y/z) [f](../docs/)'), []);
  assert.equal(dead('x\n![a](../no.png "t")'), [{ line: 2, what: '../no.png' }]);
  assert.equal(dead('[a]: ./no.md\n<img src="no.svg">').length, 2);
  assert.equal(dead('```\n[a](no.md)\n```\n`[a](no.md)`'), []);
});

test.run();

function exists(path: string): boolean {
  return path === '.' || everything.has(path);
}

function assertNone(
  advice: string,
  files: readonly SourceFile[],
  find: (file: SourceFile) => readonly Finding[],
): void {
  const wrong = files.flatMap((file) => find(file).map(({ line, what }) => `${file.path}:${line} ${what}`));
  assert.is(wrong.length, 0, `${advice}\n      ${wrong.join('\n      ')}`);
}
