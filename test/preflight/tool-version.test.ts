import { versionIn, versionInFailure } from '../../src/preflight/tool-version.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('tool version');

const sayings: ReadonlyArray<readonly [name: string, text: string, version: string | null]> = [
  ['git', 'git version 2.47.3', '2.47.3'],
  ['git', 'git version 2.47.3.windows.1', '2.47.3'],
  ['python3', 'Python 3.12.1', '3.12.1'],
  ['python3', 'Python 3.13.0rc1+', '3.13.0'],
  ['java', 'openjdk version "17.0.9" 2023-10-17\nOpenJDK Runtime Environment', '17.0.9'],
  ['node', 'v20.20.2', '20.20.2'],
  ['go', 'go version go1.22.3 linux/amd64', '1.22.3'],
  ['gcc', 'gcc (Debian 14.2.0-19) 14.2.0', '14.2.0'],
  ['gcc', 'gcc (crosstool-NG 1.24.0) 8.4.0', '8.4.0'],
  ['clang', 'clang version 18.1.3 (1ubuntu1)', '18.1.3'],
  ['bash', 'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)', '5.2.15'],
  ['psql', 'psql (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)', '15.8.0'],
  ['perl', 'This is perl 5, version 36, subversion 0 (v5.36.0) built for x86_64', '5.36.0'],
  ['ssh', 'OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.14 4 Jun 2024', '9.2.0'],
  ['jq', 'jq-1.6', '1.6.0'],
  ['unzip', 'UnZip 6.00 of 20 April 2009', '6.0.0'],
  ['chrome', 'Google Chrome 120.0.6099.109', '120.0.6099'],
  ['less', 'less 590 (GNU regular expressions)', '590.0.0'],
  ['emacs', '590', '590.0.0'],
  ['tool', '\x1b[1m\x1b[32m1.2.3\x1b[0m', '1.2.3'],
  ['tool', '12:03:44.123 starting\ntool 1.2.3', '1.2.3'],
  ['tool', 'exit 3', null],
  ['tool', 'usage: tool [-46AaCf] [-b address]', null],
  ['tool', '99999999999999999999.1', null],
  ['tool', '', null],
];

for (const [name, text, version] of sayings) {
  test(`"${JSON.stringify(text).slice(1, 60)}" says ${version ?? 'no version'}`, () => {
    assert.is(versionIn(text, name), version);
  });
}

test('a program that failed may name a version, but not in a complaint', () => {
  assert.is(versionInFailure('tool 1.2.3\n', 'tool'), '1.2.3');
  assert.is(versionInFailure("error: toolchain '1.75.0' is not installed\n", 'rustc'), null);
  assert.is(versionInFailure('unknown option in 4.5.6\ntool 1.2.3\n', 'tool'), '1.2.3');
});

test('a megabyte of brackets and digits is read at once', () => {
  for (const piece of ['(', '(1', '1.', '1 ', '\x1b[']) versionIn(piece.repeat(500_000), 'tool');
});

test.run();
