import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { ShellTerminal } from '../rig/shell-terminal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('bg top');
const patient = { timeoutMs: 90_000 };
const project = new TestProject();
const terminal = new ShellTerminal(project.folder);
const program = `"${process.execPath}" "${project.program}"`;
const taken = /\x1b\[\?1049h\x1b\[\?25l\x1b\[\?7l/;
const givenBack = /\x1b\[\?7h\x1b\[\?25h\x1b\[\?1049l/;

test.after(async () => {
  await terminal.end();
  await project.end();
});

/** Waits for it on what is drawn from now on. */
async function soon(what: RegExp, keys: string): Promise<void> {
  const from = terminal.screen.length;
  terminal.type(keys);
  await terminal.shows(what, from);
}

test.skipUnless(
  'pty',
  'it shows what runs; keys show output and why, and stop it; the terminal comes back as it was',
  async () => {
    const script = 'echo "Step 2/4: link"; while [ ! -e go ]; do sleep 0.05; done; exit 3';
    const waiting = await project.launch(['sh', '-c', script], ['--name', 'waiting']);
    const id = await project.launch(
      ['sh', '-c', 'seq 100; echo well begun; sleep 600'],
      ['--name', 'server'],
    );
    await soon(taken, `${program} bg top\r`);
    await terminal.shows(new RegExp(`2 running or waiting[^]*> ?${id}  server[^]*${waiting}  waiting`));
    await terminal.shows(new RegExp(`${id}  server +sh +running +- +\\d+% +[\\d.]+ [KM]iB`));
    await soon(new RegExp(`Output of ${id}: running[^]*well begun`), 'l');
    await soon(/running or waiting/, 'q');
    await soon(new RegExp(`> ?${waiting}`), '\x1b[B');
    await soon(new RegExp(`Why ${waiting}[^]*it still runs`), 'w');
    await soon(/running or waiting/, 'q');
    await soon(new RegExp(`y/N: stop ${waiting} with its whole tree\\?`), 's');
    await soon(/running or waiting/, 'n');
    assert.is((await project.status(waiting)).status, 'running');
    await soon(/y.N: stop/, 's');
    await soon(new RegExp(`Stopped process ${waiting}`), 'y');
    await terminal.shows(new RegExp(`1 running or waiting[^]*${waiting}  waiting +sh +stopped`));
    assert.is((await project.status(waiting)).status, 'stopped');
    await soon(givenBack, 'q');
    await soon(/\r0 was its end/, 'echo $? was its end\r');
    await project.call(['bg', 'stop', id, '--yes']);
  },
  patient,
);

test.skipUnless(
  'pty',
  'what is launched and what ends meanwhile is seen; a signal gives the terminal back',
  async () => {
    await soon(/No running background processes/, `${program} bg top\r`);
    const from = terminal.screen.length;
    const id = await project.launch(['sh', '-c', 'while [ ! -e on ]; do sleep 0.05; done; exit 3']);
    await terminal.shows(new RegExp(`1 running or waiting[^]*> ?${id}`), from);
    writeFileSync(join(project.folder, 'on'), '');
    await terminal.shows(
      new RegExp(`0 running or waiting[^]*${id} +- +sh +failed[^]*exited with code 3`),
      from,
    );
    await project.launch(['sh', '-c', `pkill -TERM -f '${project.program} bg to[p]'`]);
    await terminal.shows(givenBack, from);
    await soon(/\r143 was its end/, 'echo $? was its end\r');
  },
  patient,
);

test.skipUnless(
  'pty',
  'Ctrl-Z gives the terminal to the shell, and fg takes it again, keys and all',
  async () => {
    await soon(/No running background processes/, `${program} bg top\r`);
    await soon(givenBack, '\x1a');
    await soon(/\rthe shell is here/, 'echo the shell is her$(echo e)\r');
    await new Promise((resolve) => setTimeout(resolve, 700)); // it would draw anew by now
    const from = terminal.screen.length;
    await soon(/No running background processes/, 'fg\r');
    const since = terminal.screen.slice(from);
    assert.ok(
      since.search(taken) < since.indexOf('No running'),
      'nothing is drawn on the screen of the shell',
    );
    await soon(givenBack, 'q');
    await soon(/\r0 was its end/, 'echo $? was its end\r');
  },
  patient,
);

test('without a terminal it is refused', async () => {
  const { code, stdout, stderr } = await project.call(['bg', 'top']);
  assert.equal([code, stdout], [2, '']);
  assert.is(stderr, '❌ top needs a terminal\n   → tapps-agents bg status --watch\n');
  const { code: jsonCode, stdout: json } = await project.call(['bg', 'top', '--json']);
  assert.equal([jsonCode, JSON.parse(json).error.code], [2, 'usage']);
});

test.run();
