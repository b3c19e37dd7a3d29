import { execFileSync } from 'node:child_process';
import { commandLine } from '../../projections/command-line.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('command line');

test('plain words stand as they are', () => {
  assert.is(commandLine(['make', '-j4', 'CC=gcc', './a.out']), 'make -j4 CC=gcc ./a.out');
});

test('a shell reads the line as the same words', () => {
  const words = ['a b', "c'd", '$HOME', 'x;y', '', '*', '"q"', 'new\nline', '\\', '-n'];
  const read = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${commandLine(words)}`], { encoding: 'utf8' });
  assert.equal(read.split('\0').slice(0, -1), words);
});

test.run();
