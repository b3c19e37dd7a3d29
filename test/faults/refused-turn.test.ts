// timeout: 120s
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { launchRefused } from '../rig/refused-launch.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a supervisor that cannot wait for its turn');
const project = new TestProject();
test.after(() => project.end());

test.fault(
  35,
  'its launcher hears of it, nothing is queued for ever, and nobody lives on',
  async () => {
    const first = await project.launch(['sleep', '300']);
    const folder = dirname(project.program);
    const chunk = readdirSync(folder).find((name) => /^turn-\w+\.js$/.test(name));
    assert.ok(chunk !== undefined, 'the wait for a turn is a file of its own');
    const refused = { path: join(folder, chunk), injection: 'openat,open:error=EMFILE' };
    const { code, said } = await launchRefused(project, refused, ['--after', first, '--', 'true']);
    assert.is.not(code, 0, said);
    assert.match(said, 'EMFILE');
    const journals = readdirSync(dirname(project.journalPath(first)));
    const next = journals.find((name) => /^\w+\.ndjson$/.test(name) && !name.startsWith(first));
    const id = next?.split('.')[0] ?? '';
    const { supervisorPid } = await project.event(id, 'process.launched');
    await eventually(() => (isAlive(supervisorPid ?? 0) ? null : true));
    assert.is.not((await project.status(id)).status, 'queued');
  },
  { needs: ['strace', 'procfs'], timeoutMs: 90_000 },
);

test.run();
