import { type Fate, run, sh } from './death.ts';

/** What builders, compilers and other tools print when they fail; those that no machine must have are played. */
export const toolDeaths: readonly Fate[] = [
  {
    name: 'a C program that does not compile',
    given: (at) => at.file('sum.c', 'int main(void) { return totl; }\n'),
    words: run('cc', '-c', 'sum.c'),
    says: /^exit 1: sum\.c:1:\d+: error: .totl. undeclared/,
    rule: 'compile_failed',
    certainty: 'likely',
    needs: 'cc',
  },
  {
    name: 'a C program that is not linked',
    given: (at) => at.file('sum.c', 'int total(void);\nint main(void) { return total(); }\n'),
    words: run('cc', 'sum.c', '-o', 'sum'),
    says: /^exit 1: .*undefined reference to .total'/,
    rule: 'link_failed',
    certainty: 'likely',
    needs: 'cc',
  },
  {
    name: 'a target that nobody knows how to make',
    given: (at) => at.file('Makefile', 'all: site.html\n'),
    words: run('make'),
    says: /^exit 2: make: \*\*\* No rule to make target 'site\.html', needed by 'all'/,
    rule: 'make_target_missing',
    certainty: 'likely',
    needs: 'make',
  },
  {
    name: 'a rule of a Makefile that fails',
    given: (at) => at.file('Makefile', 'all:\n\t@cat parts.txt\n'),
    words: run('make'),
    says: /^exit 2: cat: parts\.txt: No such file or directory/,
    rule: 'file_missing',
    certainty: 'likely',
    needs: 'make',
  },
  {
    name: 'a merge with a conflict',
    words: sh(
      [
        'git init -q -b main repo && cd repo && echo 1 > a && git add a && git commit -qm 1',
        'git checkout -qb other && echo 2 > a && git commit -qam 2',
        'git checkout -q main && echo 3 > a && git commit -qam 3 && git merge other',
      ].join(' && '),
    ),
    says: /^exit 1: CONFLICT \(content\): Merge conflict in a/,
    rule: 'git_conflict',
    certainty: 'likely',
  },
  {
    name: 'a repository that is not there',
    words: sh('git clone -q ./nowhere.git copy'),
    says: /^exit 128: fatal: repository '\.\/nowhere\.git' does not exist/,
    rule: 'git_repository_missing',
    certainty: 'likely',
  },
  {
    name: 'an archive that was cut off',
    words: sh('echo long enough to be cut | gzip | head -c 15 > a.gz; exec gzip -t a.gz'),
    says: /^exit 1: gzip: a\.gz: unexpected end of file/,
    rule: 'file_damaged',
    certainty: 'likely',
  },
  {
    name: 'a server that curl does not reach',
    words: run('curl', '-sS', 'http://127.0.0.1:1/health'),
    says: /^exit 7: curl: \(7\) Failed to connect to 127\.0\.0\.1 port 1/,
    rule: 'connection_refused',
    certainty: 'likely',
    needs: 'curl',
  },
  {
    name: 'a panic of Go',
    words: printed(2, [
      'panic: runtime error: index out of range [3] with length 3',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/src/main.go:8 +0x1d',
      'exit status 2',
    ]),
    says: 'exit 2: panic: runtime error: index out of range [3] with length 3',
    rule: 'panic',
    certainty: 'likely',
  },
  {
    name: 'a panic of Rust',
    words: printed(101, [
      "thread 'main' panicked at src/main.rs:4:43:",
      'called `Option::unwrap()` on a `None` value',
      'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace',
    ]),
    says: /^exit 101: thread 'main' panicked at src\/main\.rs:4:43: called `Option::unwrap\(\)` on a `None` value/,
    rule: 'panic',
    certainty: 'likely',
  },
  {
    name: 'an exception of Java',
    words: printed(1, [
      'Exception in thread "main" java.lang.IllegalStateException: no pool',
      '\tat app.Main.main(Main.java:12)',
      'Caused by: java.sql.SQLException: Connection refused: db:5432',
      '\tat app.Pool.open(Pool.java:40)',
      '\t... 1 more',
    ]),
    says: /^exit 1: .*java\.sql\.SQLException: Connection refused: db:5432/,
    rule: 'connection_refused',
    certainty: 'likely',
  },
  {
    name: 'a heap of Java that is full',
    words: printed(1, [
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
      '\tat app.Main.main(Main.java:12)',
    ]),
    says: /^exit 1: .*java\.lang\.OutOfMemoryError: Java heap space/,
    rule: 'java_heap',
    certainty: 'likely',
  },
  {
    name: 'tests of pytest that fail',
    words: printed(1, [
      '=================================== FAILURES ===================================',
      '_________________________________ test_total __________________________________',
      '    def test_total():',
      '>       assert total([1, 2]) == 4',
      'E       assert 3 == 4',
      'test_sum.py:5: AssertionError',
      '=========================== short test summary info ============================',
      'FAILED test_sum.py::test_total - assert 3 == 4',
      '========================= 1 failed, 7 passed in 0.12s ==========================',
    ]),
    says: 'exit 1: FAILED test_sum.py::test_total - assert 3 == 4',
    rule: 'test_failed',
    certainty: 'likely',
  },
  {
    name: 'a request that is not allowed',
    words: printed(1, [
      'POST https://api.example.com/v1/items',
      'requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.example.com/v1/items',
    ]),
    says: /^exit 1: requests\.exceptions\.HTTPError: 401 Client Error: Unauthorized/,
    rule: 'unauthorized',
    certainty: 'likely',
  },
  {
    name: 'a service that asks for patience',
    words: printed(1, ['anthropic.RateLimitError: Error code: 429 - rate limit exceeded']),
    says: /^exit 1: .*RateLimitError: Error code: 429/,
    rule: 'rate_limited',
    certainty: 'likely',
  },
  {
    name: 'a request that nobody answers in time',
    words: printed(1, ['requests.exceptions.ReadTimeout: HTTPSConnectionPool(host=x): Read timed out.']),
    says: /^exit 1: requests\.exceptions\.ReadTimeout: .*Read timed out/,
    rule: 'connection_timed_out',
    certainty: 'likely',
  },
];

/** Prints these lines and ends with this code. */
function printed(code: number, lines: readonly string[]): readonly string[] {
  return run('sh', '-c', `printf '%s\\n' "$@"; exit ${code}`, 'sh', ...lines);
}
