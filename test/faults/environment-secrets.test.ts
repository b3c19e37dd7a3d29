// timeout: 150s
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../src/base/system-error.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('the value of a secret variable in what a command says');
const project = new WatchedProject();
test.after(() => project.end());

/** Nothing but its variable's name says that it is a secret. */
const value = 'zzENVSECRET2zz';
const mine = 'zz-inherited-one';
const env = { NODE: process.execPath, PROGRAM: project.program, SMTP_PASS: mine };
const words = `login failed for user app with $DB_PASSWORD and $SMTP_PASS`;

test.fault(55, 'it is in no file but the output, wherever the command says it', async () => {
  const script = `
echo "[1/2] as $DB_PASSWORD"
"$NODE" "$PROGRAM" bg emit note "with $DB_PASSWORD"
"$NODE" "$PROGRAM" bg emit progress --percent 50 --label "with $DB_PASSWORD"
echo "Error: ${words}"
echo "gave up on $DB_PASSWORD"
exit 2`;
  const id = await project.launch(
    ['sh', '-c', script],
    ['--env', `DB_PASSWORD=${value}`, '--fail-on', 'gave up'],
    { env },
  );
  await eventually(() => (project.told().some((line) => line.includes(id)) ? true : null), 30_000);
  const said = project
    .events(id)
    .flatMap(({ data }) => JSON.stringify(data).match(/"[^"]*\*\*\*[^"]*"/g) ?? []);
  for (const shown of ['with ***', 'login failed for user app with *** and ***', 'gave up on ***'])
    assert.ok(
      said.some((line) => line.includes(shown)),
      `${shown} in ${said.join('\n')}`,
    );
  for (const screen of ['why', 'status', 'export', 'replay']) {
    const { stdout, stderr } = await project.call(['bg', screen, id]);
    assert.not.match(stdout + stderr, /zzENV|zz-inh/, screen);
  }
  assert.is((await project.call(['bg', 'archive', id])).code, 0);
  assertHidden();
});

test.fault(55, 'a watcher that attends to an orphan hides it, too', async () => {
  const script = `while ! test -e go; do sleep 0.05; done; echo "Error: ${words}"; sleep 3; exit 2`;
  const id = await project.launch(['sh', '-c', script], ['--env', `DB_PASSWORD=${value}`], { env });
  await project.watcherUp();
  const { supervisorPid } = await project.event(id, 'process.started');
  process.kill(supervisorPid, 'SIGKILL');
  await eventually(() => (isAlive(supervisorPid) ? null : true));
  const heartbeats = (): number =>
    project.events(id).filter(({ type, by }) => type === 'process.heartbeat' && by.startsWith('watcher'))
      .length;
  await eventually(() => (heartbeats() > 0 ? true : null), 30_000);
  writeFileSync(join(project.folder, 'go'), '');
  const shown = 'Error: login failed for user app with *** and ***';
  await eventually(
    () => (readFileSync(project.journalPath(id), 'utf8').includes(shown) ? true : null),
    30_000,
  );
  await project.event(id, 'process.failed', 30_000);
  assertHidden();
});

test.fault(55, 'the runner of a workflow hides it in what a step reports', async () => {
  writeFileSync(
    join(project.folder, 'release.yaml'),
    `workflow:
  id: release
  steps:
    - {id: ask, run: [sh, -c, 'printf "{\\"answer\\": \\"%s\\"}" "$SMTP_PASS" > "$TAPPS_STEP_RESULT"']}
`,
  );
  const { stdout, stderr, code } = await project.call(['workflow', 'release.yaml', '--quiet'], { env });
  assert.is(code, 0, stderr);
  const { result } = await project.event(stdout.trim(), 'step.finished', 30_000);
  assert.is(result, '{"answer":"***"}');
  await project.event(stdout.trim(), 'process.completed', 30_000);
  assertHidden();
});

test.run();

function assertHidden(): void {
  const state = join(project.folder, '.tapps-agents');
  for (const name of readdirSync(state, { recursive: true, encoding: 'utf8' })) {
    if (name.startsWith('output/')) continue;
    assert.not.match(textOf(join(state, name)), /zzENV|zz-inh/, name);
  }
}

/** Nothing of a folder, nor of what was there for a moment: the watcher still tells. */
function textOf(path: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'latin1') : '';
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}
