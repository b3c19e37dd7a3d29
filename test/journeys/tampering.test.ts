import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chained, firstUntrueLine } from '../rig/forged-chain.ts';
import { joinLines } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('tampering with a real journal');

const project = new WatchedProject();
test.after(() => project.end());

/** A run in which the launcher, the supervisor, the command itself, a stop and the watcher wrote. */
let id = '';
let lines: readonly string[] = [];
let hash = '';

test.before(async () => {
  await project.call(['bg', 'watch']);
  const emit = `"${process.execPath}" "${project.program}" bg emit note "from inside"`;
  id = await project.launch(['sh', '-c', `${emit}; exec sleep 600`]);
  await project.event(id, 'process.noted', 30_000);
  await project.call(['bg', 'stop', id, '--yes']);
  await project.event(id, 'process.stopped', 30_000);
  await project.call(['bg', 'watch', '--stop']);
  lines = readFileSync(project.journalPath(id), 'utf8').split('\n').slice(0, -1);
  hash = (await verify()).hash;
});

test('each of its writers is in the journal, which is sound and has the hash that it had', async () => {
  const writers = new Set(lines.map(writerOf));
  for (const writer of ['launcher', 'supervisor', 'emit', 'stop', 'watcher'])
    assert.ok(writers.has(writer), `${writer} wrote`);
  assert.is((await verify()).code, 0);
  assert.is((await verify(hash)).code, 0);
});

type Row = {
  readonly change: string;
  readonly tamper: () => readonly string[];
  /** What verify alone says first; null: it cannot be seen without a witness. */
  readonly kind: 'seen fails' | 'out of order' | null;
};

const rows: readonly Row[] = [
  {
    change: 'a line is edited',
    tamper: () => lines.map((line, index) => (index === at('process.started') ? laterDated(line) : line)),
    kind: 'seen fails',
  },
  {
    change: 'a line in the middle is deleted',
    tamper: () => lines.filter((_, index) => index !== at('process.started')),
    kind: 'seen fails',
  },
  {
    change: 'a line is duplicated',
    tamper: () => lines.flatMap((line, index) => (index === at('process.started') ? [line, line] : [line])),
    kind: 'out of order',
  },
  {
    change: 'two lines of one writer are swapped',
    tamper: () => swapped(at('launch.requested') + 1, at('launch.requested') + 2),
    kind: 'seen fails',
  },
  {
    change: 'two lines of two writers are swapped',
    tamper: () => swapped(at('process.started'), at('process.noted')),
    kind: 'seen fails',
  },
  {
    change: 'all lines of one writer are dropped',
    tamper: () => lines.filter((line) => writerOf(line) !== 'emit'),
    kind: 'seen fails',
  },
  {
    change: 'the last line is edited',
    tamper: () => [...lines.slice(0, -1), laterDated(lines.at(-1) ?? '')],
    kind: null,
  },
  { change: 'the tail is cut at a line end', tamper: () => lines.slice(0, -2), kind: null },
  {
    change: 'everything is rewritten consistently',
    tamper: () => chained(lines.map(laterDated)),
    kind: null,
  },
];

for (const { change, tamper, kind } of rows) {
  const seen = kind === null ? 'cannot be seen without a witness' : `is found (${kind}), with file and line`;
  test.fault(61, `${change}: ${seen}, and a hash that was kept finds it`, async () => {
    const text = joinLines(tamper());
    assert.is.not(text, joinLines(lines));
    writeFileSync(project.journalPath(id), text);
    const alone = await verify();
    const witnessed = await verify(hash);
    assert.equal([alone.code, witnessed.code], [kind === null ? 0 : 1, 1], alone.stdout);
    assert.match(witnessed.stdout, new RegExp(`^❌ \\.tapps-agents/journal/${id}\\.ndjson:\\d+: `, 'm'));
    assert.match(witnessed.stdout, /: unexpected hash: /);
    if (kind === null) return assert.not.match(alone.stdout, /❌/);
    const [first] = alone.stdout.split('\n').filter((line) => line.startsWith('❌'));
    const line = kind === 'out of order' ? at('process.started') + 2 : firstUntrueLine(text);
    const where = `❌ .tapps-agents/journal/${id}.ndjson:${line}: ${kind}: `;
    assert.is(first?.slice(0, where.length), where);
  });
}

test.fault(61, 'the guide promises the very same', () => {
  const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'verify.md'), 'utf8');
  for (const { change, kind } of rows) {
    const alone = kind === null ? 'cannot be seen without a witness' : 'found';
    assert.ok(guide.includes(`| ${change} | ${alone} | found |\n`), change);
  }
});

test('a hash that is none, or none for one journal, is refused', async () => {
  assert.is((await project.call(['bg', 'verify', id, '--expect', 'deadbeef'])).code, 2);
  assert.is((await project.call(['bg', 'verify', '--expect', hash])).code, 2);
});

test.run();

async function verify(expect?: string): Promise<{ code: number; stdout: string; hash: string }> {
  const { code, stdout } = await project.call([
    'bg',
    'verify',
    id,
    ...(expect === undefined ? [] : ['--expect', expect]),
  ]);
  return { code, stdout, hash: /hash ([0-9a-f]{32})/.exec(stdout)?.[1] ?? '' };
}

function at(type: string): number {
  return lines.findIndex((line) => line.includes(`"type":"${type}"`));
}

function writerOf(line: string): string {
  return /"by":"(\w+)\./.exec(line)?.[1] ?? '';
}

function laterDated(line: string): string {
  return line.replace('{"at":"20', '{"at":"21');
}

function swapped(first: number, second: number): string[] {
  return lines.map((line, index) => {
    if (index === first) return lines[second] ?? '';
    return index === second ? (lines[first] ?? '') : line;
  });
}
