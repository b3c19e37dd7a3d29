import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('progress from the output, with the built program');

/** A launch takes seconds where everything else runs at the same time. */
const patience = { timeoutMs: 60_000 };

let project: TestProject;
test.before(() => {
  project = new TestProject();
});
test.after(() => project.end());

const progressOf = (id: string) =>
  project.events(id).flatMap(({ type, data }) => (type === 'process.progressed' ? [data] : []));

test(
  'the very last line is read, also without its end, however soon the command ends after it',
  async () => {
    const endings = [
      'printf "work\\n[7/7] done"',
      'sleep 0.3; printf "[7/7] done"',
      'printf "[1/7] a\\n[7/7] done\\n"',
    ];
    const ids = await Promise.all(endings.map((script) => project.launch(['sh', '-c', script])));
    await project.call(['bg', 'wait', ...ids]);
    for (const id of ids) {
      const [last] = progressOf(id).slice(-1);
      assert.equal([last?.percent, last?.line], [100, '[7/7] done']);
    }
  },
  patience,
);

test(
  'the offset of a progress line is where it stands in the output',
  async () => {
    const id = await project.launch([
      'sh',
      '-c',
      'echo 0123456789; echo "[1/2] a"; sleep 0.5; echo "[2/2] b"',
    ]);
    await project.call(['bg', 'wait', id]);
    assert.equal(
      progressOf(id).map(({ offset }) => offset),
      [11, 19],
    );
  },
  patience,
);

test.fault(
  53,
  '50,000 progress lines a second make some ten events a second, the newest among them',
  async () => {
    const script = `
    let k = 0;
    const timer = setInterval(() => {
      const lines = Array.from({ length: 1000 }, () => '[' + (k += 1) + '/100000] item ' + k);
      require('node:fs').writeSync(1, lines.join('\\n') + '\\n');
      if (k === 100000) clearInterval(timer);
    }, 20);`;
    const id = await project.launch([process.execPath, '-e', script]);
    assert.is((await project.call(['bg', 'wait', id])).code, 0);
    const { durationMs = 0 } =
      project
        .events(id)
        .flatMap(({ type, data }) => (type === 'process.exited' ? [data] : []))
        .at(0) ?? {};
    const events = progressOf(id);
    assert.ok(events.length >= 5, `${events.length} events in ${durationMs} ms`);
    assert.ok(events.length <= durationMs / 90 + 10, `${events.length} events in ${durationMs} ms`);
    assert.is(
      events.at(-1)?.step ?? events.at(-1)?.percent,
      events.at(-1)?.step === undefined ? 100 : 100_000,
    );
    const offsets = events.map(({ offset }) => offset ?? -1);
    assert.equal(
      offsets,
      [...offsets].sort((a, b) => a - b),
    );
  },
  patience,
);

test(
  'a command that prints nothing has an empty output and no progress',
  async () => {
    const id = await project.launch(['true']);
    await project.call(['bg', 'wait', id]);
    const { status, outputBytes, progress } = await project.status(id);
    assert.equal([status, outputBytes], ['completed', 0]);
    assert.equal(progress, { percent: null, step: null, steps: null, label: null });
    assert.ok(existsSync(project.outputPath(id)));
    assert.is(statSync(project.outputPath(id)).size, 0);
    const shown = await project.call(['bg', 'logs', id]);
    assert.equal([shown.code, shown.stdout], [0, '']);
  },
  patience,
);

test(
  'the pattern that the configuration gives a type is used, unless the launch has one of its own',
  async () => {
    const config = "background_processes: {types: {rsync: {progress: 'at (?<percent>[0-9]+) of 100'}}}\n";
    mkdirSync(join(project.folder, '.tapps-agents'), { recursive: true });
    writeFileSync(join(project.folder, '.tapps-agents', 'config.yaml'), config);
    const command = ['sh', '-c', 'echo at 45 of 100; echo now 70'];
    const byType = await project.launch(command, ['--type', 'rsync', '--wait']);
    const own = await project.launch(command, [
      '--type',
      'rsync',
      '--progress',
      'now (?<percent>[0-9]+)',
      '--wait',
    ]);
    const percents = [byType, own].map((id) => progressOf(id).at(-1)?.percent);
    assert.equal(percents, [45, 70]);
  },
  patience,
);

test.run();
