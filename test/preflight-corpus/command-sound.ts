import { nothing, run, type SoundLaunch } from './case.ts';
import { script } from './place.ts';

const usual = '/usr/bin:/bin';

/** Commands that look as if they could not be executed, and can. */
export const soundCommands: readonly SoundLaunch[] = [
  {
    name: 'command: a script without #!, which sh runs',
    given: (at) => at.program('job', 'echo x > "$MARKER"\n'),
    words: run('./job'),
    launched: true,
  },
  {
    name: 'command: blanks, quotes and letters of other scripts in its path',
    given: (at) => at.program('my "jobs"/it\'s a jöb 日本'),
    words: run('./my "jobs"/it\'s a jöb 日本'),
    launched: true,
  },
  {
    name: 'command: a link to a link to a script',
    given: (at) => {
      at.program('real/job');
      at.link('second', 'real/job');
      at.link('first', 'second');
    },
    words: run('./first'),
    launched: true,
  },
  {
    name: 'command: env with -S and words behind it',
    given: (at) => at.program('job', script.replace('/bin/sh', '/usr/bin/env -S sh -e')),
    words: run('./job'),
    launched: true,
  },
  {
    name: 'command: an interpreter that is a script itself',
    given: (at) => {
      at.program('inner', '#!/bin/sh\nexec sh "$@"\n');
      at.program('job', script.replace('/bin/sh', `${at.folder}/inner`));
    },
    words: run('./job'),
    launched: true,
  },
  {
    name: 'command: blanks around the interpreter',
    given: (at) => at.program('job', script.replace('#!', '#! \t')),
    words: run('./job'),
  },
  {
    name: 'command: CRLF below the first line',
    given: (at) => at.program('job', '#!/bin/sh\necho \r\n'),
    words: run('./job'),
  },
  {
    name: 'command: empty and missing entries of PATH',
    given: (at) => at.program('bin/tool'),
    words: run('tool'),
    env: { PATH: `/no/such::{here}/bin:${usual}` },
    launched: true,
  },
  {
    name: 'command: found in the working folder by an empty entry of PATH',
    given: (at) => at.program('job'),
    words: run('job'),
    env: { PATH: `:${usual}` },
    launched: true,
  },
  {
    name: 'command: a file of that name that may not be executed lies before it on the PATH',
    given: (at) => {
      at.file('a/tool', script);
      at.program('b/tool');
    },
    words: run('tool'),
    env: { PATH: `{here}/a:{here}/b:${usual}` },
    launched: true,
  },
  {
    name: 'command: a relative PATH',
    given: (at) => at.program('bin/tool'),
    words: run('tool'),
    env: { PATH: `bin:${usual}` },
  },
  {
    name: 'command: a relative script below --cwd',
    given: (at) => at.program('sub/job'),
    words: ['bg', 'run', '--cwd', 'sub', '--', './job'],
    launched: true,
  },
  {
    name: 'command: words that a shell would act on',
    given: (at) => at.program('job'),
    words: run('./job', '$(touch x)', "it's", 'a\nb', '"', '`touch y`', '', ';', '*', '~'),
    launched: true,
  },
  {
    name: 'command: words that are options of ours',
    given: (at) => at.program('job'),
    words: run('./job', '--no-validate', '--help', '--', '--strict'),
  },
  {
    name: 'command: a script for node without its ending',
    given: (at) => at.file('main.js', "require('fs').writeFileSync(process.env.MARKER, 'x')"),
    words: run('node', 'main'),
    launched: true,
  },
  {
    name: 'command: a script that a shell finds on the PATH',
    given: (at) => at.file('bin/steps.sh', script),
    words: run('bash', 'steps.sh'),
    env: { PATH: `{here}/bin:${usual}` },
    launched: true,
  },
  {
    name: 'command: a script of one word',
    given: nothing,
    words: run('sh', '-c', 'exit 0', 'no-such-script'),
  },
  { name: 'command: the code of a script behind an option', given: nothing, words: run('node', '-e', '1') },
  {
    name: 'command: a word of 60 KiB',
    given: (at) => at.program('job'),
    words: run('./job', 'x'.repeat(60_000)),
  },
  {
    name: 'command: a name that shells have built in, and the disk too',
    given: nothing,
    words: run('echo', 'x'),
  },
  {
    name: 'command: an equals sign in the name of a script',
    given: (at) => at.program('a=b'),
    words: run('./a=b'),
    launched: true,
  },
  {
    name: 'command: a tilde in the name of a script',
    given: (at) => at.program('~/job'),
    words: run('~/job'),
    launched: true,
  },
];
