import { type ErrorFound, ErrorScanner } from '../../src/output/error-scanner.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('errors among the lines of an output');

/** Offsets are the lines' numbers here. */
function scan(text: string): ErrorFound[] {
  const scanner = new ErrorScanner();
  const found = text.split('\n').flatMap((line, number) => scanner.push(line, number));
  return [...found, ...scanner.end()];
}

const linesOf = (text: string): string[] => scan(text).map(({ line }) => line);

const TRACEBACK = `Traceback (most recent call last):
  File "/srv/app/errors.py", line 3, in fail
    raise ValueError("error: " + name)
ModuleNotFoundError: No module named 'tiktoken'`;

test('a Python traceback tells its last line, with the offset of that line', () => {
  assert.equal(scan(`start\n${TRACEBACK}\nbye`), [
    { line: "ModuleNotFoundError: No module named 'tiktoken'", offset: 4 },
  ]);
});

test('an exception of any name ends a traceback, also without a message', () => {
  assert.equal(linesOf(TRACEBACK.replace(/Module.*/, 'app.jobs.Stopped')), ['app.jobs.Stopped']);
  assert.equal(linesOf(TRACEBACK.replace(/Module.*/, 'KeyboardInterrupt')), ['KeyboardInterrupt']);
});

test('of chained tracebacks only the last counts', () => {
  for (const link of [
    'During handling of the above exception, another exception occurred:',
    'The above exception was the direct cause of the following exception:',
  ]) {
    const chained = `${TRACEBACK}\n\n${link}\n\n${TRACEBACK.replace(/Module.*/, 'RuntimeError: no tokens')}`;
    assert.equal(linesOf(chained), ['RuntimeError: no tokens'], link);
    assert.equal(
      linesOf(chained.replaceAll('\n\n', '\n')),
      ['RuntimeError: no tokens'],
      'empty lines left out',
    );
  }
});

test('two tracebacks that are not chained are two errors', () => {
  assert.is(linesOf(`${TRACEBACK}\n${TRACEBACK}`).length, 2);
  assert.is(linesOf(`${TRACEBACK}\n\n${TRACEBACK}`).length, 2);
});

test('the last line of a traceback is told once something else comes, or the end', () => {
  const scanner = new ErrorScanner();
  const told = TRACEBACK.split('\n').flatMap((line, number) => scanner.push(line, number));
  assert.equal(told, []);
  assert.is(scanner.push('went on', 5).length, 1);
  assert.equal(scanner.end(), []);
});

test('a traceback that was cut off tells its header', () => {
  assert.equal(linesOf(TRACEBACK.split('\n').slice(0, 2).join('\n')), ['Traceback (most recent call last):']);
});

test('lines of others between the lines of a traceback do not end it, and are read', () => {
  const [head, file, ...rest] = TRACEBACK.split('\n');
  assert.equal(linesOf([head, file, '12:00:01 INFO tick, no error', 'error: disk', ...rest].join('\n')), [
    'error: disk',
    "ModuleNotFoundError: No module named 'tiktoken'",
  ]);
});

test('a traceback behind a prefix, in a box or indented is followed too', () => {
  const composed = TRACEBACK.replaceAll(/^/gm, 'web-1  | ');
  assert.equal(linesOf(composed), ["ModuleNotFoundError: No module named 'tiktoken'"]);
  const stamped = TRACEBACK.replaceAll(/^/gm, '2026-11-27T03:03:01.1Z ');
  assert.equal(linesOf(stamped), ["ModuleNotFoundError: No module named 'tiktoken'"]);
  const boxed = `╭─── Traceback (most recent call last) ───╮\n│ error: x │\n╰───╯\nZeroDivisionError: division by zero`;
  assert.equal(linesOf(boxed), ['ZeroDivisionError: division by zero']);
});

test('the message of a logged exception and its last line are both told', () => {
  assert.equal(linesOf(`ERROR:root:no tokens\n${TRACEBACK}\nINFO:root:next`), [
    'ERROR:root:no tokens',
    "ModuleNotFoundError: No module named 'tiktoken'",
  ]);
});

test('a stack of Node tells its error and what caused it, not its frames', () => {
  assert.equal(
    linesOf(`/srv/app/error.js:3
  throw new Error('no config');
  ^

Error: no config
    at failWithError (/srv/app/error.js:3:9)
    at Object.<anonymous> (/srv/app/panic.js:12:9)
    at node:internal/main/run_main_module:28:49 {
  [cause]: Error: connect ECONNREFUSED 127.0.0.1:5432
      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
}

Node.js v20.20.0`),
    ['Error: no config', '[cause]: Error: connect ECONNREFUSED 127.0.0.1:5432'],
  );
});

test('a trace of Java tells its head and its last cause', () => {
  assert.equal(
    linesOf(`Exception in thread "main" java.lang.IllegalStateException: no store
	at com.example.ErrorHandler.fail(ErrorHandler.java:12)
Caused by: java.io.IOException: cannot open
	at com.example.Store.open(Store.java:3)
	... 3 more
Caused by: java.net.ConnectException: Connection refused
	at java.base/sun.nio.ch.Net.pollConnect(Native Method)
	... 12 common frames omitted
next`),
    [
      'Exception in thread "main" java.lang.IllegalStateException: no store',
      'Caused by: java.net.ConnectException: Connection refused',
    ],
  );
});

test('a panic of Go tells its head, not its goroutines', () => {
  assert.equal(
    linesOf(`panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45d2a3]

goroutine 1 [running]:
main.failOnError(...)
	/srv/app/errors.go:12
main.main()
	/srv/app/main.go:5 +0x1d
created by main.fatal in goroutine 7
	/srv/app/main.go:9 +0x25
next`),
    ['panic: runtime error: invalid memory address or nil pointer dereference'],
  );
});

test('a panic of Rust tells its place and its message', () => {
  assert.equal(
    linesOf(`thread 'main' panicked at src/main.rs:4:5:
called \`Option::unwrap()\` on a \`None\` value
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
stack backtrace:
   0: rust_begin_unwind
             at /rustc/4f2a9c/library/std/src/panicking.rs:697:5
   1: core::panicking::panic_fmt`),
    ["thread 'main' panicked at src/main.rs:4:5:", 'called `Option::unwrap()` on a `None` value'],
  );
  assert.is(
    linesOf("thread 'main' panicked at 'no config', src/main.rs:4:5\nnote: run with `RUST_BACKTRACE=1`")
      .length,
    1,
  );
});

test('an error behind any trace is told', () => {
  for (const trace of [
    TRACEBACK,
    'panic: x\n\ngoroutine 1 [running]:',
    'Exception in thread "a" b.C: d\n\tat b.C(D.java:1)',
  ]) {
    assert.is(linesOf(`${trace}\nerror: disk`).at(-1), 'error: disk');
  }
});

test('text that never ends its trace is let go', () => {
  const scanner = new ErrorScanner();
  scanner.push('Traceback (most recent call last):', 0);
  const told = Array.from({ length: 6000 }, (_, number) =>
    scanner.push('  File "x", line 1', number + 1),
  ).flat();
  assert.equal(told, [{ line: 'Traceback (most recent call last):', offset: 0 }]);
});

test('a secret that stands where a line is cut is not told half, in whatever the line belongs to', () => {
  const token = `${'gh'}p_${'Zq7'.repeat(12)}`;
  const long = `${'w '.repeat(244)}${token} was refused`;
  const outputs = [
    `Error: ${long.slice(6)}`,
    TRACEBACK.replace(/Module.*/, `ValueError: ${long.slice(10)}`),
    `thread 'main' panicked at src/main.rs:1:1:\n${long}`,
    `Exception in thread "main" java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\nCaused by: ${long.slice(10)}`,
  ];
  for (const output of outputs) assert.not.match(linesOf(output).join('\n'), /p_|Zq7/, output.slice(0, 60));
  assert.match(linesOf(outputs[0] ?? '').join(), /w \*\*\*/);
});

test.run();
