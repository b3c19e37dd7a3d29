import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJournal } from '../src/journal/journal-reader.ts';
import { verifyJournal } from '../src/journal/journal-verify.ts';
import { JournalWriter } from '../src/journal/journal-writer.ts';
import { journalPath, projectAt } from '../src/journal/project-paths.ts';

/**
 * How fast a long journal is read and verified, beside the least that this could take: splitting the file, `JSON.parse`
 * of each line, SHA-256 of it all. The best of some rounds, by the clock and by CPU time.
 * `node --import tsx bench/verify.ts [events] [rounds]`
 */
const eventCount = Number(process.argv[2] ?? 300_000);
const rounds = Number(process.argv[3] ?? 5);
const program = join(import.meta.dirname, '..', 'dist', 'main.js');
const id = 'k3f9a2c7';
const project = projectAt(mkdtempSync(join(tmpdir(), 'bench-verify-')));
const path = journalPath(project, id);

type Took = { readonly wallMs: number; readonly cpuMs: number };

try {
  mkdirSync(project.journalFolder, { recursive: true, mode: 0o700 });
  writeJournal();
  const megabytes = statSync(path).size / 1e6;
  checkedInHere();
  const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  const cases: ReadonlyArray<readonly [name: string, run: () => void]> = [
    ['split, `JSON.parse`, SHA-256', parseAndHash],
    ['read', () => void readJournal(path, id, { event: () => {}, corrupt: () => {} })],
    ['verify', checkedInHere],
  ];
  const took = cases.map(([name, run]) => [name, best(run)] as const);
  const base = took[0]?.[1] ?? { wallMs: Number.NaN, cpuMs: Number.NaN };
  console.log(`${eventCount} events, ${megabytes.toFixed(1)} MB, best of ${rounds} rounds`);
  console.log(`load of the machine: ${loadavg().map((load) => load.toFixed(1))}\n`);
  console.log('| | by the clock | events/s | by CPU time | events/s | ratio of CPU times |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const [name, { wallMs, cpuMs }] of [
    ...took,
    ['`bg verify`, its start included', command()] as const,
  ]) {
    const ratio = Number.isNaN(cpuMs) ? '' : (cpuMs / base.cpuMs).toFixed(2);
    console.log(`| ${name} | ${cell(wallMs)} | ${cell(cpuMs)} | ${ratio} |`);
  }
  console.log(`\nmemory at most, after it was written and verified: ${memoryMiB} MiB`);
} finally {
  rmSync(project.root, { recursive: true, force: true });
}

/** Heartbeats, progress and warnings of a supervisor, and now and then a word by somebody else; no end, no launch. */
function writeJournal(): void {
  const supervisor = JournalWriter.create(path, id, 'supervisor');
  if (supervisor === null) throw new Error(`${path} is there already`);
  const command = JournalWriter.open(path, id, 'command');
  for (let index = 0; index < eventCount; index += 1)
    appendTo(index % 100 === 7 ? command : supervisor, index);
  for (const writer of [supervisor, command]) writer.close();
}

function appendTo(writer: JournalWriter, index: number): void {
  const percent = (index % 1000) / 10;
  const offset = index * 120;
  if (index % 10 < 5) {
    const tree = { pid: 4102, cpuPercent: percent, memoryBytes: 2_000_000, processes: 1 };
    writer.append('process.heartbeat', {
      ...tree,
      elapsedMs: index * 1000,
      outputBytes: offset,
      silentMs: 10,
    });
  } else if (index % 10 < 9) {
    const line = `Step ${index % 10}/10: Größe ${index}`;
    writer.append('process.progressed', { percent, line, offset, step: index % 10, steps: 10 });
  } else {
    const line = `ERROR: request ${index} took too long`;
    writer.append('process.warned', { kind: 'error_line', message: line, line, offset });
  }
}

function parseAndHash(): void {
  const bytes = readFileSync(path);
  createHash('sha256').update(bytes).digest();
  for (const line of bytes.toString().split('\n')) if (line !== '') JSON.parse(line);
}

function checkedInHere(): void {
  const { events, findings } = verifyJournal(path, id, true);
  // It has no launch, and that is all that is off.
  if (events !== eventCount || findings.length > 1) throw new Error(`not sound: ${JSON.stringify(findings)}`);
}

function command(): Took {
  return best(() => {
    const args = [program, '-C', project.root, 'bg', 'verify', id];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 1) throw new Error(stderr);
  }, Number.NaN);
}

/** CPU time of this program; that of a command which it starts is not in it. */
function best(run: () => void, noCpu = 0): Took {
  let wallMs = Number.POSITIVE_INFINITY;
  let cpuMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    run();
    wallMs = Math.min(wallMs, performance.now() - startMs);
    const { user, system } = process.cpuUsage(cpu);
    cpuMs = Math.min(cpuMs, (user + system) / 1000 + noCpu);
  }
  return { wallMs, cpuMs: Number.isNaN(noCpu) ? noCpu : cpuMs };
}

function cell(ms: number): string {
  return Number.isNaN(ms) ? ' | ' : `${Math.round(ms)} ms | ${Math.round((eventCount / ms) * 1000)}`;
}
