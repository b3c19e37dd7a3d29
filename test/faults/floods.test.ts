// timeout: 150s
import { statSync } from 'node:fs';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a command that says too much');
const project = new TestProject();
test.after(() => project.end());
/** Anything but text and line ends. */
const controls = /[^\P{Cc}\n\t]/u;
const patient = { timeoutMs: 120_000 };

async function ended(script: string): Promise<string> {
  const id = await project.launch([process.execPath, '-e', script]);
  await project.event(id, 'process.exited', 60_000);
  return id;
}

test.fault(
  54,
  'ten megabytes without a newline are one line, which every view cuts and escapes',
  async () => {
    const part = String.raw`'\x1b]52;c;aGk=\x07100% \r'`;
    const id = await ended(`
      const part = Buffer.from(${part}.repeat(4096));
      for (let left = 10 * 1024 * 1024; left > 0; left -= part.length)
        require('node:fs').writeSync(1, part);`);
    assert.ok(statSync(project.outputPath(id)).size >= 10 * 1024 * 1024);
    assert.ok(statSync(project.journalPath(id)).size < 256 * 1024, 'the journal stays small');
    for (const words of [['logs', id], ['status', id], ['why', id], ['list'], ['replay', id]]) {
      const { code, stdout } = await project.call(['bg', ...words]);
      assert.is(code, 0, words.join(' '));
      assert.not.match(stdout, controls, words.join(' '));
      const json = (await project.call(['bg', ...words, '--json'])).stdout;
      assert.not.match(json, controls, words.join(' '));
      for (const line of json.trimEnd().split('\n')) JSON.parse(line);
    }
  },
  patient,
);

test.fault(
  53,
  'of a flood of lines that tell errors the journal has a few, and counts the others to the last one or byte',
  async () => {
    const [all, lineBytes] = [20_000, 32];
    const id = await ended(`
      const line = (n) => ('Error: number ' + n + ' broke').padEnd(${lineBytes - 1}, '.') + '\\n';
      for (let n = 1; n <= ${all}; n += 1) require('node:fs').writeSync(1, line(n));`);
    const warned = project.events(id).flatMap(({ type, data }) => (type === 'process.warned' ? [data] : []));
    const ofKind = (wanted: string) => warned.filter(({ kind }) => kind === wanted);
    const told = ofKind('error_line').length;
    assert.ok(told >= 1 && told <= 200, `${told} lines are told`);
    const others = ofKind('error_lines_dropped').reduce(
      (sum, one) => sum + Number.parseInt(one.message, 10),
      0,
    );
    // What came too fast to be read is counted in bytes; a part that was skipped cuts through two lines at most.
    const unread = ofKind('output_unscanned').reduce((sum, one) => sum + (one.bytes ?? 0), 0);
    const missing = all - told - others - unread / lineBytes;
    assert.ok(unread === 0 ? missing === 0 : Math.abs(missing) <= 60, `${missing} are not accounted for`);
    assert.ok(statSync(project.journalPath(id)).size < 256 * 1024);
  },
  patient,
);

test.run();
