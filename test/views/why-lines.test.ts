import type { Why } from '../../projections/why.ts';
import { whyLines } from '../../src/views/why-lines.ts';
import { assert, suite } from '../rig/suite.ts';
import { nowMs } from './any-process.ts';

const test = suite('the lines of why');

const at = '2026-11-23T10:30:20.000Z';
const clue = { at: null, offset: null, isDecisive: false };
const answer: Why = {
  id: 'k3f9a2c7',
  status: 'failed',
  cause: {
    rule: 'python_module_missing',
    line: 'exit 1 in step 3/5 "tests": ModuleNotFoundError: No module named \'tiktoken\'',
    certainty: 'likely',
    sender: null,
  },
  when: { at, intoMs: 13_980_000 },
  evidence: [
    { ...clue, kind: 'output', text: '    import tiktoken', offset: 90 },
    {
      ...clue,
      kind: 'output',
      text: "ModuleNotFoundError: No module named 'tiktoken'",
      offset: 110,
      isDecisive: true,
    },
    { ...clue, kind: 'heartbeat', text: 'last heartbeat', at },
    { ...clue, kind: 'journal', text: 'process.exited', at, offset: 2102 },
  ],
  lastGood: { id: 'a1b2c3d4', at },
  differences: [
    { what: 'git commit', before: '11112222', now: '33334444' },
    { what: 'duration', before: '12m', now: '3h 53m' },
  ],
  tries: [
    { text: 'install it', paste: 'python3 -m pip install tiktoken' },
    { text: 'have every launch check it', paste: 'types:\n  pytest:\n    requires: ["python:tiktoken"]' },
  ],
};
const shown = (changed: Partial<Why> = {}, colours = false) =>
  whyLines({ ...answer, ...changed }, { nowMs, colours });

test('the cause comes first, then when, what it rests on, what was different, what to try', () => {
  assert.equal(shown(), [
    'exit 1 in step 3/5 "tests": ModuleNotFoundError: No module named \'tiktoken\'',
    'When: 10:30:20, 3h 53m into the run',
    'Sure: likely: read from what it said, or from what was measured',
    '',
    'Evidence:',
    '   output @90     ␣␣␣␣import tiktoken'.replaceAll('␣', ' '),
    ">  output @110    ModuleNotFoundError: No module named 'tiktoken'",
    '   heartbeat      last heartbeat (10:30:20)',
    '   journal @2102  process.exited (10:30:20)',
    '',
    'Last good run: a1b2c3d4 (10:30:20)',
    '  git commit  then 11112222  now 33334444',
    '  duration    then 12m       now 3h 53m',
    '',
    'What to try:',
    '  - install it',
    '      python3 -m pip install tiktoken',
    '  - have every launch check it',
    '      types:',
    '        pytest:',
    '          requires: ["python:tiktoken"]',
  ]);
});

test('what is not known is left out', () => {
  const nothing = {
    when: { at: null, intoMs: null },
    evidence: [],
    lastGood: null,
    differences: [],
    tries: [],
  };
  assert.equal(shown(nothing).slice(1), ['Sure: likely: read from what it said, or from what was measured']);
});

test('a good run that had nothing otherwise is named all the same', () => {
  assert.ok(
    shown({ differences: [] }).includes(
      'Last good run: a1b2c3d4 (10:30:20); nothing that is written down was different',
    ),
  );
});

test('the decisive line and the cause have colours only where they are asked for', () => {
  assert.not.match(shown().join('\n'), /\x1b/);
  const coloured = shown({}, true);
  assert.match(coloured[0] ?? '', /^\x1b\[1mexit 1 .*\x1b\[22m$/);
  assert.match(coloured.join('\n'), /\x1b\[31m> .*'tiktoken'\x1b\[39m\n/);
});

test('whatever the output, a name or a hint holds is escaped', () => {
  const evil = 'a\x1b]0;x\x07\u202eb\nc';
  const lines = shown({
    cause: { ...answer.cause, line: evil },
    evidence: [{ ...clue, kind: 'output', text: evil, offset: 0 }],
    differences: [{ what: evil, before: evil, now: evil }],
    tries: [{ text: evil, paste: evil }],
  });
  assert.not.match(lines.join(''), /[\x00-\x1f\u202e]/);
});

test.run();
