import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { requested } from '../rig/given-events.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('completion');
const project = new TestProject();
const bin = temporaryFolder('tapps-bin-');
let ended = '';
let running = '';

test.before(async () => {
  const program = join(bin, 'tapps-agents');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${project.program}' "$@"\n`);
  chmodSync(program, 0o700);
  ended = await project.launch(['false'], ['--name', 'nightly', '--wait', '--success-codes', '1']);
  running = await project.launch(['sleep', '600'], ['--name', 'server']);
});
test.after(() => project.end());

/** What a shell prints that has read our script and runs `commands`. */
async function inShell(shell: string, flags: readonly string[], commands: string): Promise<string[]> {
  const { stdout: script } = await project.call(['completion', shell]);
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, HOME: bin };
  const out = execFileSync(shell, [...flags, '-c', `${script}\n${commands}`], {
    cwd: project.folder,
    env,
    encoding: 'utf8',
  });
  return out.split('\n').filter((line) => line !== '');
}

/** What bash offers at the end of a line whose last word it takes to be `current`. */
function inBash(line: string, current: string): Promise<string[]> {
  const asked = `COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=('${current}') COMP_CWORD=0`;
  return inShell('bash', ['--norc'], `${asked}; _tapps_agents; printf '%s\\n' "\${COMPREPLY[@]}"`);
}

test('bash offers commands, options, their values, names, ids and the newest', async () => {
  assert.equal(await inBash('tapps-agents bg lo', 'lo'), ['logs']);
  assert.equal(await inBash('tapps-agents bg list --st', '--st'), ['--status']);
  assert.equal(await inBash('tapps-agents bg list --status=co', 'co'), ['completed']);
  assert.equal(await inBash('tapps-agents bg logs ', ''), [
    ...['server', 'nightly', running, ended],
    ...['@last', '@last-failed'],
  ]);
  assert.equal(await inBash('tapps-agents bg why @last-', 'last-'), ['@last-failed']);
  assert.equal(await inBash('tapps-agents bg stop ', ''), ['server', running, '@last', '@last-failed']);
  assert.equal(await inBash('tapps-agents bg run -- se', 'se'), []);
});

test.skipUnless('fish', 'fish offers them with what they are', async () => {
  const offered = (line: string) => inShell('fish', ['--no-config'], `complete -C '${line}'`);
  assert.equal(await offered('tapps-agents bg logs ni'), ['nightly\tfalse, completed']);
  assert.equal(await offered('tapps-agents bg list --sta'), ['--status\tonly those']);
  assert.ok((await offered('tapps-agents bg run -- /etc/pass')).includes('/etc/passwd'));
});

test.skipUnless('zsh', 'so does zsh', async () => {
  const stubs = `_files() { print files; }; _describe() { print -l -- "\${found[@]}"; }`;
  const offered = (line: string) =>
    inShell('zsh', ['-f'], `${stubs}; words=(${line}); CURRENT=$#words; _tapps_agents`);
  assert.equal(await offered('tapps-agents bg logs ni'), ['nightly:false, completed']);
  assert.equal(await offered('tapps-agents bg list --sta'), ['--status:only those']);
  assert.equal(await offered('tapps-agents bg run -- se'), ['files']);
});

test('a name out of a journal that a shell would do something with is not offered', async () => {
  const other = new TestProject();
  const path = other.journalPath('hostile1');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const hostile = '$(touch pwned)';
  const given = requested({ name: '--yes' });
  assert.is(given.type, 'launch.requested');
  if (given.type !== 'launch.requested') return;
  for (const [id, name] of [
    ['hostile1', hostile],
    ['hostile2', '--yes'],
  ] as const) {
    writeFileSync(other.journalPath(id), '', { mode: 0o600 });
    const writer = JournalWriter.open(other.journalPath(id), id, 'launcher');
    writer.append('launch.requested', { ...given.data, name });
    writer.close();
  }
  const { stdout, stderr, code } = await other.call(['__complete', 'fish', 'bg', 'logs', '']);
  assert.equal([code, stderr], [0, '']);
  const offered = stdout.split('\n').map((line) => line.split('\t')[0]);
  assert.equal(offered.toSorted(), ['', '@last', '@last-failed', 'hostile1', 'hostile2']);
  await other.end();
});

test('a name in any script is offered, also behind a folder of the home that the shell has not expanded', async () => {
  const home = temporaryFolder('tapps-home-');
  const there = join(home, 'shop');
  mkdirSync(join(there, '.git'), { recursive: true });
  await project.launch(['true'], ['--name', 'grüße', '--wait'], { cwd: there });
  const env = { HOME: home, XDG_CONFIG_HOME: undefined };
  for (const folder of ['~/shop', '$HOME/shop']) {
    const words = ['__complete', 'bash', `tapps-agents -C ${folder} bg logs gr`, 'gr'];
    assert.is((await project.call(words, { env })).stdout, 'grüße\n');
  }
});

test('it says nothing where nothing can be said, and writes nothing', async () => {
  const empty = temporaryFolder('tapps-empty-');
  for (const words of [
    ['fish', 'bg', 'logs', ''],
    ['fish'],
    ['tcsh', 'bg'],
    ['fish', '-C', '/nowhere', 'bg', 'logs', ''],
  ])
    assert.equal(await project.call(['__complete', ...words], { cwd: empty }), {
      code: 0,
      stdout: words.length === 1 ? (await project.call(['__complete', 'fish', ''])).stdout : '',
      stderr: '',
    });
  execFileSync('rmdir', [empty]);
  mkdirSync(empty);
});

test('without a name it is for the shell of the user; one that is not known is refused', async () => {
  const named = (shell: string) => project.call(['completion'], { env: { SHELL: shell } });
  assert.match((await named('/usr/bin/zsh')).stdout, /^#compdef tapps-agents\n/);
  const refused = await named('/bin/tcsh');
  assert.equal([refused.code, refused.stdout], [2, '']);
  assert.match(
    refused.stderr,
    '❌ There is no completion for tcsh\n   → tapps-agents completion bash|zsh|fish\n',
  );
  fitsSchema('completion', (await project.call(['completion', 'fish', '--json'])).stdout);
});

test.run();
