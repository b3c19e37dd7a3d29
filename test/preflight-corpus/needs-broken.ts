import { type BrokenLaunch, job, nothing, withJob } from './case.ts';
import type { Place } from './place.ts';
import { takenPort } from './ports.ts';

const ownPath = { PATH: '{here}/bin:/usr/bin:/bin' };

/** Launches that lack something they say they need. */
export const brokenNeeds: readonly BrokenLaunch[] = [
  file('a file that is not there', nothing, 'plan.md', 'Missing required file: plan.md'),
  file(
    'a file whose name is misspelt',
    (at) => at.file('config.json'),
    'conifg.json',
    'did you mean config.json?',
  ),
  file('a file .env that nobody has made', nothing, '.env', 'Missing required file: .env'),
  file('an empty file', (at) => at.file('plan.md', ''), 'plan.md', 'Required file is empty'),
  file('a folder in place of a file', (at) => at.makeFolder('plan'), 'plan', 'Required file is a folder'),
  file('a file in place of a folder', (at) => at.file('src'), 'src/', 'Required folder is a file'),
  file('a broken link', (at) => at.link('plan.md', 'none'), 'plan.md', 'Required file is a broken link'),
  file('a file below a file', (at) => at.file('src'), 'src/main.ts', 'lies below a file'),
  file('a pattern that nothing matches', (at) => at.file('a.txt'), '*.md', '(nothing matches)'),
  file(
    'a pattern that an empty file matches alone',
    (at) => at.file('a.md', ''),
    '*.md',
    'Required file is empty',
  ),
  file('a file in a home folder that no shell has written out', nothing, '~/plan.md', 'only a shell knows ~'),
  { ...file('a pipe in place of a file', nothing, 'plan', 'is a named pipe'), before: 'mkfifo plan' },
  tool('a tool that is not there', nothing, 'no-such-tool-x', 'Missing required tool: no-such-tool-x'),
  {
    ...tool('a tool that is too old', says('tool 1.9.4'), 'tool>=2', 'tool is 1.9.4, but >=2'),
    launched: true,
  },
  tool('a tool that is too new', says('v23.1'), 'tool>=20 <23', 'tool is 23.1.0'),
  tool('a Python that is too old', says('Python 3.9.1', 'python3'), 'python3>=3.12', 'python3 is 3.9.1'),
  tool(
    'a tool that may not be executed',
    (at) => at.file('bin/tool'),
    'tool',
    'Required tool is not executable',
  ),
  tool(
    'a tool whose interpreter is gone',
    (at) => at.program('bin/tool', '#!/no/such/python\n'),
    'tool>=1',
    'Required tool cannot be started',
  ),
  {
    ...tool(
      'a module that Python does not have',
      nothing,
      'python:no_such_module_x',
      'Missing required dependencies: no_such_module_x',
    ),
    needs: 'python3',
  },
  tool(
    'an interpreter that is not there',
    (at) => at.config('engine:', '  python: /no/such/python3'),
    'python:json',
    'Python interpreter not found',
  ),
  tool(
    'a package of npm that is not installed',
    nothing,
    'npm:no-such-package',
    'Missing required npm package',
  ),
  tool(
    'a package of npm that is too old',
    installed('{"version": "1.4.0"}'),
    'npm:typed@^2',
    'typed is 1.4.0',
  ),
  tool('a package of npm without a readable manifest', installed('{'), 'npm:typed', 'it is no JSON'),
  tool('a port that is taken', nothing, `port:${takenPort}`, `Port ${takenPort} is taken`),
  variable('a variable that is not set', {}, 'Missing required environment variable: API_KEY'),
  { ...variable('a variable that is empty', { API_KEY: '' }, 'is empty: API_KEY'), launched: true },
  variable('a variable of blanks', { API_KEY: ' \t' }, 'is blank: API_KEY'),
  {
    ...variable(
      'a key with a line break, where warnings count',
      { API_KEY: 'abc\n' },
      'API_KEY ends with a line break',
    ),
    words: job('--require-env', 'API_KEY', '--strict'),
  },
  {
    ...variable('a name that no variable has', {}, 'No variable has a name like this: API-KEY'),
    words: job('--require-env', 'API-KEY'),
  },
  refused(
    'what its type requires',
    (at) =>
      at.config('background_processes:', '  types:', '    job:', '      requires: ["env:DATABASE_URL"]'),
    [],
    'Missing required environment variable: DATABASE_URL',
  ),
  refused(
    'two things at once',
    nothing,
    ['--require-file', 'plan.md', '--require-env', 'API_KEY'],
    /plan\.md[\s\S]*API_KEY/,
  ),
  { ...tool('a tool with a slash', nothing, 'bin/tool', 'A tool has no slash'), usage: true },
  {
    ...tool(
      'a kind of need that nobody knows',
      nothing,
      'docker:compose',
      'No requirement begins with docker',
    ),
    usage: true,
  },
  { ...tool('a range that is none', nothing, 'python3=>3.12', 'No range of versions'), usage: true },
  {
    ...tool('a port that no machine has', nothing, 'port:99999', 'A port is a number from 1 to 65535'),
    usage: true,
  },
  {
    ...refused('a variable with its value', nothing, ['--require-env', 'A=b'], 'without a value'),
    usage: true,
  },
];

function refused(
  name: string,
  given: (place: Place) => void,
  options: readonly string[],
  expect: string | RegExp,
): BrokenLaunch {
  return { name: `needs: ${name}`, given: withJob(given), words: job(...options), expect };
}

function file(name: string, given: (place: Place) => void, path: string, expect: string): BrokenLaunch {
  return refused(name, given, ['--require-file', path], expect);
}

function tool(name: string, given: (place: Place) => void, need: string, expect: string): BrokenLaunch {
  return { ...refused(name, given, ['--require-tool', need], expect), env: ownPath };
}

function variable(name: string, env: Readonly<Record<string, string>>, expect: string): BrokenLaunch {
  return { ...refused(name, nothing, ['--require-env', 'API_KEY'], expect), env };
}

function says(version: string, name = 'tool'): (place: Place) => void {
  return (place) => place.program(`bin/${name}`, `#!/bin/sh\necho '${version}'\n`);
}

function installed(manifest: string): (place: Place) => void {
  return (place) => place.file('node_modules/typed/package.json', manifest);
}
