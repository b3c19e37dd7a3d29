import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('bg report');
const project = new TestProject();
let failed = '';

const script = `for step in 1 2; do echo "Step $step/2: part $step"; sleep 1.3; done
echo "ERROR: cannot link: password=hunter2hunter2"; exit 3`;

test.before(async () => {
  mkdirSync(join(project.folder, '.tapps-agents'), { mode: 0o700 });
  const config = join(project.folder, '.tapps-agents', 'config.yaml');
  writeFileSync(config, 'background_processes: {health_check_interval: 0.2}\n');
  failed = (
    await project.call(['bg', 'run', '--quiet', '--wait', '--name', 'nightly', '--', 'sh', '-c', script])
  ).stdout.trim();
});
test.after(() => project.end());

async function pageOf(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await project.call(['bg', 'report', ...words]);
  assert.equal([code, stderr], [0, '']);
  return stdout;
}

test('one that failed has why, its steps, its load, what happened and its output on one page', async () => {
  const page = await pageOf('nightly');
  assert.match(page, `<small>${failed}</small> <span class="status failed">failed</span>`);
  assert.match(
    page,
    '<p class="cause">exit 3 in step 2/2 &#34;part 2&#34;: ERROR: cannot link: password=***</p>',
  );
  for (const title of ['What to try', 'Facts', 'Steps', 'CPU and memory', 'Timeline', 'Output'])
    assert.match(page, `<h2>${title}</h2>`);
  assert.is(page.split('<svg ').length, 3, 'one for CPU, one for memory');
  assert.match(page, '<span class="error">ERROR: cannot link: password=***</span>');
  assert.not.match(page, 'hunter2');
});

test('of what has ended it is the same whenever and wherever it is made, and once archived but for that', async () => {
  const page = await pageOf(failed);
  const elsewhere = await project.call(['-C', project.folder, 'bg', 'report', failed], { cwd: '/' });
  assert.is(elsewhere.stdout, page);
  const archived = await project.launch(['false'], ['--wait', '--success-codes', '1']);
  const before = await pageOf(archived);
  assert.is((await project.call(['bg', 'archive', archived])).code, 0);
  const after = await pageOf(archived);
  const shared = (one: string): string =>
    one.replace(/^.*<th>journal\.archived<.*\n/m, '').replace(/from \d+ events/, '');
  assert.not.equal(after, before);
  assert.is(shared(after), shared(before));
});

test('of one that runs it says as of when, and of one that was refused why', async () => {
  const running = await project.launch(['sleep', '600']);
  assert.match(
    await pageOf(running),
    /status running.*<footer>.*, as of \d{4}-\d\d-\d\dT[\d:.]+Z<\/footer>/s,
  );
  await project.call(['bg', 'run', '--', 'no-such-program']);
  assert.match(await pageOf('@last'), /status rejected.*Command not found: no-such-program/s);
});

test('--out writes a file, whatever was there; --json says where', async () => {
  const file = join(project.folder, 'page.html');
  writeFileSync(file, 'x'.repeat(1_000_000));
  const { stdout, code } = await project.call(['bg', 'report', failed, '--out', 'page.html', '--json']);
  assert.is(code, 0);
  fitsSchema('report', stdout);
  const page = await pageOf(failed);
  assert.equal(JSON.parse(stdout), { id: failed, report: file, bytes: Buffer.byteLength(page) });
  assert.is(readFileSync(file, 'utf8'), page);
  const said = await project.call(['bg', 'report', failed, '--out', 'page.html']);
  assert.is(said.stdout, '✅ Report written: page.html\n');
});

test('what cannot be done is said in one line', async () => {
  const refusal = async (...words: readonly string[]) => {
    const { code, stdout, stderr } = await project.call(['bg', 'report', failed, ...words]);
    return [code, stdout.split('\n').length - 1, stderr];
  };
  assert.equal(await refusal('--out', 'no/where.html'), [
    ...[1, 0],
    '❌ Cannot write no/where.html: there is no such folder\n   → name a file in a folder that is there: --out FILE\n',
  ]);
  assert.equal(await refusal('--json'), [
    ...[2, 1],
    `❌ --json needs --out: the page is HTML\n   → tapps-agents bg report ${failed} --out report.html\n`,
  ]);
});

test('lines that were left out of the output are marked, between others and before the first', async () => {
  const id = await project.launch(['sh', '-c', 'seq 1000; echo Error: boom; seq 2000 3000; exit 1']);
  await project.event(id, 'process.exited');
  const page = await pageOf(id);
  assert.match(page, '<pre><span class="gap">…</span>\n993\n');
  assert.match(page, '2007\n<span class="gap">…</span>\n2801\n');
  assert.match(page, '2999\n3000\n</pre>');
});

test('a file that a journal of anybody calls the output is not read', async () => {
  const id = await project.launch(['false'], ['--wait', '--success-codes', '1']);
  writeFileSync(join(project.folder, 'secret'), 'Error: of somebody else\n', { mode: 0o600 });
  for (const output of ['secret', '../../../../../../../../etc/hostname', join(project.folder, 'secret')]) {
    const text = readFileSync(project.journalPath(id), 'utf8');
    const forged = text.replace(/"output":"[^"]*"/, `"output":${JSON.stringify(output)}`);
    writeFileSync(project.journalPath(id), forged);
    const page = await pageOf(id);
    assert.not.match(page, 'somebody else');
    assert.not.match(page, '<h2>Output</h2>');
    assert.match(page, 'not read: what the journal names is no output of this program');
  }
});

test('--out - is stdout; a place among the journals is refused, and nothing is lost', async () => {
  assert.is(await pageOf(failed, '--out', '-'), await pageOf(failed));
  const journal = project.journalPath(failed);
  const before = readFileSync(journal);
  const { code, stderr } = await project.call(['bg', 'report', failed, '--out', journal]);
  assert.equal([code, readFileSync(journal)], [2, before]);
  assert.match(stderr, 'lies where journals and outputs are\n   → name a file elsewhere');
});

test('what older rules left in the name of a run is taken out', async () => {
  const id = await project.launch(['true'], ['--wait', '--name', 'plain']);
  const text = readFileSync(project.journalPath(id), 'utf8');
  writeFileSync(project.journalPath(id), text.replace('"name":"plain"', '"name":"token=hunter2hunter2x"'));
  const page = await pageOf(id);
  assert.match(page, '<h1>token=*** ');
  assert.not.match(page, 'hunter2');
});

test('a damaged journal gives what is left of it, and says how much is missing', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const path = project.journalPath(id);
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, [first, 'no event at all', ...rest].join('\n'));
  assert.match(await pageOf(id), /from \d+ events of .*, 1 damaged line left out<\/footer>/);
});

test.run();
