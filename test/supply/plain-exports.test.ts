import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, suite } from '../rig/suite.ts';
import { root } from './lock-file.ts';

type File = { readonly path: string; readonly text: string };

const test = suite('what files of the program export');

const { plainExports }: { readonly plainExports: (files: readonly File[]) => Map<string, string> } =
  await import(pathToFileURL(join(root, 'scripts', 'plain-exports.mjs')).href);

const file = (name: string, text: string): File => ({ path: `/dist/${name}.js`, text });
const made = (text: string): string | undefined =>
  plainExports([file('a', text)])
    .get('/dist/a.js')
    ?.trim();

test('names are given in one object, under the names that others ask for', () => {
  assert.is(
    made('var x=1;function f(){let x=2;x=3;return x}export{x as a,f,f as default};'),
    'var x=1;function f(){let x=2;x=3;return x}module.exports={__esModule:true,"a":x,"f":f,"default":f};',
  );
});

test('a file that exports nothing, or in another way, stays as it is', () => {
  for (const text of ['console.log(1);', 'export default 1;', 'export{a}from"./b.js";'])
    assert.is(made(text), text);
});

test('a name that is assigned again is refused, however it is assigned', () => {
  for (const again of [
    'x=2',
    'x+=2',
    'x??=2',
    'x++',
    '--x',
    '[x]=[2]',
    '[...x]=[2]',
    '({x}={x:2})',
    '({y:x}={y:2})',
  ])
    assert.throws(
      () => made(`var x=1;function f(){${again}}export{x as a};`),
      /an exported name is assigned again/,
    );
  for (const loop of ['for(x of [1]);', 'for(x in {});'])
    assert.throws(
      () => made(`var x=1;function f(){${loop}}export{x as a};`),
      /an exported name is assigned again/,
    );
});

test('files that import each other are refused, if only through a third', () => {
  const circle = [
    file('a', 'import{b}from"./b.js";var x=b;export{x as a};'),
    file('b', 'import"./c.js";var b=1;export{b};'),
    file('c', 'import{a}from"./a.js";a();'),
  ];
  assert.throws(() => plainExports(circle), /files import each other: .*a\.js → .*b\.js → .*c\.js → .*a\.js/);
  assert.is(plainExports([...circle.slice(0, 2), file('c', 'import"node:fs";')]).size, 3);
});

test.run();
