import { type Fate, run, sh } from './death.ts';

/** Commands that were never executed. */
export const launchDeaths: readonly Fate[] = [
  {
    name: 'a program that is not there',
    words: run('no-such-program-anywhere', '--all'),
    says: 'not started (ENOENT): the command, or the interpreter it names, was not found: no-such-program-anywhere',
    rule: 'command_not_found',
    certainty: 'certain',
  },
  {
    name: 'a file that may not be executed',
    given: (at) => at.file('job', '#!/bin/sh\n', 0o644),
    words: run('./job'),
    says: 'not started (EACCES): the command is not executable: ./job',
    rule: 'not_executable',
    certainty: 'certain',
  },
  {
    name: 'a script whose interpreter is not there',
    given: (at) => at.program('job', '#!/opt/nowhere/bin/ruby\nputs 1\n'),
    words: run('./job'),
    says: 'not started (ENOENT): its interpreter was not found: /opt/nowhere/bin/ruby, named in the first line of ./job',
    rule: 'command_not_found',
    certainty: 'certain',
  },
  {
    name: 'a folder to run in that is not there',
    words: ['bg', 'run', '--no-validate', '--cwd', 'nowhere', '--', 'true'],
    says: /^not started \(ENOENT\): the folder to run it in was not found: \/.*\/nowhere$/,
    rule: 'command_not_found',
    certainty: 'certain',
  },
  {
    name: 'a launch that the checks refused',
    words: ['bg', 'run', '--require-env', 'TAPPS_DEMO_TOKEN', '--', 'true'],
    says: 'refused before it ran: Missing required environment variable: TAPPS_DEMO_TOKEN',
    rule: 'refused',
    certainty: 'certain',
  },
  {
    name: 'a launch that the checks refused for two reasons',
    words: ['bg', 'run', '--require-tool', 'frobnicate-x', '--require-file', 'nowhere.csv', '--', 'true'],
    says: 'refused before it ran: Missing required file: nowhere.csv; Missing required tool: frobnicate-x',
    rule: 'refused',
    certainty: 'certain',
  },
  {
    name: 'a launch after one that failed',
    first: sh('exit 3'),
    words: ['bg', 'run', '--after', '{first}', '--', 'touch', 'never'],
    says: /^never started: [a-z0-9]{8}, which it was to start after, failed: exited with code 3$/,
    rule: 'predecessor_failed',
    certainty: 'certain',
  },
];
