import fc from 'fast-check';
import { parseCondition } from '../../src/workflow/gate-condition.ts';
import { gateOutcome } from '../../src/workflow/gate-outcome.ts';
import { splitRun } from '../../src/workflow/run-words.ts';
import { assert, suite } from '../rig/suite.ts';
import { sound, withSteps } from './workflow-text.ts';

const test = suite('gates and commands');

function outcome(condition: string, result: Record<string, unknown>, sentBack = 0) {
  const text = withSteps(
    `id: a, run: [x], gate: {condition: '${condition.replaceAll("'", "''")}', on_pass: b, on_fail: a}`,
    'id: b, run: [x]',
  );
  const [step] = sound(text).steps;
  if (step === undefined) throw new Error('no step');
  return gateOutcome(step, result, sentBack);
}

const result = { exit: 0, test_coverage: 70, name: 'it', scoring: { passed: true, of: null }, no: false };
const decided: readonly (readonly [condition: string, passed: boolean])[] = [
  ['scoring.passed == true', true],
  ['scoring.passed', true],
  ['test_coverage >= 70', true],
  ['test_coverage > 70', false],
  ['exit == 0 and test_coverage < 71', true],
  ['exit != 0 or no', false],
  ['not no && !(exit > 0)', true],
  ['scoring.of == null', true],
  ["name == 'it'", true],
  ['name == "at" || name > "a"', true],
  ['exit == false', false],
  ['name > 3', false],
  ['exit', false],
  ['missing == 1', false],
  ['missing != 1', false],
  ['not missing', false],
  ['missing or exit == 0', true],
  ['no and missing', false],
  ['toString', false],
  ['scoring.constructor != 1', false],
];
for (const [condition, passed] of decided) {
  test(`${condition} ${passed ? 'passes' : 'does not pass'}`, () => {
    assert.is(outcome(condition, result)?.passed, passed);
    assert.is(outcome(condition, result)?.target, passed ? 'b' : 'a');
  });
}

test('what was not reported is named', () => {
  assert.equal(outcome('scoring.total > 1 and exit == 0', result)?.unreported, ['scoring.total']);
  assert.equal(outcome('missing or exit == 0', result)?.unreported, []);
});

test('a gate sends back as often as its limit says, then the step fails', () => {
  assert.equal([outcome('no', result, 2)?.target, outcome('no', result, 2)?.exhausted], ['a', false]);
  assert.equal([outcome('no', result, 3)?.target, outcome('no', result, 3)?.exhausted], [null, true]);
  assert.is(outcome('exit == 0', result, 3)?.exhausted, false);
});

test('no text makes the reader of conditions throw, however deep', () => {
  const word = fc.constantFrom('(', ')', 'not ', '!', 'a', '==', '1', ' and ', '"', '-', '.');
  const text = fc.oneof(
    fc.string(),
    fc.array(word).map((words) => words.join('')),
  );
  fc.assert(fc.property(text, (written) => void parseCondition(written)));
  assert.not(parseCondition('('.repeat(200)).ok);
  assert.not(parseCondition(`${'not '.repeat(100)}a`).ok);
  assert.not(parseCondition('a'.repeat(501)).ok);
});

const split: readonly (readonly [text: string, words: readonly string[]])[] = [
  ['npm test', ['npm', 'test']],
  [' a\t b  c\n', ['a', 'b', 'c']],
  ['a \'b c\' "d e"f', ['a', 'b c', 'd ef']],
  ['a "" \'\'', ['a', '', '']],
  [String.raw`a\ b "\"\\\n" '\'`, ['a b', String.raw`"\\n`, '\\']],
  ["echo '$HOME | x' \\| '>'", ['echo', '$HOME | x', '|', '>']],
  ['a=b --c={prompt} 5$ x|y *.ts', ['a=b', '--c={prompt}', '5$', 'x|y', '*.ts']],
];
for (const [text, words] of split) {
  test(`split: ${JSON.stringify(text)}`, () => assert.equal(splitRun(text), { ok: true, words }));
}

test('words in single quotes come out as they are', () => {
  const word = fc.string().filter((text) => !text.includes("'"));
  const property = fc.property(fc.array(word, { minLength: 1 }), (words) => {
    assert.equal(splitRun(words.map((one) => `'${one}'`).join(' ')), { ok: true, words });
  });
  fc.assert(property);
});

for (const text of [
  'a > b',
  'a 2>&1',
  'a; b',
  'a $(b)',
  'a `b`',
  '"$X"',
  'a & b',
  'a <b',
  'a >>b',
  'a || b',
]) {
  test(`needs a shell: ${text}`, () => assert.not(splitRun(text).ok));
}

test.run();
