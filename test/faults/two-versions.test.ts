// timeout: 180s
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('two versions of the program in one project');
const project = new TestProject();
test.after(() => project.end());

/** What it may be one day: its caches and its events are of another version, and one event is new. */
const changes: readonly (readonly [RegExp, string])[] = [
  [/\bversion:\d+,limitBytes:/g, 'version:4242,limitBytes:'],
  [/(?<=\bseen:\[0,"0"\.repeat\(32\)\],v:)1\b/g, '2'],
  [/\bprocess\.noted\b/g, 'process.hailed'],
];

function laterProgram(): string {
  const folder = temporaryFolder('later-');
  cpSync(dirname(project.program), folder, { recursive: true });
  const made = new Set<RegExp>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.c?js$/.test(name)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const later = changes.reduce((now, [what, then]) => {
      const changed = now.replaceAll(what, then);
      if (changed !== now) made.add(what);
      return changed;
    }, text);
    if (later !== text) writeFileSync(join(folder, name), later);
  }
  assert.is(made.size, changes.length, 'what was to be changed was not found');
  return join(folder, 'main.js');
}

const [now, later] = [project.program, laterProgram()];

test.fault(
  64,
  'an old supervisor under a new program, and the reverse: each reads, waits for and stops the other',
  async () => {
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

test.fault(
  64,
  'what a later version writes is read today; an event that nobody knows here is kept and shown, not corrupt',
  async () => {
    const emit = `"${process.execPath}" "${later}" bg emit note ahoy; exit 3`;
    const [one, other] = [new Caller(later), new Caller(now)];
    const id = (await one.call('run', '--quiet', '--', 'sh', '-c', emit)).stdout.trim();
    assert.is((await other.call('wait', id)).code, 3);
    const journal = readFileSync(project.journalPath(id), 'utf8');
    assert.match(journal, /"type":"process\.hailed"[^\n]*"v":2\}\n/);
    assert.match(journal, /"type":"process\.exited"[^\n]*"v":2\}\n/);
    for (const caller of [one, other]) {
      const seen = JSON.parse((await caller.call('status', id, '--json')).stdout);
      assert.equal([seen.status, seen.exitCode, seen.corruptLines], ['failed', 3, 0]);
      assert.is((await caller.call('verify', id)).code, 0);
    }
    assert.match((await other.call('replay', id)).stdout, 'an event of a newer version');
    assert.match((await one.call('replay', id)).stdout, 'ahoy');
    const exported = (await other.call('export', id)).stdout;
    assert.match(exported, /process\.hailed[^\n]*ahoy/, 'it is handed on as it is');
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
