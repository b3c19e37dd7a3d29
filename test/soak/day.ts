import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JumpingClock, jumpingClock } from './clock.ts';
import { Crowd } from './crowd.ts';
import { endAll } from './crowd-end.ts';
import { Disk } from './disk.ts';
import { type Ground, groundFor } from './ground.ts';
import { Harm } from './harm.ts';
import type { PartResult, Site } from './part.ts';
import { reckon } from './reckoning.ts';
import { run } from './run.ts';

const diskMiB = 512;
const longestSeconds = 300;
/** Some of the launches, their supervisors and the watchers that these start live by the clock that jumps. */
const jumpyShare = 0.3;
const settings = [
  'health_check_interval: 5',
  'watch: {idle_exit: 600}',
  'min_free_disk_mb: 16',
  // A clock that jumps by days must not clean up what the book still asks for.
  'auto_cleanup_days: 0',
];
const means = { killMs: 4000, stopMs: 12_000, lookMs: 10_000, fullMs: 150_000, jumpMs: 60_000 };

/** A day's worth of running in an hour, on a disk of its own: in a mount namespace, which ends with it. */
export function day(site: Site): Promise<PartResult> {
  return site.options.inside === null ? outside(site) : inside(site);
}

/** Runs this part once more, where a disk can be mounted that nobody else sees. */
async function outside({ folder, options }: Site): Promise<PartResult> {
  const answer = join(folder, 'day.json');
  const namespace = process.getuid?.() === 0 ? ['-m'] : ['-Urm'];
  const again = ['--inside', folder, '--minutes', `${options.minutes}`, '--alive', `${options.alive}`];
  const main = [...process.execArgv, join(import.meta.dirname, 'main.ts')];
  const args = [...namespace, process.execPath, ...main, 'day', ...again, '--seed', `${options.seed}`];
  const child = spawn('unshare', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.off('exit', end);
  if (existsSync(answer)) return JSON.parse(readFileSync(answer, 'utf8'));
  return { tried: [], findings: [{ kind: 'wrong', what: `the day broke off with ${code}` }], notes: [] };
}

async function inside(site: Site): Promise<PartResult> {
  const { folder, chance, options, tell } = site;
  const disk = new Disk(join(folder, 'day-disk'), diskMiB);
  const ground = groundFor(folder, 'day', settings, join(disk.folder, 'project'));
  const clock = jumpingClock(folder, chance.fork('clock'));
  const jumpy = chance.fork('jumpy');
  const env = () => (clock !== null && jumpy.next() < jumpyShare ? clock.env : {});
  const wish = { alive: options.alive, longestSeconds, launchersKilled: 0.03, env, disk };
  const crowd = new Crowd(ground, chance.fork('crowd'), wish);
  const harm = new Harm(crowd, chance.fork('harm'), disk);
  const jumps = { count: 0 };
  const lives = [
    ...[crowd.keepUp(), harm.kill(means.killMs), harm.stop(means.stopMs, 0.2), harm.look(means.lookMs)],
    ...[fillAndFree(site, crowd, disk), jump(site, crowd, clock, jumps)],
  ];
  const endMs = performance.now() + options.minutes * 60_000;
  while (performance.now() < endMs) {
    await sleep(1000);
    const alive = crowd.living().length;
    tell(`${alive} alive, ${crowd.entries.length} launched, ${harm.killed} killed, ${disk.fills} times full`);
  }
  crowd.end();
  await Promise.all(lives);
  disk.free();
  clock?.settle();
  tell('the day is over, waiting for the ends');
  const ends = await endAll(crowd, harm);
  const { findings, notes } = await reckon(ground, crowd.entries, harm.killed);
  const result: PartResult = {
    tried: [
      ['minutes', options.minutes],
      ['processes', crowd.entries.length],
      [`kills (${harm.words})`, harm.killed],
      ...([['stops', harm.stops]] as const),
      ['times the disk was full', disk.fills],
      ['clock jumps', jumps.count],
    ],
    findings: [...harm.findings, ...ends, ...findings],
    notes: [...notes, ...(clock === null ? ['libfaketime is not installed: no clock jumped'] : [])],
  };
  if (result.findings.length > 0) keep(ground, folder);
  writeFileSync(join(folder, 'day.json'), JSON.stringify(result));
  return result;
}

/** The disk goes with the namespace; what is on it is wanted where something is wrong. */
function keep({ project }: Ground, folder: string): void {
  run('cp', ['-a', project.root, join(folder, 'day-project')]);
}

async function fillAndFree({ chance, options }: Site, crowd: Crowd, disk: Disk): Promise<void> {
  const own = chance.fork('disk');
  while (!crowd.isOver) {
    // A short trial is to have some of it, too.
    const meanMs = Math.min(means.fullMs, options.minutes * 15_000);
    await pause(crowd, own.between(meanMs / 2, meanMs * 1.5));
    if (crowd.isOver) return;
    const untilMs = performance.now() + own.between(2000, 15_000);
    while (performance.now() < untilMs) {
      disk.fill();
      await sleep(300);
    }
    disk.free();
  }
}

async function jump({ chance }: Site, crowd: Crowd, clock: JumpingClock | null, jumps: { count: number }) {
  const own = chance.fork('jump');
  while (clock !== null && !crowd.isOver) {
    await pause(crowd, own.between(means.jumpMs / 2, means.jumpMs * 1.5));
    clock.jump();
    jumps.count += 1;
  }
}

/** Not longer than the day lasts. */
async function pause(crowd: Crowd, ms: number): Promise<void> {
  const untilMs = performance.now() + ms;
  while (!crowd.isOver && performance.now() < untilMs) await sleep(500);
}
