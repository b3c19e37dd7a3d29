import { type Fate, run, sh } from './death.ts';

const failingTests = `import unittest
class Sums(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(1 + 2, 4)
`;

/** Programs for Python that end with a trace, or with what their interpreter says. */
export const pythonDeaths: readonly Fate[] = [
  {
    name: 'a Python module that is not there',
    words: run('python3', '-c', 'import tiktoken_that_is_nowhere'),
    says: "exit 1: ModuleNotFoundError: No module named 'tiktoken_that_is_nowhere'",
    rule: 'python_module_missing',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a Python name that its module does not have',
    words: run('python3', '-c', 'from json import parse'),
    says: /^exit 1: ImportError: cannot import name 'parse' from 'json'/,
    rule: 'import_failed',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a Python program with a syntax error',
    given: (at) => at.file('job.py', 'def work(:\n    pass\n'),
    words: run('python3', 'job.py'),
    says: /^exit 1: (?:job\.py:1: )?SyntaxError: invalid syntax/,
    rule: 'syntax_error',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a file that a Python program opens and that is not there',
    words: run('python3', '-c', 'open("settings.json")'),
    says: /^exit 1: FileNotFoundError: \[Errno 2\] No such file or directory: 'settings\.json'/,
    rule: 'file_missing',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'an environment variable that a Python program needs',
    words: run('python3', '-c', 'import os; os.environ["TAPPS_DEMO_URL"]'),
    says: /^exit 1: KeyError: 'TAPPS_DEMO_URL'/,
    rule: 'variable_missing',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a Python program that gets no more memory',
    words: sh('ulimit -v 200000; exec python3 -c "x = bytearray(900_000_000)"'),
    says: /^exit 1: MemoryError/,
    rule: 'memory_exhausted',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a server that a Python program does not reach',
    words: run('python3', '-c', 'import socket; socket.create_connection(("127.0.0.1", 1))'),
    says: /^exit 1: ConnectionRefusedError: \[Errno 111\] Connection refused/,
    rule: 'connection_refused',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a recursion without an end',
    words: run('python3', '-c', 'def again(): again()\nagain()'),
    says: /^exit 1: RecursionError: maximum recursion depth exceeded/,
    rule: 'exception',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'tests of Python that fail',
    given: (at) => at.file('test_sum.py', failingTests),
    words: run('python3', '-m', 'unittest', 'test_sum'),
    says: 'exit 1: AssertionError: 3 != 4',
    rule: 'assertion_failed',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a Python program that touches memory that is not its own',
    words: run('python3', '-X', 'faulthandler', '-c', 'import ctypes; ctypes.string_at(0)'),
    says: /^killed by SIGSEGV/,
    rule: 'segmentation_fault',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a Python program that opens too many files',
    words: sh(`ulimit -n 12; exec python3 -c 'import os; [os.open("/", 0) for _ in range(99)]'`),
    says: /^exit 1: OSError: \[Errno 24\] Too many open files: '\/'/,
    rule: 'descriptors_exhausted',
    certainty: 'likely',
    needs: 'python3',
  },
];
