import { writeFileSync } from 'node:fs';
import { readSettings, type SettingsReading } from '../../src/config/settings.ts';
import { assert, suite } from '../rig/suite.ts';
import { newConfigPath, nobody } from './read-config.ts';

const test = suite('damaged configurations');
const mutations = 2000;

const good = `# what the project wants
background_processes:
  validation_enabled: true
  health_check_interval: 30
  auto_cleanup_days: 7
  notifications: &all
    desktop_enabled: true
    min_duration: 10s
    command: [notify-me, "--urgent"]
  max_concurrent_processes: 3
  max_process_runtime: 8h
  output_dir: .tapps-agents/output
  max_output: 2GiB
  types:
    build:
      requires: ['python3>=3.12', make]
      fail_on: '^FATAL'
      progress: '(?<percent>[0-9]+)%'
      stall_after: 10m
agents:
  coder: {command: [claude, -p], model: large}
workflows:
  nightly: flows/nightly.yaml
  weekly: {file: flows/weekly.yaml}
engine: {python: python3}
scoring: {weights: {security: 0.6, style: 0.4}, quality_threshold: 70}
copy: *all
`;

/** Numbers below one, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Below = (limit: number) => number;
const hostileBytes = Buffer.from('\t"\'[]{}:#&*!|>-%@`,\n\r \0\x7f\x80\xff\x1b0', 'latin1');

const damages: readonly ((bytes: Buffer, below: Below) => Buffer)[] = [
  flipByte,
  (bytes, below) => changeLines(bytes, (lines) => lines.splice(below(lines.length), 1)),
  (bytes, below) =>
    changeLines(bytes, (lines) => lines.splice(below(lines.length), 0, lines[below(lines.length)] ?? '')),
  (bytes, below) => changeLine(bytes, below, (line) => `${' '.repeat(1 + below(5))}${line}`),
  (bytes, below) => changeLine(bytes, below, (line) => line.slice(1 + below(4))),
  (bytes, below) => changeLine(bytes, below, (line) => line.replace(/\w(?=\w*:)/, '')),
  (bytes, below) => changeLine(bytes, below, (line) => line.replace(/(\w+):/, '$1$1:')),
  (bytes, below) => changeLine(bytes, below, (line) => line.replace(/: .*/, `: ${value(below)}`)),
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
];

function value(below: Below): string {
  const values = [
    '-1',
    '1e999',
    '.nan',
    '~',
    '[]',
    '{}',
    '[[[[',
    '*all',
    '*none',
    '&x',
    '!!set',
    "''",
    '(?<',
  ];
  return values[below(values.length)] ?? '';
}

function flipByte(bytes: Buffer, below: Below): Buffer {
  const flipped = Buffer.from(bytes);
  const byte = below(2) === 0 ? below(256) : (hostileBytes[below(hostileBytes.length)] ?? 0);
  flipped[below(Math.max(1, bytes.length))] = byte;
  return flipped;
}

function changeLines(bytes: Buffer, change: (lines: string[]) => unknown): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  change(lines);
  return Buffer.from(lines.join('\n'), 'latin1');
}

function changeLine(bytes: Buffer, below: Below, change: (line: string) => string): Buffer {
  return changeLines(bytes, (lines) => {
    const at = below(lines.length);
    lines[at] = change(lines[at] ?? '');
  });
}

function assertSensible({ settings, problems }: SettingsReading, file: string, text: string): void {
  assert.ok(settings.heartbeatMs > 0 && Number.isFinite(settings.heartbeatMs), text);
  assert.ok(settings.maxRuntimeMs === null || settings.maxRuntimeMs >= settings.heartbeatMs, text);
  assert.ok(Number.isInteger(settings.maxConcurrent) && settings.maxConcurrent >= 1, text);
  for (const problem of problems) {
    assert.is(problem.file, file);
    assert.ok((problem.line ?? 0) >= 1 && (problem.column ?? 0) >= 1, `${problem.message}\n${text}`);
    assert.type(problem.lineText, 'string');
    assert.not.match(`${problem.message}${problem.hint}${problem.lineText}`, /[\x00-\x1f\x7f-\x9f]/);
    assert.is.not(problem.message, '');
  }
}

test(`each of ${mutations} gives settings or problems with file and line`, async () => {
  const random = seeded(20_26);
  const below: Below = (limit) => Math.floor(random() * limit);
  const file = newConfigPath();
  let broken = 0;
  for (let count = 0; count < mutations; count += 1) {
    let bytes: Buffer = Buffer.from(good);
    for (let times = below(3); times >= 0; times -= 1) {
      bytes = damages[below(damages.length)]?.(bytes, below) ?? bytes;
    }
    writeFileSync(file, bytes);
    const reading = await readSettings(file, nobody);
    assertSensible(reading, file, bytes.toString('latin1'));
    if (reading.problems.length > 0) broken += 1;
  }
  assert.ok(broken > mutations / 4 && broken < mutations, `${broken} were broken`);
});

test('the one that is damaged is well', async () => {
  const file = newConfigPath();
  writeFileSync(file, good);
  const { settings, problems } = await readSettings(file, nobody);
  assert.equal([problems, settings.maxRuntimeMs], [[], 8 * 3_600_000]);
});

test.run();
