import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { defaultSettings, readSettings } from '../../src/config/settings.ts';
import { assert, suite } from '../rig/suite.ts';
import { givenConfig, newConfigPath, nobody, ours, readConfig, told } from './read-config.ts';

const test = suite('problems of a configuration');

/** Each text with everything that is told of it, in the order of its lines. */
const broken: readonly (readonly [text: string, problems: readonly string[]])[] = [
  [
    ours('health_check_intervall: 30'),
    ['2:3 error: unknown key health_check_intervall → did you mean health_check_interval?'],
  ],
  [ours('maxOutput: 2GiB'), ['2:3 error: unknown key maxOutput → did you mean max_output?']],
  [
    ours('desktop_enabled: true'),
    ['2:3 error: unknown key desktop_enabled → it belongs below background_processes.notifications'],
  ],
  [
    ours('notifications:', '  desktop_enable: true'),
    ['3:5 error: unknown key notifications.desktop_enable → did you mean desktop_enabled?'],
  ],
  [
    ours('types: {a: {colour: red}}'),
    [
      '2:15 error: unknown key types.a.colour → known here: requires, fail_on, done_on, progress, stall_after, clean_tree',
    ],
  ],
  [
    'background_proceses: {}\n',
    ['1:1 error: unknown key background_proceses → did you mean background_processes?'],
  ],
  [
    'background-processes: {}\n',
    ['1:1 error: unknown key background-processes → did you mean background_processes?'],
  ],
  ['agnets: {}\n', ['1:1 error: unknown key agnets → did you mean agents?']],
  [
    ours('output_dir: x', 'health_check_interval: "often"'),
    [
      '3:26 error: health_check_interval must be a number of seconds or a duration like 90m → write for example: health_check_interval: 30',
    ],
  ],
  [
    ours('health_check_interval: 0'),
    ['2:26 error: health_check_interval must be at least 0.1 → write for example: health_check_interval: 30'],
  ],
  [
    ours('health_check_interval: 10ms'),
    [
      '2:26 error: health_check_interval must be at least 0.1s → write for example: health_check_interval: 30',
    ],
  ],
  [
    ours('health_check_interval: 2d'),
    [
      '2:26 error: health_check_interval must be at most 86400s → write for example: health_check_interval: 30',
    ],
  ],
  [
    ours('health_check_interval: -5'),
    ['2:26 error: health_check_interval must be at least 0.1 → write for example: health_check_interval: 30'],
  ],
  [
    ours('max_process_runtime: [1]'),
    [
      '2:24 error: max_process_runtime must be a number of seconds or a duration like 90m, not a list → write for example: max_process_runtime: 8h',
    ],
  ],
  [
    ours('max_process_runtime: -1'),
    ['2:24 error: max_process_runtime must be more than 0 → write for example: max_process_runtime: 8h'],
  ],
  [
    ours('min_free_disk_mb: .inf'),
    [
      '2:21 error: min_free_disk_mb must be a number, not Infinity → write for example: min_free_disk_mb: 200',
    ],
  ],
  [
    ours('# how much', 'max_output: plenty'),
    ['3:15 error: max_output must be a size like 2GiB → write for example: max_output: 2GiB'],
  ],
  [
    ours('max_output: 7'),
    ['2:15 error: max_output must be a size like 2GiB, not 7 → write for example: max_output: 2GiB'],
  ],
  [
    ours('max_concurrent_processes: 2.5'),
    [
      '2:29 error: max_concurrent_processes must be a whole number, not 2.5 → write for example: max_concurrent_processes: 3',
    ],
  ],
  [
    ours('validation_enabled: yes'),
    ['2:23 error: validation_enabled must be true or false, not a text → write true or false'],
  ],
  [
    ours('notifications: [a]'),
    ['2:18 error: notifications must be a mapping, not a list → '.replace(/ → $/, '')],
  ],
  [
    ours('notifications: {command: notify}'),
    [
      '2:28 error: notifications.command must be a list: a program and its arguments, not a text → write for example: command: ["notify-me","--urgent"]',
    ],
  ],
  [
    ours('notifications: {command: [" ", x]}'),
    [
      '2:28 error: notifications.command must begin with a program → write for example: command: ["notify-me","--urgent"]',
    ],
  ],
  [
    ours('output_dir: ""'),
    ['2:15 error: output_dir must not be empty → write for example: output_dir: .tapps-agents/output'],
  ],
  [
    ours('output_dir: "a\\0b"'),
    ['2:15 error: output_dir must not hold a NUL → write for example: output_dir: .tapps-agents/output'],
  ],
  [
    ours('output_dir:'),
    [
      '2:14 error: output_dir must be a text, not empty → write for example: output_dir: .tapps-agents/output',
    ],
  ],
  [
    ours('process_db: x.db'),
    [
      '2:3 warning: process_db is not used: there is no database, each process has its journal → remove the line',
    ],
  ],
  [ours('types: {a: {requires: [make, " "]}}'), ['2:32 error: types.a.requires.1 must not be blank']],
  [
    ours("types: {a: {fail_on: '(?=x)'}}"),
    [
      "2:24 error: types.a.fail_on is no pattern that can be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=` → write for example: fail_on: '^FATAL'",
    ],
  ],
  [
    ours('types: {a: {progress: "[0-9]+%"}}'),
    [
      "2:25 error: types.a.progress is no pattern that can be used: none of the named groups percent, step, steps, label, as in (?<percent>\\d+)% → write for example: progress: '(?<percent>[0-9]+)%'",
    ],
  ],
  [
    'other: 1\nbackground_processes: []\n',
    ['2:23 error: background_processes must be a mapping, not a list'],
  ],
  ['- a\n- b\n', ['1:1 error: the file must be a mapping, not a list']],
  ['just text', ['1:1 error: the file must be a mapping, not a text']],
  ['agents: [a]\n', ['1:9 error: agents must be a mapping, not a list']],
  [
    'workflows: {a: " "}\n',
    ['1:16 error: workflows.a must not be blank → write for example: a: workflows/nightly.yaml'],
  ],
  [
    'workflows: {a: {}}\n',
    ['1:16 error: workflows.a has no file → write for example: a: workflows/nightly.yaml'],
  ],
  ['engine: 7\n', ['1:9 error: engine must be a mapping, not 7']],
  [
    'scoring: {weights: {a: 0.5, b: 0.4}}\n',
    ['1:11 error: scoring.weights must sum to 1, not 0.9 → make them sum to 1'],
  ],
  [
    'scoring: {quality_threshold: 101, thresholds: {x: -1}}\n',
    [
      '1:30 error: scoring.quality_threshold must be at most 100',
      '1:51 error: scoring.thresholds.x must be at least 0',
    ],
  ],
];
for (const [text, problems] of broken) {
  test(`told: ${problems[0]}`, async () => {
    const { settings, problems: found } = await readConfig(text);
    assert.equal(found.map(told), problems);
    if (found.some(({ severity }) => severity === 'error')) assert.equal(settings, defaultSettings);
  });
}

const syntax: readonly (readonly [text: string, problem: RegExp])[] = [
  ['a: 1\nb: [1, 2\n', /^3:1 error: flow sequence in block collection.* → close the bracket/],
  ['a: 1\na: 2\n', /^2:1 error: duplicate key a → keep one of them$/],
  ['a:\n\tb: 1\n', /^2:1 error: tabs are not allowed as indentation → indent with spaces$/],
  ['a: @b\n', /^1:4 error: plain value cannot start with reserved character @ → put the value in quotes$/],
  ['a: b: c\n', /^1:4 error: nested mappings are not allowed/],
  ['a: "x\n', /^2:1 error: missing closing "quote → close the quotes/],
  ['a: "\\d+"\n', /^1:5 error: invalid escape sequence \\d → use single quotes/],
  ['a: 1\n---\nb: 2\n', /^2:1 error: source contains multiple documents → remove what follows/],
  ['a: 1\nb: *nowhere\n', /^2:4 error: unresolved alias .*nowhere → write it out$/],
  ['# caf\u00e9\na: \ufffd\n', /^2:4 error: this is not UTF-8 text → save the file as UTF-8$/],
  ['a: !secret x\n', /^1:4 warning: unresolved tag: !secret$/],
];
for (const [text, problem] of syntax) {
  test(`told: ${problem.source}`, async () => {
    assert.match((await readConfig(text)).problems.map(told)[0] ?? 'nothing', problem);
  });
}

test('everything that is wrong is told at once, by its place', async () => {
  const lines = [
    'max_output: plenty',
    'max_output: 2GiB',
    'nonsense: 1',
    'strict_validation: 7',
    'process_db: x',
  ];
  const { problems } = await readConfig(`${ours(...lines)}agnets: {}\nengine: {python: 3}\n`);
  assert.equal(
    problems.map(({ line, severity }) => [line, severity]),
    [
      [3, 'error'],
      [4, 'error'],
      [5, 'error'],
      [6, 'warning'],
      [7, 'error'],
      [8, 'error'],
    ],
  );
});

test('a fault in what an alias repeats is told where it stands', async () => {
  const { problems } = await readConfig(ours('types:', '  a: &a {stall_after: soon}', '  b: *a'));
  assert.equal(
    problems.map(({ line, column }) => [line, column]),
    [
      [3, 25],
      [3, 25],
    ],
  );
});

test('the line comes along, safe to show and without secrets', async () => {
  const secret = ['hunter', '2hunter2'].join('');
  const { problems } = await readConfig(`engine: 7 # \u001b[31m\u202e password=${secret}\n`);
  assert.is(problems[0]?.lineText, 'engine: 7 # \\x1b[31m\\u202e password=***');
  const { problems: hostile } = await readConfig('background_processes: {"\\e[31m\\u202e": 1}\n');
  assert.is(hostile[0]?.message, 'unknown key \\x1b[31m\\u202e');
});

test('bytes that are no text are told with their line', async () => {
  for (const bytes of [Buffer.from('a: 1\nb: \xe9\n', 'latin1'), Buffer.from('a: 1\nb: \0\n')]) {
    assert.equal((await readConfig(bytes)).problems.map(told), [
      '2:4 error: this is not UTF-8 text → save the file as UTF-8',
    ]);
  }
});

test('a text made to blow up stays small', async () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let k = 0; k < 12; k += 1) {
    const last = `*${String.fromCharCode(97 + k)}`;
    const name = String.fromCharCode(98 + k);
    bomb.push(`${name}: &${name} [${Array(9).fill(last).join(', ')}]`);
  }
  assert.match((await readConfig(bomb.join('\n'))).problems.map(told)[0] ?? '', /error: .*alias/);
  assert.equal(
    (await readConfig('a: &a {b: *a}\n')).problems,
    [],
    'a ring is left alone where it is not ours',
  );
});

test('a text nested so deeply that reading it kills the program is refused unread', async () => {
  const stairs = Array.from({ length: 340 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
  const openings = ['[', '{a: ', '- ', 'a: ', '? ', '[a: ', '{[a]: ', '- - a: '];
  for (const text of [stairs, ...openings.map((opening) => opening.repeat(60_000 / opening.length))]) {
    const { problems } = await readConfig(text);
    assert.is(problems[0]?.message, 'nested too deeply to be read', text.slice(0, 8));
    assert.type(problems[0]?.line, 'number');
  }
});

test('many faults are told up to a limit, in a blink', async () => {
  for (const piece of ['&a ', '!a ', '*a ', '"', '%a\n', '--- ', '---\n', "a: '\n", 'a: 1\n']) {
    const { problems } = await readConfig(piece.repeat(60_000 / piece.length));
    assert.ok(problems.length <= 50, piece);
  }
});

test('what is no file, or far too large for one, is told and not read', async () => {
  const fifo = newConfigPath();
  spawnSync('mkfifo', [fifo]);
  const folder = newConfigPath();
  mkdirSync(folder);
  const large = givenConfig(Buffer.alloc(64 * 1024 + 1, '#'));
  const words = ['is not a file', 'is not a file', 'is larger than 64 KiB'];
  for (const [index, file] of [fifo, folder, large].entries()) {
    const { settings, problems } = await readSettings(file, nobody);
    assert.equal(
      [settings, problems.map((problem) => [problem.file, problem.line, problem.message])],
      [defaultSettings, [[file, null, words[index]]]],
    );
  }
});

test.run();
