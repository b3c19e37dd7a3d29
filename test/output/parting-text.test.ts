import { Comparable, readableText, seenText } from '../../src/output/parting-text.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('output lines as they are compared');
const here = { folders: ['/home/ada/shop'], ids: ['k3f9a2c7'] };
const there = { folders: ['/srv/ci/build 7', '/srv/ci'], ids: ['p8d2x1qa'] };

type Pairs = readonly (readonly [what: string, a: string, b: string])[];

const alike: Pairs = [
  ['the same', 'make: nothing to be done', 'make: nothing to be done'],
  ['ISO time', '2026-11-27T07:23:18.123Z start', '2026-11-28T11:59:00.001Z start'],
  ['ISO time with an offset', 'at 2026-11-27T07:23:18+01:00 ok', 'at 2026-12-01T00:00:00-05:00 ok'],
  ['time of Python logging', '2026-11-27 07:23:18,123 INFO go', '2026-11-27 07:23:19,007 INFO go'],
  ['a date alone', 'report-2026-11-27.html', 'report-2026-12-01.html'],
  ['date and time in a file name', 'log_20261127_072318.txt', 'log_20261201_235959.txt'],
  ['compact date', 'backup 20261127 done', 'backup 20261201 done'],
  ['slashes', '2026/11/27 07:23:18 listening', '2026/12/01 23:59:59 listening'],
  ['American date', '11/27/2026, 7:23:18 AM ready', '12/01/2026, 11:59:59 PM ready'],
  ['European date', '27.11.2026 07:23:18 bereit', '01.12.2026 23:59:59 bereit'],
  ['access log', '[27/Nov/2026:07:23:18 +0000] "GET /"', '[01/Dec/2026:23:59:59 +0000] "GET /"'],
  ['ctime', 'Fri Nov 27 07:23:18 2026 boot', 'Tue Dec  1 23:59:59 2026 boot'],
  ['date of the shell', 'Fri Nov 27 07:23:18 UTC 2026', 'Tue Dec  1 23:59:59 UTC 2026'],
  ['syslog', 'Nov 27 07:23:18 vm cron: job', 'Dec  1 23:59:59 vm cron: job'],
  ['mail header', 'Date: Fri, 27 Nov 2026 07:23:18 +0000', 'Date: Tue, 1 Dec 2026 23:59:59 +0000'],
  ['month in words', 'built on November 27, 2026', 'built on December 1, 2026'],
  ['glog', 'I1127 07:23:18.123456   4242 main.cc:10] hi', 'I1201 23:59:59.654321 99999 main.cc:10] hi'],
  ['time of day', '[07:23:18] Starting compilation', '[23:59:59] Starting compilation'],
  ['time of day with a fraction', '07:23:18.123 tick', '23:59:59.9 tick'],
  ['time of a chat', '[07:23] joined', '[23:59] joined'],
  ['at a time', 'next run at 07:23', 'next run at 23:59'],
  ['at a time with seconds', 'started at 08:02:18 pid 12', 'started at 08:02:20 pid 9'],
  ['noon', 'closes 7:23 PM today', 'closes 11:59 AM today'],
  ['seconds since 1970', 'ts=1764228198 ok', 'ts=1764314598 ok'],
  ['milliseconds since 1970', '{"time":1764228198123,"level":30}', '{"time":1764314598000,"level":30}'],
  ['seconds with a fraction', '1764228198.512 event', '1764314598.1 event'],
  ['seconds', 'Ran 12 tests in 0.003s', 'Ran 12 tests in 14.2s'],
  ['milliseconds', '  ✓ adds (3ms)', '  ✓ adds (12 ms)'],
  ['microseconds', 'parse: 12.5 µs', 'parse: 9 µs'],
  ['two units', 'Finished in 1m 30s', 'Finished in 59s'],
  ['units in words', 'took 2 minutes and 3 seconds', 'took 1 minute'],
  ['three units', 'up 1h2m3.5s', 'up 3s'],
  ['the time of bash', 'real\t0m1.234s', 'real\t12m59.001s'],
  ['go test', 'ok  \tshop/cart\t0.012s', 'ok  \tshop/cart\t1.500s'],
  ['ISO duration', 'duration PT1M30.5S', 'duration PT59S'],
  ['a duration without a unit', '# duration_ms 12.345678', '# duration_ms 9'],
  ['JUnit', '<testcase name="a" time="0.003"/>', '<testcase name="a" time="1.2"/>'],
  ['took', 'query took 12', 'query took 9'],
  [
    'tqdm',
    ' 40%|####      | 4/10 [00:12<00:18,  3.01s/it]',
    ' 40%|####      | 4/10 [00:09<00:13,  2.25s/it]',
  ],
  ['a rate', 'downloaded at 12.3 MB/s', 'downloaded at 980 kB/s'],
  ['columns filled up', 'test_a .....    9.8s ok', 'test_a .....  101.2s ok'],
  ['own folder', 'reading /home/ada/shop/a.txt', 'reading /srv/ci/build 7/a.txt'],
  ['own folder alone', 'cd /home/ada/shop', 'cd /srv/ci/build 7'],
  ['own folder in a URL', 'see file:///home/ada/shop/x.html', 'see file:///srv/ci/x.html'],
  ['own folder at the end of a sentence', 'Nothing in /home/ada/shop.', 'Nothing in /srv/ci.'],
  ['temp file', 'wrote /tmp/tmp8x_k2 ok', 'wrote /tmp/tmpq91zz ok'],
  ['temp folder', 'cp /tmp/build-123/out.js', 'cp /tmp/build-9/out.js'],
  ['/var/tmp', 'using /var/tmp/x1/cache', 'using /var/tmp/y2/cache'],
  ['temp folder of a Mac', '/var/folders/zz/abc123_x/T/jest_1/a', '/var/folders/qq/9k_/T/jest_2/a'],
  ['own id', 'run k3f9a2c7 begins', 'run p8d2x1qa begins'],
  ['own id in a path', '.tapps-agents/output/k3f9a2c7.output', '.tapps-agents/output/p8d2x1qa.output'],
  ['UUID', 'id=3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'id=9b2d1c7a-0000-4abc-8def-0123456789ab'],
  ['commit', 'HEAD is now at 3a28356 Words', 'HEAD is now at 0e5bfa8 Words'],
  ['SHA-256', `sha ${'a1'.repeat(32)}`, `sha ${'0f'.repeat(32)}`],
  ['digest of an image', `sha256:${'a1'.repeat(32)}`, `sha256:${'0f'.repeat(32)}`],
  ['hash in a file name', 'dist/app.3f2b9c1d.js', 'dist/app.a91c77e0.js'],
  ['integrity', 'sha512-abcDEF0123456789+/abcDEF==', 'sha512-zzzzz99999AAAAAbbbbb/+=='],
  ['address', '<Cart object at 0x7f8b1c2d3e50>', '<Cart object at 0x55d0a0b1c2d0>'],
  ['number of a process', 'started, pid 4711', 'started, pid 99'],
  ['pid=', 'worker (pid=4711) up', 'worker (pid=12) up'],
  ['daemon', 'sshd[4711]: accepted', 'sshd[99]: accepted'],
  ['node', '(node:4711) Warning: old', '(node:99) Warning: old'],
  ['valgrind', '==4711== Invalid read', '==99== Invalid read'],
  ['port of a host', 'Listening on http://127.0.0.1:41233/', 'Listening on http://127.0.0.1:38211/'],
  ['port of localhost', 'ready at localhost:3000', 'ready at localhost:3001'],
  ['port of IPv6', 'bound to [::1]:41233', 'bound to [::1]:9'.concat('9')],
  ['port in words', 'server on port 41233', 'server on port 8080'],
  ['colours', '\x1b[32mok\x1b[0m done', 'ok done'],
  ['colours around a time', '\x1b[90m07:23:18\x1b[0m ok', '\x1b[2m23:59:59\x1b[0m ok'],
  ['title and link', '\x1b]0;build 1\x07go \x1b]8;;http://a\x1b\\x\x1b]8;;\x1b\\', 'go x'],
  ['erased line', '\x1b[2K\x1b[1Gready', 'ready'],
  ['what was overwritten', ' 10%\r 20%\rdone', ' 15%\rdone'],
  ['end of a line of Windows', 'done\r', 'done'],
];

const different: Pairs = [
  ['a word', 'tests passed', 'tests failed'],
  ['a count', '12 passed', '13 passed'],
  ['a count with a time', '12 passed in 3s', '13 passed in 3s'],
  ['a long count', 'processed 1234567 rows', 'processed 1234568 rows'],
  ['percent', 'coverage 81%', 'coverage 82%'],
  ['version', 'node v20.19.0', 'node v20.20.2'],
  ['version of a package', '+ lodash@4.17.20', '+ lodash@4.17.21'],
  ['line and column', 'src/cart.ts:10:30: error', 'src/cart.ts:10:31: error'],
  ['line and column of eslint', '  10:30  error  no-undef', '  11:30  error  no-undef'],
  ['line, column and more', 'a.py:1:02:03 x', 'a.py:1:02:04 x'],
  ['exit code', 'exited with 1', 'exited with 2'],
  ['code of an error', 'HRESULT 0x80070005', 'HRESULT 0x80004005'],
  ['index', 'items[10] is null', 'items[11] is null'],
  ['file below the own folder', '/home/ada/shop/a.txt', '/srv/ci/b.txt'],
  ['another folder', 'reading /etc/a.conf', 'reading /etc/b.conf'],
  ['a folder that begins as the own', '/home/ada/shop2/a', '/srv/ci/a'],
  ['file below a temp folder', '/tmp/a1/out.js', '/tmp/a2/err.js'],
  ['host', 'http://10.0.0.1:80/', 'http://10.0.0.2:80/'],
  ['path of a URL', 'GET http://localhost:3000/a', 'GET http://localhost:3000/b'],
  ['a time in place of an id', 'at 2026-11-27 x', 'at k3f9a2c7 x'],
  ['words that look like hashes', 'the facade', 'the effaced'],
  ['a word of hex letters alone', 'defaced page', 'acceded page'],
  ['megabytes', 'heap 12 MB', 'heap 13 MB'],
  ['metres', 'depth 5 m', 'depth 6 m'],
  ['in the middle of a word', 'test5s', 'test6s'],
  ['indent', '  - a', '    - a'],
  ['a number behind a time', '07:23:18 step 1', '07:23:18 step 2'],
  ['case', 'Error', 'error'],
  ['one of two ids', 'k3f9a2c7 after x1', 'p8d2x1qa after x2'],
  ['umlauts', 'Größe', 'Grösse'],
  ['bytes that are no text', 'a\x80b', 'a\x81b'],
  ['NUL', 'a\0b', 'ab'],
];

for (const [what, a, b] of alike) {
  test(`alike: ${what}`, () => {
    assert.is(compared(a, here), compared(b, there));
  });
}

for (const [what, a, b] of different) {
  test(`different: ${what}`, () => {
    assert.is.not(compared(a, here), compared(b, there));
  });
}

test('what is compared can be shown: it is the text that was there, as UTF-8', () => {
  assert.is(readableText(seenText(Buffer.from('\x1b[1mGröße\x1b[0m → ok\r'))), 'Größe → ok');
});

test('the place in the compared form leads back to the place in the line', () => {
  const comparable = new Comparable(here);
  const line = 'at 07:23:18  step 2 of 5 in 3s';
  const squeezed = comparable.of(line, true);
  assert.is(line.slice(comparable.placeOf(line, squeezed.indexOf('2'))), '2 of 5 in 3s');
  assert.is(line.slice(comparable.placeOf(line, squeezed.lastIndexOf('\0'))), '3s');
  assert.is(comparable.placeOf(line, squeezed.length), line.length);
  assert.is(comparable.placeOf('', 0), 0);
});

test('a line that is made to be slow is not', () => {
  const comparable = new Comparable(here);
  const pieces = [
    '1',
    ' ',
    '\t',
    'a',
    '/',
    '/tmp/',
    '0x',
    '12:',
    '1m ',
    '-',
    '2026-',
    'Nov ',
    '\x1b[',
    '\x1b]',
    '\r',
    '=',
    '[',
  ];
  const started = process.cpuUsage().user;
  for (const piece of pieces) comparable.of(seenText(Buffer.from(piece.repeat(65_536 / piece.length))));
  assert.ok((process.cpuUsage().user - started) / 1000 < 20_000, 'measured 0.3 s for all of them');
});

test.run();

function compared(line: string, places: typeof here): string {
  return new Comparable(places).of(
    seenText(Buffer.from(line, /[\x80-\xff]/.test(line) && !/[ößµ✓]/.test(line) ? 'latin1' : 'utf8')),
  );
}
