import type { ToldRow } from './told-lacks.ts';

const trace = ['Traceback (most recent call last):', '  File "app.py", line 3, in <module>'];

export const toldFailures: readonly ToldRow[] = [
  {
    rule: 'port_in_use',
    lines: ['Error: listen EADDRINUSE: address already in use :::3000'],
    requires: 'port:3000',
  },
  { rule: 'port_in_use', lines: ['OSError: [Errno 98] Address already in use'] },
  { rule: 'read_only', lines: ['touch: cannot touch a: Read-only file system'] },
  { rule: 'ssh_key_refused', lines: ['git@github.com: Permission denied (publickey).'], code: 128 },
  { rule: 'host_key', lines: ['Host key verification failed.'], code: 255 },
  { rule: 'git_lock', lines: ["fatal: Unable to create '/a/.git/index.lock': File exists."], code: 128 },
  {
    rule: 'git_conflict',
    lines: [
      'CONFLICT (content): Merge conflict in a',
      'Automatic merge failed; fix conflicts and then commit the result.',
    ],
    line: 'CONFLICT (content): Merge conflict in a',
  },
  { rule: 'file_damaged', lines: ['gzip: a.gz: unexpected end of file'] },
  { rule: 'arguments_too_long', lines: ['sh: 1: exec: /bin/echo: Argument list too long'], code: 126 },
  {
    rule: 'git_repository_missing',
    lines: ["fatal: repository './nowhere.git' does not exist"],
    code: 128,
  },
  {
    rule: 'connection_refused',
    lines: ["curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server"],
    code: 7,
  },
  { rule: 'git_conflict', lines: ['Automatic merge failed; fix conflicts and then commit the result.'] },
  {
    rule: 'git_repository_missing',
    lines: ['fatal: not a git repository (or any of the parent directories): .git'],
  },
  { rule: 'locked', lines: ['E: Could not get lock /var/lib/dpkg/lock-frontend'] },
  {
    rule: 'file_missing',
    lines: ["FileNotFoundError: [Errno 2] No such file or directory: 'in.csv'"],
    requires: 'file:in.csv',
  },
  { rule: 'file_missing', lines: ['cat: notes.md: No such file or directory'], requires: 'file:notes.md' },
  {
    rule: 'file_missing',
    lines: ["Error: ENOENT: no such file or directory, open 'a.json'"],
    requires: 'file:a.json',
  },
  { rule: 'wrong_kind_of_file', lines: ["IsADirectoryError: [Errno 21] Is a directory: 'src'"] },
  { rule: 'file_exists', lines: ["FileExistsError: [Errno 17] File exists: 'build'"] },
  { rule: 'permission_denied', lines: ["PermissionError: [Errno 13] Permission denied: '/etc/shadow'"] },
  {
    rule: 'container_engine',
    lines: ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'],
  },
  { rule: 'name_not_resolved', lines: ['curl: (6) Could not resolve host: nowhere.invalid'], code: 6 },
  {
    rule: 'certificate',
    lines: ['ssl.SSLCertVerificationError: certificate verify failed: certificate has expired'],
  },
  { rule: 'connection_refused', lines: ['Error: connect ECONNREFUSED 127.0.0.1:5432'] },
  {
    rule: 'connection_refused',
    lines: ["curl: (7) Failed to connect to 127.0.0.1 port 1: Couldn't connect to server"],
    code: 7,
  },
  { rule: 'unreachable', lines: ['connect: Network is unreachable'] },
  { rule: 'connection_lost', lines: ['Error: read ECONNRESET'] },
  {
    rule: 'connection_timed_out',
    lines: ['requests.exceptions.ReadTimeout: HTTPSConnectionPool: Read timed out.'],
  },
  { rule: 'unauthorized', lines: ['curl: (22) The requested URL returned error: 401'], code: 22 },
  {
    rule: 'forbidden',
    lines: ['requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://a'],
  },
  { rule: 'http_not_found', lines: ['urllib.error.HTTPError: HTTP Error 404: Not Found'] },
  { rule: 'rate_limited', lines: ["RateLimitError: Error code: 429 - {'error': 'slow down'}"] },
  { rule: 'server_error', lines: ['curl: (22) The requested URL returned error: 503'], code: 22 },
  { rule: 'account_quota', lines: ["RateLimitError: Error code: 429 - {'code': 'insufficient_quota'}"] },
  { rule: 'api_key', lines: ['openai.OpenAIError: The api_key client option must be set'] },
  { rule: 'api_key', lines: ['AuthenticationError: Incorrect API key provided: ***'] },
  { rule: 'database_refused', lines: ['psql: error: FATAL:  password authentication failed for user "app"'] },
];

export const toldCode: readonly ToldRow[] = [
  {
    rule: 'test_failed',
    lines: [
      'FAILED tests/test_a.py::test_x - assert 1 == 2',
      'FAILED tests/test_b.py::test_y - KeyError',
      '2 failed in 1s',
    ],
    line: 'FAILED tests/test_a.py::test_x - assert 1 == 2',
  },
  {
    rule: 'test_failed',
    lines: ['test math::adds ... FAILED', 'test result: FAILED. 0 passed; 1 failed'],
    line: 'test math::adds ... FAILED',
  },
  { rule: 'test_failed', lines: ['--- FAIL: TestSum (0.00s)', 'FAIL'], line: '--- FAIL: TestSum (0.00s)' },
  {
    rule: 'compile_failed',
    lines: ["main.c:3:5: error: unknown type name 'foo'", 'make: *** [Makefile:2: main.o] Error 1'],
    code: 2,
    line: "main.c:3:5: error: unknown type name 'foo'",
  },
  { rule: 'compile_failed', lines: ['error[E0425]: cannot find value `x` in this scope'], code: 101 },
  {
    rule: 'types_wrong',
    lines: ["a.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'."],
    code: 2,
  },
  {
    rule: 'link_failed',
    lines: ["main.c:(.text+0x5): undefined reference to `foo'", 'collect2: error: ld returned 1 exit status'],
    line: "main.c:(.text+0x5): undefined reference to `foo'",
  },
  { rule: 'syntax_error', lines: ['  File "a.py", line 1', 'SyntaxError: invalid syntax'] },
  { rule: 'syntax_error', lines: ['sh: 3: Syntax error: "fi" unexpected'], code: 2 },
  {
    rule: 'json_invalid',
    lines: ['json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  },
  { rule: 'yaml_invalid', lines: ['yaml.scanner.ScannerError: mapping values are not allowed here'] },
  { rule: 'assertion_failed', lines: ["e: e.c:2: main: Assertion `1==2' failed."], code: 134 },
  { rule: 'assertion_failed', lines: [...trace, 'AssertionError: totals differ'] },
  {
    rule: 'unhandled_rejection',
    lines: ['[UnhandledPromiseRejection: This error originated either by throwing'],
  },
  { rule: 'deadlock', lines: ['fatal error: all goroutines are asleep - deadlock!'], code: 2 },
  {
    rule: 'panic',
    lines: [
      "thread 'main' panicked at src/main.rs:4:43:",
      'called `Option::unwrap()` on a `None` value',
      'note: run with `RUST_BACKTRACE=1` to display a backtrace',
    ],
    code: 101,
    line: "thread 'main' panicked at src/main.rs:4:43: called `Option::unwrap()` on a `None` value",
  },
  { rule: 'panic', lines: ['panic: runtime error: index out of range [3] with length 3'], code: 2 },
  {
    rule: 'cpp_exception',
    lines: ["terminate called after throwing an instance of 'std::logic_error'"],
    code: 134,
  },
  { rule: 'memory_misused', lines: ['double free or corruption (out)'], code: 134 },
  { rule: 'npm_script_missing', lines: ['npm error Missing script: "tset"'] },
  { rule: 'make_target_missing', lines: ["make: *** No rule to make target 'al'.  Stop."], code: 2 },
  { rule: 'versions_conflict', lines: ['npm error code ERESOLVE'] },
  { rule: 'wrong_usage', lines: ['app.py: error: unrecognized arguments: --frob'], code: 2 },
  { rule: 'interrupted', lines: [...trace, 'KeyboardInterrupt'] },
  { rule: 'exception', lines: [...trace, 'acme.store.StoreError: the shelf is gone'] },
  { rule: 'exception', lines: ['TypeError: Cannot read properties of undefined'] },
  { rule: 'tests_failed', lines: ['Tests: 1 failed, 3 passed, 4 total'] },
  { rule: 'make_failed', lines: ['make: *** [Makefile:3: all] Error 7'], code: 2 },
  { rule: 'build_failed', lines: ['ninja: build stopped: subcommand failed.'] },
  { rule: 'npm_failed', lines: ['npm error code ELIFECYCLE'] },
  { rule: 'last_error_line', lines: ['error: the queue is closed'] },
];
