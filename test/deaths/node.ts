import { join } from 'node:path';
import { type Fate, run } from './death.ts';

const installed = (name: string) => join(import.meta.dirname, '..', '..', 'node_modules', '.bin', name);

/** Programs for node, and tools that are written in it. */
export const nodeDeaths: readonly Fate[] = [
  {
    name: 'a node module that is not there',
    words: run('node', '-e', "require('left-pad-of-nowhere')"),
    says: /^exit 1: Error: Cannot find module 'left-pad-of-nowhere'/,
    rule: 'npm_package_missing',
    certainty: 'likely',
  },
  {
    name: 'a package that a module imports and that is not there',
    given: (at) => at.file('job.mjs', "import 'left-pad-of-nowhere';\n"),
    words: run('node', 'job.mjs'),
    says: /^exit 1: Error \[ERR_MODULE_NOT_FOUND\]: Cannot find package 'left-pad-of-nowhere'/,
    rule: 'npm_package_missing',
    certainty: 'likely',
  },
  {
    name: 'a node program that reaches its limit of memory',
    words: run('node', '--max-old-space-size=20', '-e', 'const all = []; for (;;) all.push([all.length])'),
    says: /^killed by SIGABRT: FATAL ERROR: .* heap out of memory/,
    rule: 'javascript_heap',
    certainty: 'likely',
  },
  {
    name: 'a promise that is rejected and nobody listens',
    words: run('node', '-e', "Promise.reject(new Error('the feed is empty'))"),
    says: 'exit 1: Error: the feed is empty',
    rule: 'exception',
    certainty: 'likely',
  },
  {
    name: 'a property of nothing',
    words: run('node', '-e', 'const user = undefined; user.name'),
    says: /^exit 1: TypeError: Cannot read properties of undefined \(reading 'name'\)/,
    rule: 'exception',
    certainty: 'likely',
  },
  {
    name: 'a script for node with a syntax error',
    given: (at) => at.file('job.js', 'const a = ;\n'),
    words: run('node', '--check', 'job.js'),
    says: /^exit 1: SyntaxError: Unexpected token ';'/,
    rule: 'syntax_error',
    certainty: 'likely',
  },
  {
    name: 'a port that somebody else listens on',
    words: run('node', '-e', "require('http').createServer().listen(Number(process.env.PORT), '127.0.0.1')"),
    says: /^exit 1: Error: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+/,
    rule: 'port_in_use',
    certainty: 'likely',
  },
  {
    name: 'a server that a node program does not reach',
    words: run('node', '-e', "require('net').connect(1, '127.0.0.1')"),
    says: /^exit 1: Error: connect ECONNREFUSED 127\.0\.0\.1:1/,
    rule: 'connection_refused',
    certainty: 'likely',
  },
  {
    name: 'a host that has no address',
    words: run('node', '-e', "require('net').connect(5432, 'db.invalid')"),
    says: /^exit 1: Error: getaddrinfo (?:ENOTFOUND|EAI_AGAIN) db\.invalid/,
    rule: 'name_not_resolved',
    certainty: 'likely',
  },
  {
    name: 'a file that a node program reads and that is not there',
    words: run('node', '-e', "require('fs').readFileSync('settings.json')"),
    says: /^exit 1: Error: ENOENT: no such file or directory, open 'settings\.json'/,
    rule: 'file_missing',
    certainty: 'likely',
  },
  {
    name: 'tests of node that fail',
    given: (at) =>
      at.file(
        'sum.test.mjs',
        "import test from 'node:test';\ntest('sums', () => { throw new Error('3 != 4'); });\n",
      ),
    words: run('node', '--test', 'sum.test.mjs'),
    says: /^exit 1: .*(?:sums|3 != 4)/,
    rule: 'test_failed',
    certainty: 'likely',
  },
  {
    name: 'a node program that aborts',
    words: run('node', '-e', 'process.abort()'),
    says: /^killed by SIGABRT/,
    rule: 'aborted',
    certainty: 'likely',
  },
  {
    name: 'a source file with a type error',
    given: (at) => at.file('sum.ts', "const sum: number = 'three';\n"),
    words: run(installed('tsc'), '--noEmit', '--lib', 'es5', 'sum.ts'),
    says: /^exit 2: sum\.ts\(1,7\): error TS2322: Type 'string' is not assignable to type 'number'/,
    rule: 'types_wrong',
    certainty: 'likely',
  },
  {
    name: 'a bundle of what is not there',
    given: (at) => at.file('page.js', "import './chart.js';\n"),
    words: run(installed('esbuild'), '--bundle', 'page.js'),
    says: /^exit 1: .*Could not resolve "\.\/chart\.js"/,
    rule: 'node_file_missing',
    certainty: 'likely',
  },
];
