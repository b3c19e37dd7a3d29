import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What supervision costs a command that writes a GiB as fast as it can: side by side with a plain shell, the
 * supervisor's memory, and how soon the last lines of that output are shown. `node --import tsx bench/output.ts [rounds]`
 */
const rounds = Number(process.argv[2] ?? 6);
const program = join(import.meta.dirname, '..', 'dist', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-output-'));
const line = 'a line of output as long as most: 100 bytes, its end included '.padEnd(99, '.');
const gibibyte = 1024 ** 3;

/**
 * Writes the GiB, then says on a line of its own how many milliseconds that took, by its own clock. The best round of
 * each is compared: a virtual machine that gives free memory back to its host (free page reporting, every 2 s) was seen
 * to write this GiB in 0.6 s or in 2.7 s, whoever writes it.
 */
const script = `t=$(date +%s%N); yes '${line}' | head -c ${gibibyte}; e=$(date +%s%N); echo; echo "took $(( (e - t) / 1000000 )) ms"`;

await main();

async function main(): Promise<void> {
  const plainMs: number[] = [];
  const supervisedMs: number[] = [];
  const peakKibs: number[] = [];
  const cpuMs: number[] = [];
  const tailMs: number[] = [];
  const nodeMs: number[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      // By turns who goes first: what a run leaves behind, in memory and on the disk, is the other's.
      const plainGoesFirst = round % 2 === 1;
      if (plainGoesFirst) plainMs.push(await writePlainly());
      const supervised = writeSupervised();
      supervisedMs.push(supervised.tookMs);
      peakKibs.push(supervised.peakKib);
      cpuMs.push(supervised.cpuMs);
      tailMs.push(timeOf([program, 'bg', 'logs', '-n', '50', supervised.id]));
      nodeMs.push(timeOf(['-e', '0']));
      rmSync(outputPath(supervised.id));
      if (!plainGoesFirst) plainMs.push(await writePlainly());
      console.log(
        `round ${round}: plain ${plainMs.at(-1)} ms, supervised ${supervised.tookMs} ms, supervisor ${supervised.peakKib} KiB and ${supervised.cpuMs} ms of CPU`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`1 GiB of 100-byte lines, best of ${rounds}, median in brackets:`);
  console.log(`  plain shell           ${best(plainMs)} ms (${median(plainMs)})`);
  const ratio = best(supervisedMs) / best(plainMs);
  console.log(
    `  under bg run          ${best(supervisedMs)} ms (${median(supervisedMs)})   ratio of the best ${ratio.toFixed(2)}`,
  );
  console.log(`  supervisor's CPU      ${median(cpuMs)} ms, launch and end included`);
  console.log(`  supervisor's peak     ${(median(peakKibs) / 1024).toFixed(1)} MiB (VmHWM)`);
  console.log(`  bg logs -n 50         ${median(tailMs)} ms   (node -e 0: ${median(nodeMs)} ms)`);
}

async function writePlainly(): Promise<number> {
  const path = join(folder, 'plain');
  const fd = openSync(path, 'a', 0o600);
  try {
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', fd, 'inherit'] });
    await new Promise((resolve) => child.once('exit', resolve));
    return tookMsIn(path);
  } finally {
    closeSync(fd);
    rmSync(path);
  }
}

type Supervised = {
  readonly id: string;
  readonly tookMs: number;
  readonly peakKib: number;
  readonly cpuMs: number;
};

function writeSupervised(): Supervised {
  const launch = spawnSync(
    process.execPath,
    [program, 'bg', 'run', '--quiet', '--max-output', '4GiB', '--', 'sh', '-c', script],
    { cwd: folder, encoding: 'utf8' },
  );
  const id = launch.stdout.trim();
  if (launch.status !== 0) throw new Error(`not launched: ${launch.stderr}`);
  const journal = join(folder, '.tapps-agents', 'journal', `${id}.ndjson`);
  const supervisorPid = Number(/"supervisorPid":(\d+)/.exec(readFileSync(journal, 'utf8'))?.[1]);
  let peakKib = 0;
  let cpuMs = 0;
  while (existsSync(`/proc/${supervisorPid}`)) {
    peakKib = Math.max(peakKib, peakKibOf(supervisorPid));
    cpuMs = Math.max(cpuMs, cpuMsOf(supervisorPid));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  const path = outputPath(id);
  if (statSync(path).size < gibibyte) throw new Error('the output is not whole');
  return { id, tookMs: tookMsIn(path), peakKib, cpuMs };
}

/** 0 once it is gone or a zombie. */
function peakKibOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** User and system time, in ticks of 10 ms; 0 once it is gone. */
function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function tookMsIn(path: string): number {
  const { stdout } = spawnSync('tail', ['-n', '1', path], { encoding: 'utf8' });
  const ms = /^took (\d+) ms$/m.exec(stdout)?.[1];
  if (ms === undefined) throw new Error(`no time in ${path}: ${stdout}`);
  return Number(ms);
}

function timeOf(args: readonly string[]): number {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Math.round(performance.now() - startedMs);
}

function outputPath(id: string): string {
  return join(folder, '.tapps-agents', 'output', `${id}.output`);
}

function best(values: readonly number[]): number {
  return Math.min(...values);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
