import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('workflows in the background');
const project = new TestProject();
test.after(() => project.end());

/** Five steps that leave a trace each; `build` waits until it is told to go on. */
const steps = `workflow:
  id: release
  steps:
    - {id: plan, run: [sh, -c, "echo planned >> trace; echo \\"$1\\" > plan.md", sh, "{prompt}"], creates: [plan.md], next: build}
    - {id: build, run: [sh, -c, "echo built >> trace; while ! test -e go; do sleep 0.05; done; mkdir -p out; touch out/a"], requires: [plan.md], creates: [out/], next: check}
    - {id: check, run: [sh, -c, "echo checked >> trace; test -e bad && exit 3; exit 0"], requires: [out/], next: notes}
    - {id: notes, run: [sh, -c, "echo noted >> trace; touch notes.md"], creates: [notes.md], next: ship}
    - {id: ship, run: [sh, -c, "echo shipped >> trace"], requires: [notes.md]}
`;

function folderWith(name: string, workflow = steps): string {
  const folder = join(project.folder, name);
  mkdirSync(join(folder, '.tapps-agents'), { recursive: true });
  writeFileSync(join(folder, 'release.yaml'), workflow);
  return folder;
}

async function launchIn(cwd: string, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await project.call([...words, '--quiet'], { cwd });
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return stdout.trim();
}

async function statusIn(cwd: string, id: string): Promise<ProcessJson> {
  return JSON.parse((await project.call(['bg', 'status', id, '--json'], { cwd })).stdout);
}

const traceOf = (folder: string): string => readFileSync(join(folder, 'trace'), 'utf8').replaceAll('\n', ' ');

test('a workflow of five steps tells how far it is, and ends completed', async () => {
  const cwd = folderWith('whole');
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'two words');
  await eventually(async () => (await statusIn(cwd, id)).progress.step === 2 || null);
  const { stdout } = await project.call(['bg', 'status', id], { cwd });
  assert.match(stdout, /^Type: release\nStatus: running\nProgress: 20% \(Step 2\/5: Build\)$/m);
  writeFileSync(join(cwd, 'go'), '');
  assert.is((await project.call(['bg', 'wait', id], { cwd })).code, 0);
  const { status, kind, type, prompt, progress } = await statusIn(cwd, id);
  assert.equal(
    [status, kind, type, prompt, progress.percent],
    ['completed', 'workflow', 'release', 'two words', 100],
  );
  assert.is(readFileSync(join(cwd, 'plan.md'), 'utf8'), 'two words\n');
  assert.is(traceOf(cwd), 'planned built checked noted shipped ');
  assert.is((await project.call(['bg', 'verify'], { cwd })).code, 0);
});

test('a workflow whose supervisor is killed goes on, and its end is known', async () => {
  const cwd = folderWith('orphan');
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'x');
  const { supervisorPid } = await eventually(async () => {
    const now = await statusIn(cwd, id);
    return now.progress.step === 2 ? now : null;
  });
  process.kill(supervisorPid ?? 0, 'SIGKILL');
  await eventually(async () => (await statusIn(cwd, id)).health === 'unsupervised' || null);
  writeFileSync(join(cwd, 'go'), '');
  const ended = await eventually(async () => {
    const now = await statusIn(cwd, id);
    return now.health === 'ended' ? now : null;
  });
  assert.is(ended.status, 'completed');
  assert.ok(ended.because.some(({ type }) => type === 'workflow.finished'));
});

test('a failed workflow is resumed with its first unfinished step', async () => {
  const cwd = folderWith('resumed');
  for (const name of ['go', 'bad']) writeFileSync(join(cwd, name), '');
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'x');
  assert.is((await project.call(['bg', 'wait', id], { cwd })).code, 1);
  const failed = await statusIn(cwd, id);
  assert.equal([failed.reason, failed.message], ['exit_code', 'step 3/5 "check": exited with code 3']);
  writeFileSync(join(cwd, 'trace'), '');
  const again = await launchIn(cwd, 'bg', 'rerun', id, '--resume');
  assert.is((await project.call(['bg', 'wait', again], { cwd })).code, 1);
  assert.is(traceOf(cwd), 'checked ', 'still bad');
  rmSync(join(cwd, 'bad'));
  const last = await launchIn(cwd, 'bg', 'rerun', again, '--resume');
  assert.is((await project.call(['bg', 'wait', last], { cwd })).code, 0);
  assert.is(traceOf(cwd), 'checked checked noted shipped ');
  const { code } = await project.call(['bg', 'rerun', last, '--resume'], { cwd });
  assert.is(code, 5, 'there is nothing left to do');
  const journal = join(cwd, '.tapps-agents', 'journal', `${id}.ndjson`);
  assert.match(readFileSync(journal, 'utf8'), new RegExp(`"data":{"as":"${again}","resumed":true}`));
});

test('a workflow that still runs is not resumed: its steps would run twice', async () => {
  const cwd = folderWith('twice');
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'x');
  const { code, stderr } = await project.call(['bg', 'rerun', id, '--resume'], { cwd });
  assert.is(code, 3);
  assert.match(stderr, /it has not ended yet, and its steps would run twice/);
  await project.call(['bg', 'stop', id, '--yes'], { cwd });
});

test('what is no workflow has no steps to go on with, and what was redacted is not run again', async () => {
  const plain = await project.launch(['true'], ['--wait']);
  const { code, stderr } = await project.call(['bg', 'rerun', plain, '--resume']);
  assert.equal([code, stderr.includes('only workflows have steps to go on with')], [3, true]);
  const secret = await project.launch(['true', '--password', 'hunter2hunter2'], ['--wait']);
  const refused = await project.call(['bg', 'rerun', secret]);
  assert.equal([refused.code, refused.stderr.includes('does not hold the secrets')], [3, true]);
  const again = await project.call(['bg', 'rerun', plain, '--quiet', '--wait']);
  assert.is(again.code, 0);
  const [requested] = project.events(again.stdout.trim());
  assert.is(requested?.type === 'launch.requested' ? requested.data.rerunOf : null, plain);
});

test('a step that promised and did not make fails the workflow, though it exited with 0', async () => {
  const cwd = folderWith('promised', steps.replace('mkdir -p out; touch out/a', 'true'));
  writeFileSync(join(cwd, 'go'), '');
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'x');
  assert.is((await project.call(['bg', 'wait', id], { cwd })).code, 1);
  const { status, reason, message } = await statusIn(cwd, id);
  assert.equal(
    [status, reason, message],
    ['failed', 'artifact_missing', 'step 2/5 "build": did not make out/'],
  );
});

test('a workflow that is stopped leaves no step behind', async () => {
  const cwd = folderWith('stopped');
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'x');
  await eventually(async () => (await statusIn(cwd, id)).progress.step === 2 || null);
  assert.is((await project.call(['bg', 'stop', id, '--yes'], { cwd })).code, 0);
  assert.is((await statusIn(cwd, id)).status, 'stopped');
});

test('a workflow that nobody could carry to its end is refused, with what is missing and where', async () => {
  const cwd = folderWith('blocked', steps.replace('requires: [plan.md]', 'requires: [requirements.md]'));
  const { code, stderr } = await project.call(['workflow', 'release.yaml', '--prompt', 'x'], { cwd });
  assert.is(code, 3);
  assert.match(
    stderr,
    /Workflow would block: step build \(run\) needs requirements\.md, which nobody makes \(release\.yaml:5:7\)/,
  );
  assert.not.ok(existsSync(join(cwd, 'trace')));
});

test('steps of agents are executed by the commands that the configuration gives them', async () => {
  const flow = `workflow:
  id: agents
  steps:
    - {id: think, agent: planner, action: create_stories, creates: [stories.md], next: code}
    - {id: code, agent: implementer, action: write_code, requires: [stories.md], creates: [code.txt]}
`;
  const cwd = folderWith('agents', flow);
  const config = `agents:
  planner: {command: [sh, -c, 'printf "%s|" "$@" > stories.md', sh, "{prompt}", "{step}", "{artifacts}"]}
  implementer: {command: [sh, -c, 'printf "%s|" "$@" > code.txt', sh, "--do={action}", "{artifacts}"]}
`;
  writeFileSync(join(cwd, '.tapps-agents', 'config.yaml'), config);
  const id = await launchIn(cwd, 'workflow', 'release.yaml', '--prompt', 'a "b" $(c) {step}');
  assert.is((await project.call(['bg', 'wait', id], { cwd })).code, 0);
  assert.is(readFileSync(join(cwd, 'stories.md'), 'utf8'), 'a "b" $(c) {step}|think|stories.md|');
  assert.is(readFileSync(join(cwd, 'code.txt'), 'utf8'), '--do=write_code|stories.md|code.txt|');
});

test.run();
