import fc from 'fast-check';
import { compareWords } from '../../projections/comparison-words.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('comparison of two commands');

const pairs: readonly (readonly [a: string, b: string, said: string[]])[] = [
  ['make all', 'make all', []],
  ['make all', 'make test', ['1 1 all|test']],
  ['make all', 'make -j4 all', ['- 1 null|-j4']],
  ['make -k -j4 all', 'make all', ['1 - -k|null', '2 - -j4|null']],
  ['make -j4 all', 'make -j8 -k all', ['1 1 -j4|-j8', '- 2 null|-k']],
  ['a b c d', 'a x c y', ['1 1 b|x', '3 3 d|y']],
  ['a b', 'b a', ['0 - a|null', '- 1 null|a']],
  ['a', '', ['0 - a|null']],
  ['a a a', 'a a', ['2 - a|null']],
];

for (const [a, b, said] of pairs) {
  test(`"${a}" and "${b}"`, () => {
    const changes = compareWords(wordsOf(a), wordsOf(b));
    assert.equal(
      changes.map((one) => `${one.placeA ?? '-'} ${one.placeB ?? '-'} ${one.a}|${one.b}`),
      said,
    );
  });
}

test('what it says makes the one of the other', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', '--d'), { maxLength: 12 });
  fc.assert(
    fc.property(words, words, (a, b) => {
      const changes = compareWords(a, b);
      const goneFromA = new Set(changes.map(({ placeA }) => placeA));
      const newInB = new Set(changes.map(({ placeB }) => placeB));
      assert.equal(
        a.filter((_, place) => !goneFromA.has(place)),
        b.filter((_, place) => !newInB.has(place)),
      );
      for (const { placeA, placeB, a: left, b: right } of changes) {
        assert.is(left, placeA === null ? null : a[placeA]);
        assert.is(right, placeB === null ? null : b[placeB]);
      }
    }),
  );
});

test('very long commands are compared place by place', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `file-${index}`);
  const changes = compareWords(['x', ...many, 'y'], ['z', ...many, 'w']);
  assert.equal(
    changes.map(({ a, b }) => `${a}${b}`),
    ['xz', 'yw'],
  );
});

test.run();

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
