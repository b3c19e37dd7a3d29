import { job, nothing, type SoundLaunch, withJob } from './case.ts';
import type { Place } from './place.ts';
import { freePort } from './ports.ts';

const ownPath = { PATH: '{here}/bin:/usr/bin:/bin' };

/** Launches that have what they need, in a shape that is easily misread. */
export const soundNeeds: readonly SoundLaunch[] = [
  accepted('an empty file that is not required', (at) => at.file('plan.md', ''), []),
  file(
    'one good match among empty files',
    (at) => {
      at.file('a.md', '');
      at.file('b.md');
    },
    '*.md',
  ),
  file('brackets in the name of a file', (at) => at.file('report (1) [x].pdf'), 'report (1) [x].pdf'),
  file(
    'a file behind a link',
    (at) => {
      at.file('real.md');
      at.link('plan.md', 'real.md');
    },
    'plan.md',
  ),
  file('a folder that is empty', (at) => at.makeFolder('out'), 'out/'),
  { ...file('a file that has no size', nothing, '/proc/version'), needs: 'procfs' },
  tool(
    'a version behind words and colours',
    says('\\033[1mThe Tool\\033[0m, version v3.4-rc1 (2019)'),
    'tool>=3.4',
  ),
  tool('a version that is said as an error', speaks('echo "tool 2.5" >&2'), 'tool>=2'),
  tool('a tool that knows -V alone', speaks('[ "$1" = -V ] && echo "tool 2.5" || exit 2'), 'tool>=2'),
  tool('a tool that says no version', speaks('echo hello'), 'tool>=2'),
  tool('a tool that hangs, where any version will do', speaks('sleep 60'), 'tool'),
  tool('a tool that fails, where any version will do', speaks('exit 1'), 'tool'),
  { ...tool('a module of Python itself', nothing, 'python:json'), needs: 'python3' },
  tool(
    'a package of npm with a scope',
    (at) => at.file('node_modules/@a/b/package.json', '{"version": "2.1.0"}'),
    'npm:@a/b@^2',
  ),
  {
    ...accepted('a package of npm above the working folder', nothing, []),
    given: (at) => {
      at.file('node_modules/typed/package.json', '{"version": "2.1.0"}');
      at.program('packages/a/job');
    },
    words: job('--cwd', 'packages/a', '--require-tool', 'npm:typed'),
  },
  tool('a port that is free', nothing, `port:${freePort}`),
  {
    ...variable('a key with a line break, where warnings do not count', 'API_KEY'),
    env: { API_KEY: 'abc\n' },
  },
  { ...variable('a value of zero', 'LEVEL'), env: { LEVEL: '0' } },
  variable('a variable that --env sets', 'LEVEL', '--env', 'LEVEL=a b=c'),
  variable('a variable that shells would drop', 'a.b', '--env', 'a.b=1'),
  accepted('an empty value that is not required', nothing, ['--env', 'LEVEL=']),
];

function accepted(name: string, given: (place: Place) => void, options: readonly string[]): SoundLaunch {
  return { name: `needs: ${name}`, given: withJob(given), words: job(...options) };
}

function file(name: string, given: (place: Place) => void, path: string): SoundLaunch {
  return accepted(name, given, ['--require-file', path]);
}

function tool(name: string, given: (place: Place) => void, need: string): SoundLaunch {
  return { ...accepted(name, given, ['--require-tool', need]), env: ownPath };
}

function variable(name: string, variableName: string, ...options: readonly string[]): SoundLaunch {
  return accepted(name, nothing, ['--require-env', variableName, ...options]);
}

function says(version: string): (place: Place) => void {
  return speaks(`printf '${version}\\n'`);
}

function speaks(line: string): (place: Place) => void {
  return (place) => place.program('bin/tool', `#!/bin/sh\n${line}\n`);
}
