import { type BrokenLaunch, job, nothing, type SoundLaunch, withJob } from './case.ts';
import type { Place } from './place.ts';

const invalid = 'Invalid configuration: .tapps-agents/config.yaml:';

/** Settings that cannot be meant. */
export const brokenConfigurations: readonly BrokenLaunch[] = [
  {
    ...written(
      'a key that is misspelt',
      ['  health_check_intervall: 30'],
      'did you mean health_check_interval?',
    ),
    launched: true,
  },
  written('a tab as indentation', ['\tstrict_validation: true'], `${invalid}2:`),
  written('quotes that are never closed', ['  max_output: "2GiB'], invalid),
  written(
    'a text in place of a number',
    ['  max_concurrent_processes: many'],
    'max_concurrent_processes must be',
  ),
  written('no process at a time', ['  max_concurrent_processes: 0'], 'max_concurrent_processes must be'),
  written('a word in place of true', ['  strict_validation: yes'], 'strict_validation must be'),
  written('a time that is none', ['  max_process_runtime: soon'], 'max_process_runtime must be'),
  written('a size that is none', ['  max_output: plenty'], 'max_output must be a size'),
  written('the same key twice', ['  max_output: 1GiB', '  max_output: 2GiB'], 'duplicate key max_output'),
  written('a pattern that no engine reads', ['  types: {job: {fail_on: "("}}'], `${invalid}2:`),
  written('a requirement that is blank', ['  types: {job: {requires: [" "]}}'], `${invalid}2:`),
  written('an alias without its anchor', ['  max_output: *size'], invalid),
  written(
    'heartbeats rarer than the longest run',
    ['  health_check_interval: 60', '  max_process_runtime: 30'],
    invalid,
  ),
  refused(
    'a section that is misspelt',
    (at) => at.config('background_process:', '  max_output: 1GiB'),
    'did you mean background_processes?',
  ),
  refused('a list at the top', (at) => at.config('- a', '- b'), 'Invalid configuration'),
  refused(
    'weights that do not sum to 1',
    (at) => at.config('scoring: {weights: {a: 0.5, b: 0.2}}'),
    'must sum to 1, not 0.7',
  ),
  refused('a threshold above 100', (at) => at.config('scoring: {thresholds: {overall_min: 170}}'), invalid),
  refused(
    'a file that is no text',
    (at) => at.file('.tapps-agents/config.yaml', Buffer.from([0xff, 0xfe, 0x61])),
    'not UTF-8',
  ),
  refused('a folder in its place', (at) => at.makeFolder('.tapps-agents/config.yaml'), 'is not a file'),
  refused('a file that is far too large', (at) => at.config('#'.repeat(70_000)), 'larger than 64 KiB'),
  refused(
    "the user's own settings",
    (at) => at.file('home/tapps-agents/config.yaml', 'background_processes: {a: 1}\n'),
    'unknown key a',
    {
      XDG_CONFIG_HOME: '{here}/home',
    },
  ),
  refused('a variable that is no number', nothing, 'TAPPS_BG_MAX_CONCURRENT_PROCESSES', {
    TAPPS_BG_MAX_CONCURRENT_PROCESSES: 'many',
  }),
  refused(
    'experts that are no list',
    (at) => at.file('.tapps-agents/experts.yaml', 'experts: none\n'),
    'experts.yaml:1',
  ),
  refused('an expert without its domain', experts('{expert_id: a, expert_name: A}'), 'primary_domain'),
  refused('two experts with one id', experts(expert('a'), expert('a')), 'is the same as that of experts.0'),
  refused(
    'experts that are no YAML',
    (at) => at.file('.tapps-agents/experts.yaml', 'experts: [\n'),
    'experts.yaml:',
  ),
  malformed('a time that is none', '--timeout soon is no duration', '--timeout', 'soon'),
  malformed('a size that is none', '--max-output plenty is no size', '--max-output', 'plenty'),
  malformed('a name of blanks', '--name must have 1 to 80 characters', '--name', ' '),
  malformed('a tag without a value', '--tag needs NAME=VALUE', '--tag', 'nightly'),
  malformed('a variable without a value', '--env needs NAME=VALUE', '--env', 'CI'),
  malformed('an option that is misspelt', 'Unknown option: --time-out', '--time-out', '5m'),
  malformed('an option without its value', '--cwd needs a value', '--cwd'),
  malformed('strict and not at all', 'contradict each other', '--strict', '--no-validate'),
  {
    ...refused('a command that does not stand behind --', nothing, 'goes behind --'),
    words: ['bg', 'run', './job'],
    usage: true,
  },
  {
    ...refused('nothing behind --', nothing, 'The command to run goes behind --'),
    words: ['bg', 'run', '--'],
    usage: true,
  },
  {
    ...refused('a pattern of progress that no engine reads', nothing, /pattern/),
    words: job('--progress', '(?<percent>[0-9]+'),
  },
];

/** Settings that look wrong and are not. */
export const soundConfigurations: readonly SoundLaunch[] = [
  accepted('an empty file', (at) => at.file('.tapps-agents/config.yaml', '')),
  accepted('a file of comments', (at) => at.config('# background_processes:', '# nonsense: true')),
  accepted('a section without anything in it', (at) => at.config('background_processes:')),
  accepted('keys of the engine', (at) =>
    at.config('project_name: x', 'mal: {enabled: true}', 'quality_tools: {ruff: true}', 'workflow: {a: 1}'),
  ),
  accepted('weights that nearly sum to 1', (at) =>
    at.config('scoring: {weights: {a: 0.33, b: 0.33, c: 0.335}}'),
  ),
  accepted('the line ends of Windows', (at) =>
    at.file('.tapps-agents/config.yaml', 'background_processes:\r\n  max_output: 1GiB\r\n'),
  ),
  accepted('times and sizes in words', (at) =>
    at.config('background_processes: {max_process_runtime: 1h30m, max_output: 500MB}'),
  ),
  accepted('an anchor and its alias', (at) =>
    at.config('a: &size 1GiB', 'background_processes:', '  max_output: *size'),
  ),
  accepted('a key that is not used any more', (at) =>
    at.config('background_processes:', '  process_db: x.sqlite'),
  ),
  accepted('needs of another type', (at) =>
    at.config('background_processes:', '  types: {other: {requires: ["env:NO_SUCH"]}}'),
  ),
  { ...accepted('a variable that is empty', nothing), env: { TAPPS_BG_MAX_OUTPUT: '' } },
  { ...accepted('a yes in a variable', nothing), env: { TAPPS_BG_STRICT_VALIDATION: 'No' } },
  accepted('experts that are complete', experts(expert('a'), expert('b'))),
  {
    ...accepted('a broken configuration that nobody wants to hear of', (at) => at.config('\ta: b')),
    words: job('--no-validate'),
  },
];

function refused(
  name: string,
  given: (place: Place) => void,
  expect: string | RegExp,
  env: Readonly<Record<string, string>> = {},
): BrokenLaunch {
  return { name: `configuration: ${name}`, given: withJob(given), words: job(), expect, env };
}

function written(name: string, lines: readonly string[], expect: string): BrokenLaunch {
  return refused(name, (at) => at.config('background_processes:', ...lines), expect);
}

function malformed(name: string, expect: string, ...options: readonly string[]): BrokenLaunch {
  return { ...refused(`options: ${name}`, nothing, expect), words: job(...options), usage: true };
}

function accepted(name: string, given: (place: Place) => void): SoundLaunch {
  return { name: `configuration: ${name}`, given: withJob(given), words: job() };
}

function expert(id: string): string {
  return `{expert_id: ${id}, expert_name: A, primary_domain: b}`;
}

function experts(...entries: readonly string[]): (place: Place) => void {
  return (place) =>
    place.file('.tapps-agents/experts.yaml', `experts:\n${entries.map((one) => `  - ${one}\n`).join('')}`);
}
