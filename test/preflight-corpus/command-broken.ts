import { type BrokenLaunch, nothing, run } from './case.ts';
import type { Place } from './place.ts';
import { script } from './place.ts';
import * as programs from './program-files.ts';

const ownPath = { PATH: '{here}/bin:/usr/bin:/bin' };

/** Commands that the system would not find or not execute. */
export const brokenCommands: readonly BrokenLaunch[] = [
  refused(
    'a program that is not there',
    nothing,
    run('no-such-program-x'),
    'Command not found: no-such-program-x',
  ),
  {
    ...refused(
      'a misspelt program',
      (at) => at.program('bin/frobnicate'),
      run('frobincate'),
      'did you mean frobnicate?',
    ),
    env: ownPath,
  },
  refused(
    'a script for Python that is not there',
    nothing,
    run('python3', 'train.py'),
    'Script not found: train.py',
  ),
  refused(
    'a script for node that is not there',
    nothing,
    run('node', 'dist/main.js'),
    'Script not found: dist/main.js',
  ),
  refused(
    'a script for a shell that is misspelt',
    (at) => at.program('build.sh'),
    run('bash', './biuld.sh'),
    'did you mean ./build.sh?',
  ),
  refused('a path that leads nowhere', nothing, run('./no/such/job'), 'Command not found: ./no/such/job'),
  refused('a misspelt script', (at) => at.program('build.sh'), run('./biuld.sh'), 'did you mean ./build.sh?'),
  refused(
    'a file with a slash behind its name',
    (at) => at.program('job'),
    run('./job/'),
    'Command not found',
  ),
  refused(
    'the script itself as its interpreter',
    (at) => at.program('job', '#!./job\n'),
    run('./job'),
    'no program ends the row',
  ),
  refused('a script without its folder', (at) => at.program('job'), run('job'), 'give its path: ./job'),
  refused('a folder', (at) => at.makeFolder('job'), run('./job'), 'Command is a folder'),
  refused('no word at all', nothing, run(''), 'No command given'),
  refused('a whole line as one word', nothing, run('make test'), "sh -c 'make test'"),
  refused('a pipe as one word', nothing, run('ls | wc'), "sh -c 'ls | wc'"),
  refused('a word that only a shell knows', nothing, run('source', 'env.sh'), 'only a shell knows it'),
  refused('a variable before the command', nothing, run('CI=1', 'make'), '--env CI=…'),
  refused('a home folder that no shell has written out', nothing, run('~/bin/job'), 'only a shell knows ~'),
  {
    ...refused(
      'a script of npm, called as a command',
      (at) => at.file('package.json', '{"scripts": {"build-site": "true"}}'),
      run('build-site'),
      'npm run build-site',
    ),
  },
  {
    ...refused(
      'python, where there is python3 alone',
      (at) => at.program('bin/python3'),
      run('python', 'x.py'),
      'did you mean python3?',
    ),
    env: { PATH: '{here}/bin' },
  },
  { ...refused('an empty PATH', nothing, run('true'), 'Command not found: true'), env: { PATH: '' } },
  {
    ...refused('a PATH of folders that are gone', nothing, run('true'), 'Command not found'),
    env: { PATH: '/none:/no' },
  },
  {
    ...file('a script without its x bit', (at) => at.file('job', script), 'Command is not executable'),
    launched: true,
  },
  file('a broken link', (at) => at.link('job', '/no/such/program'), 'Command is a broken link'),
  file('a link to itself', (at) => at.link('job', 'job'), 'Command cannot be used (ELOOP)'),
  { ...file('a named pipe', nothing, 'Command is not a regular file'), before: 'mkfifo job' },
  ...[
    content('an empty file', '', 'Command is an empty file'),
    content('a script with the line ends of Windows', '#!/bin/sh\r\necho\r\n', 'ends with CRLF'),
    content('CRLF behind env', '#!/usr/bin/env bash\r\necho\r\n', 'ends with CRLF'),
    content(
      'an interpreter that is not there',
      '#!/usr/bin/pythn3\n',
      'Interpreter not found: /usr/bin/pythn3',
    ),
    content(
      'an interpreter that is not on the PATH',
      '#!/usr/bin/env no-such-x\n',
      'Interpreter not found on the PATH',
    ),
    content(
      'an interpreter and its option for env',
      '#!/usr/bin/env python3 -u\n',
      'write #!/usr/bin/env -S python3 -u',
    ),
    content('env -S with a program that is not there', '#!/usr/bin/env -S no-such-x -u\n', 'no-such-x'),
    content('a #! line without a name', '#!\necho\n', 'names no interpreter'),
    content('an interpreter that is a folder', '#!/usr/bin\n', 'Interpreter is a folder'),
    content('a byte order mark before #!', '\ufeff#!/bin/sh\n', 'A byte order mark stands before the #!'),
    content('a program for another machine', programs.foreignProgram, 'Command is built for'),
    content('a program for Windows', programs.windowsProgram, 'Command is a program for Windows'),
    content('a program for macOS', programs.macProgram, 'Command is a program for macOS'),
    content('a Java class', programs.javaClass, 'Command is a Java class file'),
    content('an archive', programs.zipArchive, 'Command is not a program'),
    content('an object file', programs.objectFile, 'Command is an object file'),
    content('half of a program', programs.cutProgram, 'Command is a program that is cut off'),
    content('a program without its loader', programs.programWithoutLoader, 'Dynamic loader not found'),
  ],
  refused(
    'a virtual environment that was moved',
    (at) => at.program('.venv/bin/tool', '#!/old/place/.venv/bin/python3\nimport sys\n'),
    run('.venv/bin/tool'),
    'Interpreter not found: /old/place/.venv/bin/python3',
  ),
  refused(
    'an interpreter that is a script without its own',
    (at) => {
      at.program('inner', '#!/no/such/shell\n');
      at.program('job', `#!${at.folder}/inner\n`);
    },
    run('./job'),
    'Interpreter not found: /no/such/shell',
  ),
  {
    ...refused('a folder that is mounted noexec', nothing, run('./bin/job'), 'mounted noexec'),
    needs: 'tmpfs-mount',
    before: 'mkdir bin; mount -t tmpfs -o noexec none bin; cp /bin/sh bin/job; chmod 755 bin/job',
  },
  refused(
    'more words than a journal can take',
    (at) => at.program('job'),
    run('./job', 'x'.repeat(80_000), 'y'.repeat(80_000)),
    'longer than 150 KiB',
  ),
];

function refused(
  name: string,
  given: (place: Place) => void,
  words: readonly string[],
  expect: string,
): BrokenLaunch {
  return { name: `command: ${name}`, given, words, expect };
}

/** A fault of the file `job`, called by its path. */
function file(name: string, given: (place: Place) => void, expect: string): BrokenLaunch {
  return refused(name, given, run('./job'), expect);
}

function content(name: string, text: string | Buffer, expect: string): BrokenLaunch {
  return file(name, (at) => at.program('job', text), expect);
}
