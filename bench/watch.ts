import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';

/**
 * How soon it is known, and told, that something ended: by itself; killed together with its supervisor; and killed
 * together with supervisor and watcher. Times are those in the journal and in the log of notices.
 * `node --import tsx bench/watch.ts [rounds]`
 */
const rounds = Number(process.argv[2] ?? 10);
const program = join(import.meta.dirname, '..', 'dist', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-watch-'));
const stateFolder = join(folder, '.tapps-agents');
const waitLimitMs = 60_000;
const pollMs = 20;
/** A launch is long over, and the watcher has seen it, when the command dies. */
const settleMs = 1500;

/** Milliseconds from the death of the command. */
type Round = { readonly known: number; readonly recorded: number; readonly told: number };

const cases = [
  ['command ends by itself', endsByItself],
  ['command and supervisor killed', () => killed({ watcher: false })],
  ['command, supervisor and watcher killed', () => killed({ watcher: true })],
] as const;

await main();

async function main(): Promise<void> {
  mkdirSync(stateFolder, { mode: 0o700 });
  const notices = '{desktop_enabled: false, terminal_enabled: false}';
  writeFileSync(join(stateFolder, 'config.yaml'), `background_processes: {notifications: ${notices}}\n`);
  const results = new Map<string, Round[]>(cases.map(([name]) => [name, []]));
  try {
    await endsByItself(); // brings the watcher up
    for (let round = 1; round <= rounds; round += 1)
      for (const [name, measure] of cases) {
        const took = await measure();
        results.get(name)?.push(took);
        console.log(`round ${round}: ${name}: ${JSON.stringify(took)}`);
      }
  } finally {
    call('watch', '--stop');
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${rounds} rounds each; ms from the death of the command: median (best to worst)`);
  console.log(
    `load of the machine at the end: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}\n`,
  );
  console.log('| what dies | its end is in the journal | the verdict is | told |\n| --- | --- | --- | --- |');
  for (const [name, all] of results) {
    const columns = (['known', 'recorded', 'told'] as const).map((key) => spread(all.map((one) => one[key])));
    console.log(`| ${name} | ${columns.join(' | ')} |`);
  }
}

/** Its last act is to say the time. */
async function endsByItself(): Promise<Round> {
  const id = launch(['sh', '-c', 'sleep 1; date +%s%3N']);
  await eventAt(id, 'process.exited');
  const diedMs = Number(readFileSync(join(stateFolder, 'output', `${id}.output`), 'utf8'));
  return roundOf(id, diedMs, 'process.exited', 'process.completed');
}

async function killed(others: { readonly watcher: boolean }): Promise<Round> {
  const id = launch(['sleep', '600']);
  await sleepMs(settleMs);
  const { pid, supervisorPid } = eventOf(id, 'process.started')?.data ?? {};
  const watcherPid = JSON.parse(call('list', '--json')).watcher.pid;
  // The supervisor first: it must have no time to see the command die.
  for (const victim of [...(others.watcher ? [watcherPid] : []), supervisorPid, pid]) {
    if (!Number.isInteger(victim) || victim <= 1) throw new Error(`no pid to kill: ${victim}`);
    process.kill(victim, 'SIGKILL');
  }
  return roundOf(id, Date.now(), 'process.lost', 'process.failed');
}

async function roundOf(id: string, diedMs: number, end: string, verdict: string): Promise<Round> {
  return {
    known: (await eventAt(id, end)) - diedMs,
    recorded: (await eventAt(id, verdict)) - diedMs,
    told: (await toldAt(id)) - diedMs,
  };
}

function launch(command: readonly string[]): string {
  return call('run', '--quiet', '--', ...command).trim();
}

function call(...args: readonly string[]): string {
  const env = { ...process.env, TAPPS_BG_MONITORING_ENABLED: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'bg', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`bg ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

type Event = { readonly at: string; readonly data: Readonly<Record<string, number>> };

function eventOf(id: string, type: string): Event | null {
  const lines = readFileSync(join(stateFolder, 'journal', `${id}.ndjson`), 'utf8')
    .split('\n')
    .slice(0, -1);
  return lines.map((line) => JSON.parse(line)).find((event) => event.type === type) ?? null;
}

function eventAt(id: string, type: string): Promise<number> {
  return found(`${type} of ${id}`, () => eventOf(id, type)?.at);
}

function toldAt(id: string): Promise<number> {
  const line = new RegExp(`^(\\S+) \\w+ ${id} `, 'm');
  const log = join(stateFolder, 'run', 'notifications.log');
  return found(`the notice of ${id}`, () => {
    return existsSync(log) ? line.exec(readFileSync(log, 'utf8'))?.[1] : undefined;
  });
}

/** The time that is written down somewhere, once it is. */
async function found(what: string, look: () => string | undefined): Promise<number> {
  const deadlineMs = performance.now() + waitLimitMs;
  for (;;) {
    const at = look();
    if (at !== undefined) return Date.parse(at);
    if (performance.now() > deadlineMs) throw new Error(`${what} did not come`);
    await sleepMs(pollMs);
  }
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}
