import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import { copyRun } from './history.ts';

/**
 * What a command costs beside bare `node -e 0`: `bg list --limit 20`, `bg status <id>` and `bg run -- true` until it
 * returns with the command started, by turns in one run, with 10, 1,000 and 10,000 finished processes in the history.
 * `node --import tsx bench/startup.ts [rounds] [history…]`
 */
const rounds = Number(process.argv[2] ?? 15);
const given = process.argv.slice(3).map(Number);
const histories = given.length === 0 ? [10, 1000, 10_000] : given;
const program = join(import.meta.dirname, '..', 'dist', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-startup-'));
const waitLimitMs = 30_000;
const limits: Readonly<Record<string, number>> = { list: 1.6, status: 1.6, run: 2.8 };

type Took = { readonly wallMs: number; readonly cpuMs: number };

await main();

async function main(): Promise<void> {
  const template = await realRun();
  try {
    console.log(
      `${rounds} rounds; by the clock: median (best to worst); CPU time: mean; ratios to bare node`,
    );
    console.log('| history | | by the clock | ratio | by CPU time | ratio | wanted |');
    console.log('| --- | --- | --- | --- | --- | --- | --- |');
    for (const history of histories) await measure(history, template);
  } finally {
    await call(template.root, 'watch', '--stop');
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `\nload of the machine at the end: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
}

type Template = { readonly root: string; readonly id: string };

/** One run to its recorded verdict: what a history is made of. */
async function realRun(): Promise<Template> {
  const root = projectFolder('template');
  const id = (await call(root, 'run', '--quiet', '--', 'true')).trim();
  const deadlineMs = performance.now() + waitLimitMs;
  while (
    !readFileSync(join(root, '.tapps-agents', 'journal', `${id}.ndjson`), 'utf8').includes(
      'process.completed',
    )
  ) {
    if (performance.now() > deadlineMs) throw new Error('the run was not recorded as completed');
    await sleepMs(50);
  }
  return { root, id };
}

async function measure(history: number, template: Template): Promise<void> {
  const root = projectFolder(`history-${history}`);
  const journalFolder = join(root, '.tapps-agents', 'journal');
  const first = (await call(root, 'run', '--quiet', '--', 'true')).trim(); // brings the watcher up
  copyFrom(template, journalFolder, history - 1);
  await call(root, 'wait', first);
  await call(root, 'list');
  await sleepMs(1500); // the watcher has seen it all
  const cases = new Map<string, () => Promise<Took>>([
    ['node -e 0', () => timed(root, ['-e', '0'])],
    ['list', () => timed(root, [program, 'bg', 'list', '--limit', '20'])],
    ['status', () => timed(root, [program, 'bg', 'status', first])],
    ['run', () => timedRun(root)],
  ]);
  const took = new Map<string, Took[]>([...cases.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of cases) took.get(name)?.push(await run());
  const base = took.get('node -e 0') ?? [];
  for (const [name, all] of took) console.log(row(history, name, all, base));
  await call(root, 'watch', '--stop');
}

function copyFrom({ root, id }: Template, journalFolder: string, count: number): void {
  copyRun(join(root, '.tapps-agents', 'journal', `${id}.ndjson`), journalFolder, count);
}

/** The command takes no time, so what is measured is the launch; it is over before the next one begins. */
async function timedRun(root: string): Promise<Took> {
  const took = await timed(root, [program, 'bg', 'run', '--', 'true']);
  await call(root, 'wait', '@last');
  await sleepMs(300); // its notice is told, too
  return took;
}

/** The CPU time is that of the program and of what it waits for, not of a supervisor that lives on. */
async function timed(root: string, args: readonly string[]): Promise<Took> {
  const cpuMs = childrenCpuMs();
  const startMs = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const wallMs = performance.now() - startMs;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { wallMs, cpuMs: childrenCpuMs() - cpuMs };
}

/** CPU time of all children that were waited for, in steps of 10 ms: only their mean over many rounds says something. */
function childrenCpuMs(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

async function call(root: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, 'bg', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}

function projectFolder(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, '.git'), { recursive: true });
  return root;
}

function row(history: number, name: string, took: readonly Took[], base: readonly Took[]): string {
  const walls = took.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
  const wallMs = median(walls);
  const baseMs = median(base.map((one) => one.wallMs).sort((a, b) => a - b));
  const spread = `${wallMs.toFixed(0)} ms (${walls[0]?.toFixed(0)} to ${walls.at(-1)?.toFixed(0)})`;
  const cpuMs = mean(took);
  const cells = [history, name, spread, (wallMs / baseMs).toFixed(2), `${cpuMs.toFixed(0)} ms`];
  return `| ${[...cells, (cpuMs / mean(base)).toFixed(2), limits[name] ?? ''].join(' | ')} |`;
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function mean(took: readonly Took[]): number {
  return took.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / took.length;
}
