// timeout: 240s
import { TestProject } from '../rig/project.ts';
import { launchRefused } from '../rig/refused-launch.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a supervisor to whom the system says no');
const project = new TestProject();
test.after(() => project.end());

const traced = { needs: ['strace', 'procfs'], timeoutMs: 120_000 } as const;

for (const [what, when] of [
  ['order', 3], // the first two are opened by whoever starts it and by Node, before it is a supervisor at all
  ['answer', 4],
] as const)
  test.fault(
    35,
    `where nothing can take the place of the pipe of its ${what} it attends to the command all the same`,
    async () => {
      const refused = { path: '/dev/null', injection: `openat,open:error=ENFILE:when=${when}` };
      const { code, said, id } = await launchRefused(project, refused, ['--', 'sh', '-c', 'sleep 1; exit 3']);
      assert.is(code, 0, said);
      assert.is((await project.event(id, 'process.exited')).code, 3);
      assert.equal(
        project.events(id).filter(({ type }) => type === 'process.warned'),
        [],
      );
    },
    traced,
  );

test.run();
