// timeout: 150s
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canary } from '../output/redact-samples.ts';
import { FakeNotifySend } from '../rig/fake-notify-send.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';
import { inLanes } from './struck-program.ts';

const test = suite('a secret that a run was given in every place');
const project = new WatchedProject();
test.after(() => project.end());

/** Fails, and says the secret in each way in which what it says is read. */
const script = `
echo "[1/2] token=$DB_PASSWORD"
"$NODE" "$PROGRAM" bg emit note "password=$DB_PASSWORD"
"$NODE" "$PROGRAM" bg emit progress --percent 50 --label "api_key=$DB_PASSWORD"
echo "Authorization: Bearer $DB_PASSWORD"
echo "Error: cannot log in to https://me:$DB_PASSWORD@example.org with --password $DB_PASSWORD"
echo "FATAL: DB_PASSWORD=$DB_PASSWORD was refused" >&2
exit 1
`;
const screens = [
  ...['list', 'list --json', 'status ID', 'status ID --json', 'why ID', 'why ID --json', 'replay ID'],
  ...['inbox --json', 'export ID', 'export ID --format otlp', 'verify ID', 'summary ID', 'doctor'],
];

test.fault(
  55,
  'it is in no file but the output, in no notice and on no screen, also when the run is archived',
  async () => {
    const fake = new FakeNotifySend(project.folder);
    const folder = `token=${canary}`;
    mkdirSync(join(project.folder, folder));
    writeFileSync(join(project.folder, 'fails.sh'), script);
    const shown = { PATH: fake.path, DISPLAY: ':7', TAPPS_BG_NOTIFICATIONS_DESKTOP_ENABLED: '1' };
    const given = { NODE: process.execPath, PROGRAM: project.program, DB_PASSWORD: canary };
    const url = `https://me:${canary}@example.org/`;
    const id = await project.launch(
      ['sh', '../fails.sh', '--token', canary, `--api-key=${canary}`, `AWS_SECRET_KEY=${canary}`, url],
      [
        ...['--no-validate', '--cwd', folder, '--env', `API_TOKEN=${canary}`],
        ...['--name', `secret=${canary}`, '--type', `token=${canary}`, '--tag', `password=${canary}`],
      ],
      { env: { ...shown, ...given } },
    );
    await project.event(id, 'process.failed', 30_000);
    const [title] = await eventually(() => fake.calls().find((words) => words.length > 0) ?? null, 30_000);
    assert.ok(title !== undefined);
    await eventually(() => (project.told().some((line) => line.includes(id)) ? true : null), 30_000);
    assert.match(readFileSync(project.outputPath(id), 'utf8'), canary, 'the output is the command’s own');
    assertHidden(fake);
    await inLanes(screens, async (screen) => {
      const { code, stdout, stderr } = await project.call(['bg', ...screen.replace('ID', id).split(' ')]);
      assert.ok([0, 1].includes(code), `${screen}: ${stderr}`);
      assert.not.match(stdout + stderr, canary, screen);
    });
    const archived = await project.call(['bg', 'archive', id]);
    assert.is(archived.code, 0, archived.stderr);
    assert.not.match(archived.stdout + archived.stderr, canary);
    assertHidden(fake);
  },
  { timeoutMs: 120_000 },
);

test.run();

function assertHidden(fake: FakeNotifySend): void {
  assert.not.match(JSON.stringify(fake.calls()), canary, 'a notice');
  const state = join(project.folder, '.tapps-agents');
  const names = readdirSync(state, { recursive: true, encoding: 'utf8' });
  assert.not.match(names.join('\n'), canary);
  for (const name of names) {
    const path = join(state, name);
    if (name.startsWith('output/') || !statSync(path).isFile()) continue;
    assert.not.ok(readFileSync(path).includes(canary), name);
  }
}
