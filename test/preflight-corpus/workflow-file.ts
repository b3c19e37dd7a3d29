import { type BrokenLaunch, flowOf, nothing, type SoundLaunch } from './case.ts';
import { flow, type Place } from './place.ts';

const mark = 'run: [sh, -c, \'echo x > "$MARKER"\']';

/** Workflow files that cannot be read, or say what nobody can do. */
export const brokenWorkflowFiles: readonly BrokenLaunch[] = [
  refused('a file that is not there', nothing, 'Workflow file not found: flow.yaml'),
  refused('an empty file', text(''), 'The workflow file is empty'),
  refused('a folder', (at) => at.makeFolder('flow.yaml'), 'is not a file'),
  refused('a broken link', (at) => at.link('flow.yaml', 'none.yaml'), 'Workflow file'),
  refused('a file that is no text', text(Buffer.from([0x61, 0xff, 0x00])), 'not UTF-8'),
  refused('a file that is far too large', text('#'.repeat(300_000)), 'larger than 256 KiB'),
  refused('a tab as indentation', text('workflow:\n\tid: a\n'), 'Invalid YAML'),
  refused(
    'a bracket that is never closed',
    text(`workflow: {id: a, steps: [{id: a, ${mark}}`),
    'Invalid YAML',
  ),
  refused('a list at the top', text('- id: a\n'), 'A workflow file begins with workflow:'),
  refused('steps without workflow:', text(`id: a\nsteps: [{id: a, ${mark}}]\n`), 'The file has no workflow:'),
  refused(
    'workflow: misspelt',
    text(flow(`id: a, ${mark}`).replace('workflow', 'workfow')),
    'write workflow:',
  ),
  refused('no steps', text('workflow:\n  id: a\n  steps: []\n'), 'The workflow has no steps'),
  refused('no id', text(`workflow:\n  steps: [{id: a, ${mark}}]\n`), 'The workflow has no id'),
  refused('a blank in the id', text(flow(`id: a, ${mark}`).replace('demo', 'my flow')), 'without blanks'),
  refused(
    'more steps than can be',
    text(flow(...Array.from({ length: 501 }, (_, at) => `id: s${at}, ${mark}`))),
    '500 is the limit',
  ),
  {
    ...step('a key that is misspelt', `id: a, ${mark}, require: [x]`, 'Unknown key require'),
    launched: true,
  },
  step('a key of the gate that is misspelt', `id: a, ${mark}, gate: {conditon: ok}`, 'Unknown key conditon'),
  step('a step that nobody does', 'id: a', 'has neither run nor agent'),
  step('a step without an id', mark, 'has no id'),
  step('an unknown agent', 'id: a, agent: plannner', 'unknown agent plannner'),
  step('an empty list of words', 'id: a, run: []', 'must not be an empty list'),
  step('a pipe without a shell', 'id: a, run: "ls | wc"', 'needs a shell for "|"'),
  step('a variable without a shell', 'id: a, run: "echo $HOME"', 'needs a shell'),
  step('two commands without a shell', 'id: a, run: "make && make test"', 'needs a shell for "&&"'),
  step('quotes that are never closed', 'id: a, run: "echo \'a"', 'never closed'),
  step('a time that is none', `id: a, ${mark}, timeout: soon`, 'timeout "soon" is no duration'),
  step('retries in words', `id: a, ${mark}, retries: twice`, 'retries must be a whole number'),
  step('a condition that nobody knows', `id: a, ${mark}, condition: sometimes`, 'must be one of'),
  step('an artifact outside of the project', `id: a, ${mark}, creates: [../out]`, 'leaves the project'),
  step('an absolute artifact', `id: a, ${mark}, requires: [/etc/passwd]`, 'is absolute'),
  step('an artifact in a home folder', `id: a, ${mark}, creates: [~/out]`, 'begins with ~'),
  step('a gate that assigns', `id: a, ${mark}, gate: {condition: "exit = 0"}`, 'write == to compare'),
  step('a gate that calls', `id: a, ${mark}, gate: {condition: "system(1)"}`, 'the condition'),
  step('a gate that ends in the middle', `id: a, ${mark}, gate: {condition: "exit =="}`, 'the condition'),
  refused(
    'two steps with one id',
    (at) => at.steps(`id: a, ${mark}`, `id: a, ${mark}`),
    'Two steps have the id a',
  ),
  refused('aliases that would blow up', text(bomb()), 'Invalid YAML'),
  {
    ...refused('a preset that is misspelt', nothing, 'did you mean full-sdlc?'),
    words: ['workflow', 'full-sdcl', '--prompt', 'x'],
  },
  {
    ...refused('a simple mode that is misspelt', nothing, 'did you mean review?'),
    words: ['simple-mode', 'reveiw', '--prompt', 'x'],
  },
  {
    ...refused(
      'a workflow of the settings whose file is gone',
      (at) => at.config('workflows: {nightly: jobs/nightly.yaml}'),
      'Workflow file not found',
    ),
    words: ['workflow', 'nightly'],
  },
  { ...refused('no workflow at all', nothing, 'Something is missing'), words: ['workflow'], usage: true },
];

/** Workflow files that look wrong and are not. */
export const soundWorkflowFiles: readonly SoundLaunch[] = [
  { ...accepted('a step in single quotes that a shell reads', text(flow(`id: a, ${mark}`))), launched: true },
  accepted(
    'keys of the engine',
    text(flow(`id: a, ${mark}, scoring: {enabled: true}, context_tier: 2, consults: [x], notes: y`)),
  ),
  accepted('the line ends of Windows', text(flow(`id: a, ${mark}`).replaceAll('\n', '\r\n'))),
  accepted(
    'a version that YAML reads as a number',
    text(flow(`id: a, ${mark}`).replace('  id', '  version: 1.0\n  id')),
  ),
  accepted('an unknown key that is no slip', text(flow(`id: a, ${mark}, owner_of_this: me`))),
  accepted('a pipe in single quotes', text(flow(`id: a, run: "sh -c 'ls | wc'"`))),
  accepted('a dollar that is no variable', text(flow('id: a, run: "echo 5$ $"'))),
  accepted('an artifact with dots in its name', text(flow(`id: a, ${mark}, creates: [..out/..x, a..b]`))),
  accepted('an artifact that goes up and down again', text(flow(`id: a, ${mark}, creates: [a/../b]`))),
  { ...accepted('a name of the settings', named), words: ['workflow', 'nightly'] },
  {
    ...accepted('a file in a folder with a blank', (at) => at.file('my flows/a.yml', flow(`id: a, ${mark}`))),
    words: ['workflow', 'my flows/a.yml'],
  },
];

function refused(name: string, given: (place: Place) => void, expect: string): BrokenLaunch {
  return { name: `workflow file: ${name}`, given, words: flowOf('--prompt', 'x'), expect };
}

function step(name: string, fields: string, expect: string): BrokenLaunch {
  return refused(name, (at) => at.steps(fields), expect);
}

function accepted(name: string, given: (place: Place) => void): SoundLaunch {
  return { name: `workflow file: ${name}`, given, words: flowOf() };
}

function text(content: string | Buffer): (place: Place) => void {
  return (place) => place.file('flow.yaml', content);
}

function named(place: Place): void {
  place.config('workflows: {nightly: {file: jobs/n.yaml}}');
  place.file('jobs/n.yaml', flow(`id: a, ${mark}`));
}

/** Nine levels of ten: a thousand million entries. */
function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array(10).fill(`*l${at}`).join(', ')}]`,
  );
  return `l0: &l0 x\n${levels.join('\n')}\nworkflow: {id: a, steps: *l9}\n`;
}
