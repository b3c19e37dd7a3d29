import { appendFileSync, chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/config/settings.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { journalsCheck } from '../../src/preflight/doctor-journals.ts';
import { gateShellCheck, nodeCheck } from '../../src/preflight/doctor-machine.ts';
import { noticesCheck } from '../../src/preflight/doctor-notices.ts';
import { agentsCheck, engineCheck } from '../../src/preflight/doctor-project.ts';
import { engineStandIn } from '../rig/engine-stand-in.ts';
import { wholeLife } from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsOf, givenFile, givenFolder, resultsOf } from './place-checks.ts';

const test = suite('what only doctor looks at');
const plan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

test('a Node that is older than the package asks for is an error with the version that is needed', async () => {
  const [finding] = await findingsOf(nodeCheck('18.20.4'), plan);
  assert.is(finding?.severity, 'error');
  assert.match(finding?.message ?? '', /^Node 18\.20\.4 is too old: >=20\.\d+ is required$/);
  assert.equal(await findingsOf(nodeCheck(), plan), []);
});

test('without a shell nothing can be started, and a shell is a file that may be executed', async () => {
  const plain = givenFile(join(plan.projectRoot, 'plain'));
  const folder = givenFolder(join(plan.projectRoot, 'folder'));
  const [finding] = await findingsOf(gateShellCheck([plain, folder, '/no/sh']), plan);
  assert.equal(finding, {
    severity: 'error',
    message: 'There is no POSIX shell to start commands through',
    hint: 'install dash, or any /no/sh',
  });
  assert.is((await resultsOf(gateShellCheck([plain, process.execPath]), plan))[0]?.message, process.execPath);
});

test('a folder of journals that cannot be listed is a warning with the reason', async () => {
  const project = projectAt(plan.projectRoot);
  givenFolder(project.stateFolder);
  symlinkSync(project.journalFolder, project.journalFolder);
  const findings = await findingsOf(journalsCheck(project), plan);
  const hint = `see ls -ld ${project.journalFolder}`;
  assert.equal(findings, [
    { severity: 'warning', message: 'The journals cannot be listed: it is a symbolic link', hint },
  ]);
});

test('journals that are damaged, and those that no end can be written into, are named', async () => {
  const journal = givenJournal(...wholeLife());
  assert.equal(await findingsOf(journalsCheck(journal.project), plan), []);
  chmodSync(journal.path, 0o606);
  const loose = 'k3f9a2c7 (anybody may write to it (chmod 600))';
  const [closedTo] = await findingsOf(journalsCheck(journal.project), plan);
  assert.is(closedTo?.message, `1 of 1 journal cannot be written to: ${loose}`);
  chmodSync(journal.path, 0o600);
  appendFileSync(journal.path, 'garbage\n');
  const [damaged] = await findingsOf(journalsCheck(journal.project), plan);
  assert.match(damaged?.message ?? '', /^1 of 1 journal damaged: k3f9a2c7:\d+ \(/);
});

test('a program of an agent that is filled in at each launch is not looked for, an empty one is an error', async () => {
  const empty = givenFile(join(plan.projectRoot, 'empty'));
  const agents = { filled: { command: ['{agent}'] }, empty: { command: [empty] } };
  const findings = await findingsOf(agentsCheck(agents), plan);
  assert.equal(
    findings.map(({ severity, message }) => [severity, message.split(':', 1)[0]]),
    [['error', 'empty']],
  );
});

test('an interpreter that is not there has no engine, which is no problem', async () => {
  const [result] = await resultsOf(engineCheck('no-such-python'), plan);
  assert.is(result?.ok, true);
  assert.match(result?.message ?? '', /^not installed for no-such-python: only needed for /);
});

test.skipUnless('python3', 'an engine is found; what it lacks is a warning for each module', async () => {
  const whole = { ...plan, env: engineStandIn() };
  const installed = {
    name: 'engine',
    ok: true,
    severity: 'error',
    message: 'installed for python3',
    hint: '',
  };
  assert.equal(await resultsOf(engineCheck('python3'), whole), [installed]);
  const lacking = await findingsOf(engineCheck('python3'), { ...plan, env: engineStandIn(['tiktoken']) });
  assert.equal(
    lacking.map(({ severity, message }) => [severity, message]),
    [['warning', 'Missing required dependencies: tiktoken']],
  );
});

test('notices: where they go, and that no desktop is here is no problem', async () => {
  const settings = defaultSettings.notifications;
  const said = async (changed: Partial<typeof settings>, env = plan.env, platform?: NodeJS.Platform) => {
    const check = noticesCheck({ ...settings, ...changed }, platform);
    return (await resultsOf(check, { ...plan, env })).map(({ ok, message }) => `${ok} ${message}`);
  };
  const bin = givenFolder(join(plan.projectRoot, 'bin'));
  const withDesktop = { DISPLAY: ':7', PATH: bin };
  const nowhere = 'none on a desktop: there is no display and no session bus here';
  assert.equal(await said({}), [`true terminal, log; ${nowhere}`]);
  assert.equal(await said({ terminalEnabled: false, command: ['true'] }), [`true log, command; ${nowhere}`]);
  assert.equal(await said({ desktopEnabled: false }, withDesktop), [
    'true terminal, log; none on a desktop: switched off',
  ]);
  assert.equal(await said({}, {}, 'darwin'), ['true desktop, terminal, log']);
  assert.equal(await said({}, withDesktop), [
    'false The desktop can be told nothing: notify-send is not installed',
  ]);
  chmodSync(givenFile(join(bin, 'notify-send'), '#!/bin/sh\n'), 0o755);
  assert.equal(await said({}, withDesktop), ['true desktop, terminal, log']);
});

test('a command for notices that cannot be started is a warning', async () => {
  const settings = { ...defaultSettings.notifications, command: ['./no-such-program', 'x'] };
  const [finding] = await findingsOf(noticesCheck(settings), plan);
  assert.is(finding?.severity, 'warning');
  assert.is(finding?.message, 'notifications.command: Command not found: ./no-such-program');
});

test.run();
