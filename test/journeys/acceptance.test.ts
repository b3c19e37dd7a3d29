import { TestDesktop } from '../rig/desktop.ts';
import { engineStandIn } from '../rig/engine-stand-in.ts';
import { eventually } from '../rig/project.ts';
import { ShellTerminal } from '../rig/shell-terminal.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

/** The wish that this program began with, word for word: monitoring, and being told. */
const test = suite('what was wished for');

let project: WatchedProject;
test.beforeEach(() => {
  project = new WatchedProject(['health_check_interval: 1']);
});
test.afterEach(() => project.end());

const patient = { timeoutMs: 120_000 };
const launch = ['simple-mode', 'full', '--prompt', 'Add login', '--auto'];
const working = 'echo "::progress percent=45 step=5 steps=10 label=Implementation"; exec sleep 100';

test('a running process is shown with its progress, and so is the list of all that run', async () => {
  const options = ['--type', 'full-sdlc'];
  const id = await project.launch(['sh', '-c', working], options);
  await project.statusOnce(id, ({ progress }) => progress.percent === 45);
  const { stdout } = await project.call(['bg', 'status', id]);
  assert.match(
    stdout,
    new RegExp(
      [
        `^Process ID: ${id}`,
        'Type: full-sdlc',
        'Status: running',
        'Progress: 45% \\(Step 5/10: Implementation\\)',
        'Started: \\d\\d:\\d\\d:\\d\\d',
        'Elapsed: \\d+(?:\\.\\d)?s',
        `Output: .tapps-agents/output/${id}.output\n`,
      ].join('\n'),
    ),
  );
  const other = await project.launch(['sh', '-c', working], ['--type', 'build']);
  await project.statusOnce(other, ({ progress }) => progress.percent === 45);
  const lines = (await project.call(['bg', 'list', '--status', 'running'])).stdout.split('\n');
  assert.is(lines[0], 'Running Background Processes (2):');
  assert.match(lines[1] ?? '', /^ID +Type +Status +Progress +Started +Duration$/);
  assert.match(lines[2] ?? '', new RegExp(`^${other} +build +running +45% +\\d\\d:\\d\\d:\\d\\d +\\d`));
  assert.match(lines[3] ?? '', new RegExp(`^${id} +full-sdlc +running +45% +`));
});

const endings = [
  {
    does: 'well',
    title: 'TappsCodingAgents - Workflow Complete',
    body: /^full-sdlc workflow completed successfully$/,
    line: (id: string) => `✅ Workflow ${id} completed successfully`,
  },
  {
    does: 'blocked',
    title: 'TappsCodingAgents - Workflow Failed',
    body: /^full-sdlc workflow failed\. Check logs\.\n/,
    line: (id: string) => `❌ Workflow ${id} failed: Workflow blocked: no ready steps`,
  },
] as const;

for (const { does, title, body, line } of endings) {
  test.skipUnless(
    'desktop-notices',
    `the end of a workflow that goes ${does} comes to the desktop and to the terminal it was launched from`,
    async () => {
      const desktop = new TestDesktop();
      const variables = { ...(await desktop.variables()), ...engineStandIn(), ENGINE_DOES: does };
      const terminal = new ShellTerminal(project.folder);
      try {
        const settings = { TAPPS_BG_MONITORING_ENABLED: '1', TAPPS_BG_NOTIFICATIONS_DESKTOP_ENABLED: '1' };
        for (const [name, value] of Object.entries({ ...variables, ...settings }))
          terminal.type(`export ${name}='${value}'\r`);
        const words = launch.map((word) => `'${word}'`).join(' ');
        terminal.type(`'${process.execPath}' '${project.program}' ${words}\r`);
        const [, id = ''] = await terminal.shows(/✅ Workflow launched successfully \(ID: (\w+)\)/);
        await terminal.shows(new RegExp(`Monitor: tapps-agents bg status ${id}`));
        await terminal.shows(new RegExp(line(id)));
        const shown = await eventually(() => desktop.shown[0] ?? null, 20_000);
        assert.is(shown.title, title);
        assert.match(shown.body, body);
      } finally {
        await terminal.end();
        await desktop.end();
      }
    },
    patient,
  );
}

test.run();
