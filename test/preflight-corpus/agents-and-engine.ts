import { engineStandIn } from '../rig/engine-stand-in.ts';
import { type BrokenLaunch, nothing, type SoundLaunch } from './case.ts';
import type { Place } from './place.ts';

const full = ['simple-mode', 'full', '--prompt', 'Add login', '--auto'];
const review = ['agent', 'reviewer', 'review', 'src/a.ts'];
const modules =
  'pydantic httpx yaml aiohttp psutil radon bandit coverage jinja2 packaging rich tiktoken'.split(' ');
const noPython = { PATH: '{here}/bin' };

/** Agents and presets that nobody can execute. */
export const brokenAgents: readonly BrokenLaunch[] = [
  {
    ...refused('no engine', 'Nobody can execute step requirements', full),
    env: () => engineStandIn(['tapps_agents']),
    needs: 'python3',
  },
  { ...refused('no Python at all', 'Nobody can execute step requirements', full), env: noPython },
  { ...refused('an agent without engine', 'Nobody can execute the agent reviewer', review), env: noPython },
  ...modules
    .filter((_, at) => at % 4 === 3)
    .map(
      (module): BrokenLaunch => ({
        ...refused(`an engine without ${module}`, `Missing required dependencies: ${module}`, full),
        env: () => engineStandIn([module]),
        needs: 'python3',
      }),
    ),
  {
    ...refused(
      'an engine without any of its modules',
      'Missing required dependencies: pydantic, httpx',
      full,
    ),
    env: () => engineStandIn(modules),
    needs: 'python3',
    launched: true,
  },
  {
    ...refused('a Python that is too old for the engine', 'python3 is 3.9.1', full),
    env: () => engineStandIn(),
    needs: 'python3',
    before: oldPython(),
  },
  {
    ...refused('no prompt for the engine', 'No prompt was given', full.slice(0, 2)),
    env: () => engineStandIn(),
    needs: 'python3',
  },
  {
    ...refused('a prompt of blanks for the engine', 'The prompt is blank', [
      'simple-mode',
      'build',
      '--prompt',
      '  ',
    ]),
    env: () => engineStandIn(),
    needs: 'python3',
  },
  refused('an agent that is misspelt', 'did you mean reviewer?', ['agent', 'reviwer', 'review']),
  refused('an agent that nobody knows', 'Unknown agent: astrologer', ['agent', 'astrologer', 'predict']),
  refused('the program of an agent is not there', 'Command not found: no-such-agent', review, (at) =>
    at.config('agents: {reviewer: {command: [no-such-agent]}}'),
  ),
  refused('the program of an agent may not be executed', 'Command is not executable', review, (at) => {
    at.file('agent.sh');
    at.config('agents: {reviewer: {command: [./agent.sh]}}');
  }),
  refused('an agent whose command has no word', 'Invalid configuration', review, (at) =>
    at.config('agents: {reviewer: {command: []}}'),
  ),
  refused('an agent whose command is one text', 'Invalid configuration', review, (at) =>
    at.config('agents: {reviewer: {command: "a b"}}'),
  ),
  refused(
    'a prompt that is longer than a word can be',
    'An argument or a variable is longer than 128 KiB',
    ['agent', 'reviewer', 'review', '--prompt', 'x'.repeat(70_000)],
    (at) => {
      at.program('agent.sh');
      at.config('agents: {reviewer: {command: [./agent.sh, "{prompt}{prompt}"]}}');
    },
  ),
  { ...refused('an agent without an action', 'Something is missing', ['agent', 'reviewer']), usage: true },
];

/** Agents and presets that look unfinished and can be executed. */
export const soundAgents: readonly SoundLaunch[] = [
  { ...accepted('an engine with all its modules', full), env: () => engineStandIn(), needs: 'python3' },
  {
    ...accepted('an engine without the module that has a substitute', full),
    env: () => engineStandIn(['aiofiles']),
    needs: 'python3',
  },
  { ...accepted('an agent of the engine', review), env: () => engineStandIn(), needs: 'python3' },
  {
    ...accepted('an alias of a preset', ['workflow', 'hotfix', '--prompt', 'x']),
    env: () => engineStandIn(),
    needs: 'python3',
  },
  { ...accepted('an agent of the project, without Python', review, ownAgent), launched: true },
  {
    ...accepted('an agent whose name nobody else knows', ['agent', 'astrologer', 'predict'], ownAstrologer),
    launched: true,
  },
  accepted(
    'a prompt that a shell would act on',
    ['agent', 'reviewer', 'review', '--prompt', '$(x) "a"\n\'b\''],
    ownAgent,
  ),
  accepted(
    'words for the agent that are options of ours',
    ['agent', 'reviewer', 'review', '--', '--strict', '--help'],
    ownAgent,
  ),
];

function refused(
  name: string,
  expect: string,
  words: readonly string[],
  given: (place: Place) => void = nothing,
): BrokenLaunch {
  return { ...accepted(name, words, given), expect };
}

function accepted(
  name: string,
  words: readonly string[],
  given: (place: Place) => void = nothing,
): SoundLaunch {
  return { name: `agents: ${name}`, given, words };
}

function ownAgent(place: Place): void {
  place.program('agent.sh');
  place.config('agents: {reviewer: {command: [./agent.sh, "{prompt}"], engine_key: 1}}');
}

function ownAstrologer(place: Place): void {
  place.program('agent.sh');
  place.config('agents:', '  astrologer:', '    command: [./agent.sh]');
}

/** Shell lines that put an older one before the stand-in. */
function oldPython(): string {
  const lines = '#!/bin/sh\\n[ "$1" = --version ] && { echo "Python 3.9.1"; exit; }\\nexec %s "$@"\\n';
  return `mkdir old; printf '${lines}' "$(command -v python3)" > old/python3; chmod +x old/python3; export PATH="$PWD/old:$PATH"`;
}
