// timeout: 60s
import { readFileSync, truncateSync } from 'node:fs';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a journal that is cut before the line of its supervisor');
const project = new TestProject();
project.raiseLimit();
test.after(() => project.end());

const typesOf = (id: string): readonly string[] => project.events(id).map(({ type }) => type);

/** So that only so many lines are left. */
function cutTo(lines: number, id: string): void {
  const path = project.journalPath(id);
  const kept = readFileSync(path, 'latin1').split('\n').slice(0, lines);
  truncateSync(path, kept.join('\n').length + 1);
}

for (const lines of [1, 2])
  test.fault(
    79,
    `${lines} lines are left: nobody says that nothing was started while its supervisor lives`,
    async () => {
      const id = await project.launch(['sleep', '300']);
      const { supervisorPid } = await project.event(id, 'process.started');
      process.kill(supervisorPid, 'SIGSTOP'); // before it puts anything back
      cutTo(lines, id);
      assert.is((await observe(projectAt(project.folder), id)).verdict.status, 'queued');
      process.kill(supervisorPid, 'SIGCONT');
      await eventually(() => (typesOf(id).includes('process.started') ? true : null));
      assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 0);
      await project.event(id, 'process.exited');
      assert.not.ok(typesOf(id).includes('process.lost'));
    },
  );

test('where it was killed, too, the launch is told as cut off', async () => {
  const id = await project.launch(['sleep', '300']);
  const { supervisorPid, pid } = await project.event(id, 'process.started');
  for (const one of [supervisorPid, pid]) process.kill(one, 'SIGKILL');
  cutTo(2, id);
  const ended = async () => (await observe(projectAt(project.folder), id)).verdict;
  await eventually(async () => ((await ended()).health === 'ended' ? true : null));
  assert.match((await ended()).message ?? '', 'cut off before the command started');
});

test.run();
