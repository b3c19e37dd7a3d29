// timeout: 90s
import { mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('a home and a project that lie behind a link');
const project = new TestProject();
test.after(() => project.end());

test.fault(
  57,
  'a run works there as elsewhere, from either name, and what it leaves is 0600 and 0700',
  async () => {
    const link = join(temporaryFolder('link-'), 'to-the-project');
    const home = join(project.folder, 'home');
    mkdirSync(home);
    symlinkSync(project.folder, link);
    const options = { cwd: link, env: { HOME: join(link, 'home'), PWD: link } };
    const { code, stdout, stderr } = await project.call(
      ['bg', 'run', '--quiet', '--wait', '--', 'sh', '-c', 'pwd; exit 3'],
      options,
    );
    assert.is(code, 3, stderr);
    const [id = ''] = stdout.split('\n');
    for (const cwd of [link, project.folder, join(link, 'home')]) {
      const seen: ProcessJson = JSON.parse(
        (await project.call(['bg', 'status', id, '--json'], { cwd })).stdout,
      );
      assert.equal([seen.status, seen.exitCode], ['failed', 3], cwd);
    }
    const state = join(project.folder, '.tapps-agents');
    const names = readdirSync(state, { recursive: true, encoding: 'utf8' });
    assert.ok(names.includes(`journal/${id}.ndjson`), 'it lies behind the link');
    for (const name of names) {
      const stats = statSync(join(state, name));
      const readable = ['.gitignore', '.gitattributes'].includes(name);
      if (!readable) assert.is(stats.mode & 0o777, stats.isDirectory() ? 0o700 : 0o600, name);
    }
  },
  { timeoutMs: 60_000 },
);

test.run();
