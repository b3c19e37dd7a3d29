import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { projectAt } from '../../src/journal/project-paths.ts';
import { linkBack } from '../../src/launch/repeat-link.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('a run and its repetition');
const project = new TestProject();
const patient = { timeoutMs: 90_000 };

test.after(() => project.end());

test(
  'name each other in both journals and in both statuses, and the journals stay sound',
  async () => {
    const old = await project.launch(['sh', '-c', 'exit 3'], ['--name', 'nightly']);
    await project.statusOnce(old, ({ status }) => status === 'failed', 30_000);
    const [first, second] = [await rerun(old), await rerun(old)];
    assert.equal(repeatedBy(old), [
      { as: first, resumed: false },
      { as: second, resumed: false },
    ]);
    const shown = (await project.call(['bg', 'status', old])).stdout;
    assert.ok(shown.includes(`\nRun again as: ${first}, ${second}\n`), shown);
    assert.ok((await project.call(['bg', 'status', first])).stdout.includes(`\nRerun of: ${old}\n`));
    assert.is((await project.status(old)).status, 'failed', 'it ended as it ended');
    const { code, stdout } = await project.call(['bg', 'verify']);
    assert.is(code, 0, stdout);
  },
  patient,
);

test(
  'a refused launch is no repetition; a run that was refused can have one',
  async () => {
    const { stdout } = await project.call(['bg', 'run', '--json', '--require-env', 'NO_SUCH', '--', 'true']);
    const refused: string = JSON.parse(stdout).id;
    const { code } = await project.call(['bg', 'rerun', refused]);
    assert.equal([code, repeatedBy(refused)], [3, []]);
    const again = await project.call(['bg', 'rerun', refused, '--quiet', '--wait'], {
      env: { NO_SUCH: 'x' },
    });
    assert.is(again.code, 0, again.stderr);
    const shown = (await project.call(['bg', 'status', refused])).stdout;
    assert.ok(shown.includes(`\nRun again as: ${again.stdout.trim()}\n`), shown);
  },
  patient,
);

test(
  'a journal that cannot be written to, or is gone, fails no rerun',
  async () => {
    const closed = await project.launch(['true'], ['--wait']);
    chmodSync(project.journalPath(closed), 0o606); // open to anybody: nobody writes there
    const before = readFileSync(project.journalPath(closed));
    assert.is((await project.call(['bg', 'rerun', closed, '--quiet', '--wait'])).code, 0);
    assert.equal(readFileSync(project.journalPath(closed)), before);
    linkBack({ rerunOf: 'nosuch00', resumes: false }, closed, projectAt(project.folder));
    assert.not.ok(existsSync(project.journalPath('nosuch00')), 'a late word brings no journal back');
  },
  patient,
);

test(
  'a watcher that has told the end tells nothing again when it is launched again',
  async () => {
    const watched = new WatchedProject();
    const old = await watched.launch(['sh', '-c', 'exit 3']);
    const toldOf = (id: string): number => watched.told().filter((line) => line.includes(id)).length;
    await eventually(() => (toldOf(old) === 0 ? null : true), 30_000);
    const again = (await watched.call(['bg', 'rerun', old, '--quiet'])).stdout.trim();
    await eventually(() => (toldOf(again) === 0 ? null : true), 30_000);
    const verdicts = watched.events(old).filter(({ type }) => type === 'process.failed');
    assert.equal([verdicts.length, toldOf(old), toldOf(again)], [1, 1, 1]);
    await watched.end();
  },
  patient,
);

test.run();

async function rerun(id: string): Promise<string> {
  const { code, stdout, stderr } = await project.call(['bg', 'rerun', id, '--quiet', '--wait']);
  assert.is(code, 3, stderr);
  return stdout.trim();
}

function repeatedBy(id: string): unknown[] {
  return project
    .events(id)
    .filter(({ type }) => type === 'launch.repeated')
    .map(({ data }) => data);
}
