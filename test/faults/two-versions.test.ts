// timeout: 180s
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('two versions of the program in one project');
const project = new TestProject();
test.after(() => project.end());

/** Today's program as it may be one day: its caches are of another version. */
function laterProgram(): string {
  const folder = join(dirname(project.folder), 'later');
  cpSync(dirname(project.program), folder, { recursive: true });
  let changed = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const later = text.replaceAll(/\b(foldVersion)=(\d+)/g, (_, what, n) => {
      changed += 1;
      return `${what}=${Number(n) + 1}`;
    });
    if (later !== text) writeFileSync(join(folder, name), later);
  }
  assert.ok(changed >= 1, 'the version was not found');
  return join(folder, 'main.js');
}

test.fault(
  64,
  'an old supervisor under a new program, and the reverse: each reads, waits for and stops the other',
  async () => {
    const [now, later] = [project.program, laterProgram()];
    for (const [launches, asks] of [
      [now, later],
      [later, now],
    ] as const) {
      const [one, other] = [new Caller(launches), new Caller(asks)];
      const id = (await one.call('run', '--quiet', '--', 'sleep', '300')).stdout.trim();
      assert.is(JSON.parse((await other.call('status', id, '--json')).stdout).status, 'running');
      assert.is((await other.call('stop', id, '--yes')).code, 0);
      for (const caller of [one, other, one]) {
        const { status } = JSON.parse((await caller.call('status', id, '--json')).stdout);
        assert.is(status, 'stopped');
      }
      assert.is((await other.call('verify', id)).code, 0);
    }
  },
  { timeoutMs: 120_000 },
);

class Caller {
  readonly #program: string;
  constructor(program: string) {
    this.#program = program;
  }
  async call(...words: readonly string[]) {
    const other = new TestProject(this.#program);
    return other.call(['bg', ...words], { cwd: project.folder });
  }
}

test.run();
