import { type BrokenLaunch, flowOf, nothing, type SoundLaunch } from './case.ts';
import type { Place } from './place.ts';

const go = 'run: [sh, -c, \'echo x > "$MARKER"\']';
const one = `id: a, ${go}`;

/** Workflows that could not reach their end. */
export const brokenWorkflowGraphs: readonly BrokenLaunch[] = [
  refused('a next that is no step', [`${one}, next: c`], 'next names c, which is no step'),
  refused(
    'an on_pass that is no step',
    [`${one}, gate: {condition: ok, on_pass: c}`],
    'gate.on_pass names c',
  ),
  refused(
    'an on_fail that is no step',
    [`${one}, gate: {condition: ok, on_fail: c}`],
    'gate.on_fail names c',
  ),
  refused('two steps that lead to each other', [`${one}, next: b`, `id: b, ${go}, next: a`], 'a → b → a'),
  refused('a step that leads to itself', [`${one}, next: a`], 'without an exit'),
  refused(
    'a round through on_pass',
    [`${one}, gate: {condition: ok, on_pass: b}`, `id: b, ${go}, next: a`],
    'without an exit',
  ),
  {
    ...refused('what nobody makes', [`${one}, requires: [plan.md]`], 'needs plan.md, which nobody makes'),
    launched: true,
  },
  refused(
    'what is made later',
    [`${one}, requires: [m], next: b`, `id: b, ${go}, creates: [m]`],
    'needs m, which is only made later, by b',
  ),
  refused(
    'what a step makes for itself',
    [`${one}, requires: [m], creates: [m]`],
    'which only it makes itself',
  ),
  refused(
    'what an optional step makes',
    [`${one}, creates: [m], condition: optional, next: b`, `id: b, ${go}, requires: [m]`],
    'which only an optional step makes: a',
  ),
  refused(
    'what is made on one of two ways',
    [
      `${one}, gate: {condition: ok, on_pass: b, on_fail: c}`,
      `id: b, ${go}, creates: [m], next: c`,
      `id: c, ${go}, requires: [m]`,
    ],
    'but not on every way to it',
  ),
  refused(
    'steps that wait for each other',
    [`${one}, requires: [n], creates: [m]`, `id: b, ${go}, requires: [m], creates: [n]`],
    'and that cannot run either',
  ),
  refused(
    'a file in a folder that is all that was promised',
    [`${one}, creates: [dist/], next: b`, `id: b, ${go}, requires: [dist/main.js]`],
    'needs dist/main.js, which nobody makes',
  ),
  refused(
    'a step that is never reached',
    [`${one}, next: b`, `id: b, ${go}`, `id: c, ${go}`],
    'Step c is never reached',
  ),
  refused('a file where a folder is required', [`${one}, requires: [src/]`], 'needs src/', (at) =>
    at.file('src'),
  ),
  refused(
    'an artifact whose name is misspelt',
    [`${one}, creates: [plan.md], next: b`, `id: b, ${go}, requires: [plan.mb]`],
    'needs plan.mb',
  ),
  refused(
    'a program of its second step that is not there',
    [`${one}, next: b`, 'id: b, run: [no-such-x]'],
    'Step b (run): Command not found: no-such-x',
  ),
  refused(
    'a script of its first step that is not there',
    ['id: a, run: [./make.sh]'],
    'Step a (run): Command not found: ./make.sh',
  ),
  refused(
    'a script of its last step without its x bit',
    [`${one}, next: b`, 'id: b, run: [./end.sh]'],
    'Command is not executable',
    (at) => at.file('end.sh'),
  ),
  refused('a prompt that nobody gave', ['id: a, run: [sh, -c, "true", "{prompt}"]'], 'No prompt was given'),
  {
    ...refused('a prompt of blanks', ['id: a, run: [sh, -c, "true", "{prompt}"]'], 'The prompt is blank'),
    words: flowOf('--prompt', ' \n\t'),
  },
  {
    ...refused('--file that is not there', [one], 'Missing required file'),
    words: flowOf('--file', 'none.ts'),
  },
  {
    ...refused('--file that is a folder', [one], 'Required file is a folder', (at) => at.makeFolder('src')),
    words: flowOf('--file', 'src'),
  },
  {
    ...refused('--file that is empty', [one], 'Required file is empty', (at) => at.file('a.ts', '')),
    words: flowOf('--file', 'a.ts'),
  },
];

/** Workflows that look as if they could not end. */
export const soundWorkflowGraphs: readonly SoundLaunch[] = [
  accepted('a round through on_fail, which has a limit', [
    `${one}, creates: [m], next: b`,
    `id: b, ${go}, requires: [m], gate: {condition: "exit == 0", on_fail: a, limit: 2}`,
  ]),
  accepted('a gate that leads back to its own step', [`${one}, gate: {condition: "exit == 0", on_fail: a}`]),
  accepted('what nobody makes, and lies there', [`${one}, requires: [plan.md]`], (at) => at.file('plan.md')),
  accepted('a required file that is empty', [`${one}, requires: [plan.md]`], (at) => at.file('plan.md', '')),
  accepted('one artifact written in two ways', [
    `${one}, creates: [./out//a], next: b`,
    `id: b, ${go}, requires: [out/a]`,
  ]),
  accepted('the folder around what was made', [
    `${one}, creates: [out/a], next: b`,
    `id: b, ${go}, requires: [out/]`,
  ]),
  accepted('steps in the wrong order, held together by what they make', [
    `id: b, ${go}, requires: [m]`,
    `${one}, creates: [m]`,
  ]),
  accepted('a program that a step before makes', [
    `${one}, creates: [out/], next: b`,
    'id: b, run: [out/tool]',
  ]),
  accepted('a program that a step before makes without saying so', [
    `${one}, next: b`,
    'id: b, run: [./a.out]',
  ]),
  accepted('an optional step whose program is not there', [
    `${one}, next: b`,
    'id: b, run: [no-such-x], condition: optional',
  ]),
  accepted('a long condition', [
    `${one}, gate: {condition: "(scoring.passed == true or not blocked) && exit == 0 and coverage >= 70.5", on_fail: a}`,
  ]),
  accepted('a step that only marks the end', [
    `${one}, next: complete`,
    'id: complete, agent: orchestrator, action: finalize',
  ]),
  accepted('two ways that both make it', [
    `${one}, gate: {condition: "exit == 0", on_pass: b, on_fail: c}`,
    `id: b, ${go}, creates: [m], next: d`,
    `id: c, ${go}, creates: [m], next: d`,
    `id: d, ${go}, requires: [m]`,
  ]),
  accepted('an optional step whose needs are not there', [
    `${one}, next: b`,
    `id: b, ${go}, requires: [x], condition: optional`,
  ]),
  {
    ...accepted('a prompt that a shell would act on', [`${one.replace(']', ', "{prompt}"]')}`]),
    words: flowOf('--prompt', '$(touch x) "two"\n`words`; it\'s {prompt}'),
    launched: true,
  },
  { ...accepted('a prompt of 40 KiB', [`${one}`]), words: flowOf('--prompt', 'x'.repeat(40_000)) },
];

function refused(
  name: string,
  steps: readonly string[],
  expect: string,
  more: (place: Place) => void = nothing,
): BrokenLaunch {
  return { ...accepted(name, steps, more), expect };
}

function accepted(
  name: string,
  steps: readonly string[],
  more: (place: Place) => void = nothing,
): SoundLaunch {
  const given = (place: Place): void => {
    place.steps(...steps);
    more(place);
  };
  return { name: `workflow graph: ${name}`, given, words: flowOf() };
}
