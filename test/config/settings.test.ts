import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings, readSettings, type Settings } from '../../src/config/settings.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('settings');

const newPath = () => join(mkdtempSync(join(tmpdir(), 'settings-')), 'config.yaml');

function read(text: string | Buffer): ReturnType<typeof readSettings> {
  const path = newPath();
  writeFileSync(path, text);
  return readSettings(path);
}

const ours = (...lines: string[]) => `background_processes:\n${lines.map((line) => `  ${line}\n`).join('')}`;

function readsAs(text: string, changed: Partial<Settings>): void {
  assert.equal(read(text), { settings: { ...defaultSettings, ...changed }, problem: null }, text);
}

/** The defaults come with every problem; what it says is matched. */
function isBroken(text: string | Buffer, line: number | null, message: RegExp): void {
  const { settings, problem } = read(text);
  assert.equal(settings, defaultSettings);
  assert.is(problem?.line, line, problem?.message);
  assert.match(problem?.message ?? 'no problem', message);
}

test('without a file, or with an empty one, everything is as usual', () => {
  assert.equal(readSettings(newPath()), { settings: defaultSettings, problem: null });
  for (const text of [
    '',
    '# only a remark\n',
    'background_processes:\n',
    'background_processes: {}\n',
    '\ufeff',
  ])
    readsAs(text, {});
  assert.equal(defaultSettings, {
    heartbeatMs: 30_000,
    maxRuntimeMs: null,
    outputFolder: null,
    maxOutputBytes: 2 * 1024 ** 3,
    minFreeDiskBytes: 200 * 1024 ** 2,
  });
});

test('each key is read in its own unit', () => {
  readsAs(ours('health_check_interval: 5'), { heartbeatMs: 5000 });
  readsAs(ours('max_process_runtime: 3600'), { maxRuntimeMs: 3_600_000 });
  readsAs(ours('output_dir: logs'), { outputFolder: 'logs' });
  readsAs(ours('max_output: 500MB'), { maxOutputBytes: 500_000_000 });
  readsAs(ours('min_free_disk_mb: 0'), { minFreeDiskBytes: 0 });
  readsAs(ours('health_check_interval: 1', 'min_free_disk_mb: 1'), {
    heartbeatMs: 1000,
    minFreeDiskBytes: 1024 ** 2,
  });
});

test('seconds may have fractions; what comes of them is whole milliseconds, at least one', () => {
  readsAs(ours('max_process_runtime: 1.001'), { maxRuntimeMs: 1001 });
  readsAs(ours('max_process_runtime: 0.0001'), { maxRuntimeMs: 1 });
  readsAs(ours('health_check_interval: 0.3'), { heartbeatMs: 300 });
});

test('a value of the wrong kind is told with its line and its key', () => {
  isBroken(
    ours('output_dir: x', 'health_check_interval: "often"'),
    3,
    /^background_processes\.health_check_interval must be number/,
  );
  isBroken(ours('max_process_runtime: [1]'), 2, /max_process_runtime must be number/);
  isBroken(ours('output_dir: 7'), 2, /output_dir must be string/);
  isBroken(ours('output_dir: ""'), 2, /output_dir/);
  isBroken('other: 1\nbackground_processes: []\n', 2, /^background_processes must be object/);
  isBroken('- a\n- b\n', 1, /^the file must be object/);
  isBroken('just text', 1, /^the file must be object/);
});

test('a value that cannot be is told as well', () => {
  isBroken(ours('health_check_interval: 0'), 2, /health_check_interval must be >= 0\.1/);
  isBroken(ours('max_process_runtime: -1'), 2, /max_process_runtime must be > 0/);
  isBroken(ours('health_check_interval: .nan'), 2, /health_check_interval/);
  isBroken(ours('min_free_disk_mb: .inf'), 2, /min_free_disk_mb/);
  isBroken(
    ours('# how much', 'max_output: plenty'),
    3,
    /^background_processes\.max_output must be a size like 2GiB/,
  );
});

test('what is no YAML is told with its line', () => {
  isBroken('a: 1\nb: [1, 2\n', 3, /Flow sequence|\]/);
  isBroken('a: 1\na: 2\n', 2, /unique/);
  isBroken('a: 1\n---\nb: 2\n', 2, /multiple documents/);
});

test('a key that is not ours is left alone, on top and for now below our own', () => {
  readsAs('engine: {mode: fast}\nworkflows: [a, b]\n', {});
  readsAs(`engine: 7\n${ours('health_check_interval: 2', 'not_yet_known: true')}`, { heartbeatMs: 2000 });
});

test('a text made to blow up stays small', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let k = 0; k < 12; k += 1) {
    const last = `*${String.fromCharCode(97 + k)}`;
    bomb.push(
      `${String.fromCharCode(98 + k)}: &${String.fromCharCode(98 + k)} [${Array(9).fill(last).join(', ')}]`,
    );
  }
  isBroken(bomb.join('\n'), null, /alias/);
  isBroken('['.repeat(60_000), 1, /./);
});

test('what is no file, or far too large for one, is told and not read', () => {
  isBroken(Buffer.alloc(64 * 1024 + 1, '#'), null, /larger than 64 KiB/);
  const fifo = newPath();
  spawnSync('mkfifo', [fifo]);
  const folder = newPath();
  mkdirSync(folder);
  for (const path of [fifo, folder]) {
    const { settings, problem } = readSettings(path);
    assert.equal(
      [settings, problem],
      [defaultSettings, { file: path, line: null, message: 'is not a file' }],
    );
  }
});

test.run();
