/**
 * `errors.txt` and `harmless.txt` are what the rules were made from. `unseen-*.txt` were written, or taken from builds of
 * others, without a look at the rules, which were then mended with them. Before that, the first 122 errors and 131 other
 * lines had precision 0.978 and recall 0.746, and 20 of 80 sentences of assistants were called errors; the next 91 and
 * 130 had 0.987 and 0.835. Then came rounds, each of other tools and each tried first on the rules as the rounds before
 * had mended them. The first four were written before a rule was looked at, the others by one who knew the rules:
 *
 *   javascript and python              162 errors, 160 others   precision 0.993   recall 0.914
 *   compilers, builders and tests      205 errors, 171 others   precision 0.989   recall 0.873
 *   containers, clouds, git, shells    169 errors, 153 others   precision 0.974   recall 0.882
 *   databases, servers, logs, agents   195 errors, 168 others   precision 0.965   recall 0.856
 *   what is said more rarely           132 errors, 157 others   precision 0.972   recall 0.803
 *   the same once more                 154 errors, 158 others   precision 0.992   recall 0.812
 *   what is said most often             84 errors,  83 others   precision 0.988   recall 0.940
 *
 * All unseen lines together now: precision 0.996, recall 0.980. The rules were mended with them, so of lines that nobody
 * thought of about one error in seven is still missed. Of what else lay on a machine, called an error are: none of 124,000 listed files, 4 of
 * 2,900 lines of help texts, 40 of 10,000 lines of read-mes (examples of output among them), 280 of 137,000 of source.
 */
import { readFileSync } from 'node:fs';
import { errorLineOf } from '../../src/output/error-lines.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('one line that tells an error');

/** One line each; `#: ` names the tools that print them. */
const fixture = (name: string): string[] =>
  readFileSync(new URL(`../fixtures/error-lines/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#: '));

function assertFigures(errorsFile: string, harmlessFile: string, least: number): void {
  const errors = fixture(errorsFile);
  const harmless = fixture(harmlessFile);
  const missed = errors.filter((line) => errorLineOf(line) === null);
  const wrong = harmless.filter((line) => errorLineOf(line) !== null);
  const found = errors.length - missed.length;
  const precision = found / (found + wrong.length);
  const recall = found / errors.length;
  const share = (value: number): string => value.toFixed(3);
  console.log(
    `${errors.length} errors, ${harmless.length} others: precision ${share(precision)}, recall ${share(recall)}`,
  );
  assert.ok(errors.length >= least && harmless.length >= least, `${errors.length}, ${harmless.length}`);
  assert.ok(precision >= 0.98, `precision ${precision}; wrong:\n${wrong.join('\n')}`);
  assert.ok(recall >= 0.95, `recall ${recall}; missed:\n${missed.join('\n')}`);
}

test('at least 98 of 100 lines that are called errors are, and at least 95 of 100 errors are found', () => {
  assertFigures('errors.txt', 'harmless.txt', 300);
});

test('that also holds for the tools that the rules were not made from', () => {
  assertFigures('unseen-errors.txt', 'unseen-harmless.txt', 100);
});

const ALWAYS = [
  'error: could not compile `app` (bin "app") due to 1 previous error',
  'error[E0382]: borrow of moved value: `s`',
  'npm ERR! code ELIFECYCLE',
  'npm error code E404',
  'FAILED tests/x.py::y - assert 1 == 2',
  'panic: runtime error: index out of range [5] with length 3',
  'fatal: not a git repository (or any of the parent directories): .git',
  'Killed',
  'Segmentation fault (core dumped)',
  'No space left on device',
  '[ERROR] Workflow blocked: no ready steps',
  'make: *** [Makefile:2: all] Error 2',
  'ERROR:root:no config',
  'level=error msg="no config"',
  '{"level":"error","msg":"no config"}',
  'E0101 12:00:00.000000       1 main.go:12] no config',
  '2026-11-27 03:03:01 ERROR no config',
  '[error] no config',
  '[FATAL] no config',
  'bash: foo: command not found',
  'cat: foo: Permission denied',
  "cannot open file 'foo'",
  'Connection refused',
  'Traceback (most recent call last):',
  'AssertionError: 1 != 2',
  '    ✕ name (5 ms)',
  '  ● suite › test',
  'E   assert 1 == 2',
  '--- FAIL: TestX (0.00s)',
  'test x ... FAILED',
  'not ok 3 - name',
  'ERROR: No matching distribution found for foo',
  'E: Unable to locate package foo',
  'CMake Error at CMakeLists.txt:3 (find_package):',
  '\x1b[1m\x1b[31merror\x1b[0m\x1b[1m: could not compile\x1b[0m `app`',
  '\x1b[0;31m✘ \x1b[1;41m[ERROR]\x1b[0m Could not resolve "./x"',
];

for (const line of ALWAYS) {
  test(`is an error: ${JSON.stringify(line)}`, () => assert.is.not(errorLineOf(line), null));
}

const NEVER = [
  '0 errors',
  'error handling: ok',
  'errors.py',
  '--no-error',
  'test_error ... ok',
  'PASSED tests/test_error.py::test_fail',
  '✓ handles errors',
  'Found 0 errors',
  'no errors found',
  'errors: 0',
  'error_count=0',
  'failed: 0',
  'Failures: 0',
  'gcc -Wall -Werror -c main.c -o main.o',
  'import error_utils',
  '200 GET /error',
  'test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s',
  '-rw-r--r-- 1 ann ann 12 Nov 27 03:03 error.log',
  '-    raise ValueError("error")',
  '+    return error',
  'Installing fatal-error 1.0',
  ' 45%|████▌     | 45/100 [00:12<00:15, failed=0]',
  'warning: unused variable: `error`',
  '  --fail-fast   stop at the first error',
  'ok 3 - throws an error',
  '2026-11-27 03:03:01 DEBUG opened error=nil',
  'err=null',
  '+ grep error log',
  'This function returns an error if the file does not exist.',
  '\x1b[32m✓\x1b[0m throws a fatal error',
];

for (const line of NEVER) {
  test(`is no error: ${JSON.stringify(line)}`, () => assert.is(errorLineOf(line), null));
}

test('what is told is the line as it would be shown, at most 500 characters of it', () => {
  assert.is(errorLineOf('  \x1b[31merror\x1b[0m: no\x07 config  '), 'error: no config');
  assert.is(errorLineOf(`error: ${'x'.repeat(9999)}`)?.length, 500);
});

test('the end of a long line counts as its beginning does', () => {
  assert.is.not(errorLineOf(`open ${'/long'.repeat(900)}: No such file or directory`), null);
});

/** Measured: an ordinary line takes 1.2 µs, one with a suspicious word 17 µs, the worst below 1 ms. */
test('no line takes long, whatever it repeats', () => {
  const pieces = [
    'error ',
    'failed: ',
    ': ',
    '1 ',
    '1:1: ',
    'a.b',
    '[x] ',
    '(',
    '" ',
    'not found ',
    'A',
    '- ',
    '"level":',
    '| ',
    'Exception.',
  ];
  for (const piece of pieces) {
    const line = `${piece.repeat(1 + 20_000 / piece.length)}error`;
    const spent = cpuMs(() => {
      for (let run = 0; run < 20; run += 1) errorLineOf(line);
    });
    assert.ok(spent < 2000, `${JSON.stringify(piece)}: ${spent} ms for 20 lines`);
  }
});

test.run();
