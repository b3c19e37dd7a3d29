import fc from 'fast-check';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { assert, suite } from '../rig/suite.ts';
import { sound, withSteps } from './workflow-text.ts';

const test = suite('read-workflow');

/** `line:column message`, as many as there are. */
function told(text: string, agents: readonly string[] = []): string[] {
  const { problems } = readWorkflow(text, 'flow.yaml', agents);
  return problems.map(({ at, message }) => `${at === null ? '-' : `${at.line}:${at.column}`} ${message}`);
}

const a = 'id: a, run: [x]';
const broken: readonly (readonly [text: string, ...messages: string[]])[] = [
  ['', '- The workflow file is empty'],
  ['# only a remark\n', '- The workflow file is empty'],
  ['- a\n', '1:1 A workflow file begins with workflow:'],
  ['just text\n', '1:1 A workflow file begins with workflow:'],
  ['steps: []\n', '1:1 The file has no workflow:'],
  ['wrokflow:\n  id: a\n', '1:1 There is no workflow:, but wrokflow:'],
  ['workflow:\n', '1:10 The workflow must be a mapping, not empty'],
  ['workflow: [a]\n', '1:11 The workflow must be a mapping, not a list'],
  ['workflow:\n  id: a\n', '2:3 The workflow has no steps'],
  ['workflow:\n  id: a\n  steps: []\n', '3:3 The workflow has no steps'],
  ['workflow:\n  id: a\n  steps: {}\n', '3:10 The workflow: steps must be a list, not a mapping'],
  [`workflow:\n  steps: [{${a}}]\n`, '2:3 The workflow has no id'],
  [`workflow:\n  id: 7\n  steps: [{${a}}]\n`, '2:7 The workflow: id must be a text, not 7'],
  [
    `workflow:\n  id: a b\n  steps: [{${a}}]\n`,
    '2:7 The workflow: id "a b" must be letters, digits, _ . or - without blanks',
  ],
  ['workflow:\n  id: "a\n', '3:1 Invalid YAML: missing closing "quote'],
  ['a: b: c\n', '1:4 Invalid YAML: nested mappings are not allowed in compact mappings'],
  ['workflow:\n  id: a\n  id: b\n', '3:3 The key id is there twice', '2:3 The workflow has no steps'],
  [
    'workflow: *gone\n',
    '1:11 Invalid YAML: Unresolved alias (the anchor must be set before the alias): gone',
  ],
  ['a\0b', '1:2 This is not UTF-8 text'],
  ['['.repeat(1000), '1:100 Nested too deeply to be read'],
  [`# ${'x'.repeat(256 * 1024)}`, '- The workflow file is larger than 256 KiB'],
  [withSteps(a, a), '5:12 Two steps have the id a; the first is in line 4'],
  [withSteps('run: [x]'), '4:7 Step number 1 has no id'],
  [withSteps('id: a'), '4:7 Step a has neither run nor agent'],
  [withSteps('id: a, agent: plannner'), '4:22 Step a: unknown agent plannner'],
  [withSteps(`${a}, next: b`), '4:31 Step a: next names b, which is no step'],
  [
    withSteps(`${a}, gate: {condition: ok, on_pass: b, on_fail: c}`),
    '4:56 Step a: gate.on_pass names b, which is no step',
    '4:68 Step a: gate.on_fail names c, which is no step',
  ],
  [withSteps(`${a}, gate: {on_fail: a}`), '4:31 Step a has no condition in its gate'],
  [
    withSteps(`${a}, gate: {condition: "x = 1"}`),
    '4:46 Step a: the condition "x = 1" has a single =: write == to compare',
  ],
  [
    withSteps(`${a}, gate: {condition: "(x"}`),
    '4:44 Step a: the condition "(x" has a ( that is never closed',
  ],
  [
    withSteps(`${a}, gate: {condition: f(x)}`),
    '4:44 Step a: the condition "f(x)" has "(" where and, or, or the end should be',
  ],
  [
    withSteps(`${a}, gate: {condition: x >}`),
    '4:46 Step a: the condition "x >" ends where a name or a value should be',
  ],
  [withSteps(`${a}, gate: {condition: ok, limit: 0}`), '4:54 Step a: gate limit must be at least 1'],
  [withSteps(`${a}, timeout: soon`), '4:34 Step a: timeout "soon" is no duration'],
  [withSteps(`${a}, timeout: 90`), '4:34 Step a: timeout must be a text, not 90'],
  [withSteps(`${a}, retries: -1`), '4:34 Step a: retries must be at least 0'],
  [
    withSteps(`${a}, condition: maybe`),
    '4:36 Step a: condition must be one of required, optional, conditional',
  ],
  [withSteps(`${a}, requires: x.md`), '4:35 Step a: requires must be a list, not a text'],
  [withSteps(`${a}, requires: [/etc/x]`), '4:36 Step a: requires: /etc/x is absolute'],
  [withSteps(`${a}, creates: ['C:\\x']`), '4:35 Step a: creates: C:\\x is absolute'],
  [withSteps(`${a}, creates: [b, c/../../d]`), '4:38 Step a: creates: c/../../d leaves the project'],
  [
    withSteps(`${a}, creates: [~/x]`),
    '4:35 Step a: creates: ~/x begins with ~, which only a shell understands',
  ],
  [withSteps(`${a}, creates: ["a\\0b"]`), '4:35 Step a: creates: a\\x00b contains a NUL'],
  [withSteps(`${a}, creates: [' ']`), '4:35 Step a: creates:   is blank'],
  [withSteps('id: a, run: []'), '4:20 Step a: run must not be an empty list'],
  [withSteps('id: a, run: [""]'), '4:20 Step a: run begins with a blank word'],
  [withSteps('id: a, run: "  "'), '4:20 Step a: run has no command'],
  [withSteps('id: a, run: "x | y"'), '4:20 Step a: run needs a shell for "|", and none reads it'],
  [withSteps('id: a, run: x && y'), '4:20 Step a: run needs a shell for "&&", and none reads it'],
  [withSteps('id: a, run: "x $HOME"'), '4:20 Step a: run needs a shell for "$HOME", and none reads it'],
  [withSteps("id: a, run: x 'y"), "4:20 Step a: run has a ' that is never closed"],
  [withSteps('id: a, run: ["x\\0"]'), '4:20 Step a: run contains a NUL'],
  [withSteps(`${a}, agnet: planner`), '4:25 Unknown key agnet in step a'],
  [withSteps(`${a}, gate: {condition: ok, on_fial: a}`), '4:47 Unknown key on_fial in the gate of step a'],
  [withSteps(`${a}, next: [b]`), '4:31 Step a: next must be a text, not a list'],
  [
    withSteps('just text').replace('{just text}', 'just text'),
    '4:7 Step number 1 must be a mapping, not a text',
  ],
  [
    withSteps(`id: "\\e[31m", run: [x]`),
    '4:12 Step \\x1b[31m: id "\\x1b[31m" must be letters, digits, _ . or - without blanks',
  ],
];
for (const [text, ...messages] of broken) {
  test(`refused: ${messages[0]}`, () => {
    assert.equal([...told(text)].sort(), [...messages].sort());
    assert.is(readWorkflow(text, 'flow.yaml').workflow, null);
    for (const { hint } of readWorkflow(text, 'flow.yaml').problems) assert.ok(hint.length > 0);
  });
}

test('all problems of a file are told at once, in its order', () => {
  const text = withSteps('id: a, agent: plannner, next: b', `${a}, timeout: soon`, 'id: c, retries: x');
  assert.is(told(text).length, 6);
  const lines = readWorkflow(text, 'f').problems.map(({ at }) => at?.line);
  assert.equal(lines, [4, 4, 5, 5, 6, 6]);
});

test('a hint names the word that was meant, and the line is quoted', () => {
  const [problem] = readWorkflow(withSteps('id: a, agent: plannner'), 'f').problems;
  assert.is(problem?.hint, 'write planner');
  assert.is(problem?.source, '- {id: a, agent: plannner}');
});

test('agents of the configuration are known', () => {
  assert.equal(told(withSteps('id: a, agent: mine'), ['mine']), []);
});

test('an unknown key that is no slip is left alone with a warning', () => {
  const { workflow, problems } = readWorkflow(withSteps(`${a}, colour: red`), 'f');
  assert.equal(
    problems.map(({ severity }) => severity),
    ['warning'],
  );
  assert.is(workflow?.steps.length, 1);
});

test('a step is read with all it says', () => {
  const text = withSteps(
    `id: a, run: "npm run 'a b' {prompt}", requires: [./x//y.md], creates: [out/], timeout: 90s, retries: 2, condition: optional, gate: {condition: exit == 0}`,
  );
  assert.equal(sound(text).steps[0], {
    id: 'a',
    index: 1,
    at: { line: 4, column: 7 },
    agent: null,
    action: null,
    run: ['npm', 'run', 'a b', '{prompt}'],
    requires: ['x/y.md'],
    creates: ['out/'],
    condition: 'optional',
    next: null,
    gate: { condition: 'exit == 0', onPass: null, onFail: null, limit: 3 },
    timeoutMs: 90_000,
    retries: 2,
    needsPrompt: true,
  });
});

test('over 500 steps are refused', () => {
  const steps = Array.from({ length: 501 }, (_, index) => `id: s${index}, run: [x]`);
  assert.equal(told(withSteps(...steps)), ['504:7 The workflow has 501 steps; 500 is the limit']);
  assert.equal(told(withSteps(...steps.slice(1))), []);
});

test('aliases that would blow up are refused', () => {
  const levels = [...'bcdefghij'].map(
    (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`)}]`,
  );
  const text = ['a: &a [x, x, x, x, x, x, x, x, x]', ...levels, 'workflow: *j'].join('\n');
  assert.match(told(text)[0] ?? '', /Excessive alias count/);
});

test('a file of nothing but faults is read as soon as any other', () => {
  assert.is(readWorkflow('"'.repeat(200_000), 'f').problems.length, 101);
  const keys = Array.from({ length: 15_000 }, (_, index) => ` k${index}: 1`).join('\n');
  assert.ok(readWorkflow(`workflow:\n${keys}`, 'f').problems.length <= 101);
});

test('no text makes the reader throw', () => {
  const word = fc.constantFrom(
    'workflow',
    'steps',
    'id',
    'run',
    'gate',
    ':',
    ' ',
    '\n',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '*a',
    '&a',
    '"',
    '!',
    '|',
    '\t',
    '__proto__',
    '\u0000',
    '?',
    ',',
    '0',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 60 }).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(text, (written) => void readWorkflow(written, 'f')),
    { numRuns: 500 },
  );
});

test('no value below workflow makes the reader throw', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (steps, gate) => {
      readWorkflow(`{"workflow": {"id": "a", "steps": ${steps}}}`, 'f');
      readWorkflow(
        `{"workflow": {"id": "a", "steps": [{"id": "a", "gate": ${gate}, "run": ${steps}}]}}`,
        'f',
      );
    }),
    { numRuns: 300 },
  );
});

test.run();
