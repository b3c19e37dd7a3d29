import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListJson } from '../../schemas/generated/types.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { type Entry, saidIn } from './book.ts';
import type { Chance } from './chance.ts';
import type { Crowd } from './crowd.ts';
import type { Disk } from './disk.ts';
import { killCall } from './ground.ts';
import { killOwn, type OwnProcess, ownProcesses, supervisedBy } from './own-processes.ts';
import type { Finding } from './part.ts';

export type Victim = 'supervisor' | 'watcher' | 'command' | 'stop' | 'reader';

/** What was done to a crowd, and what went wrong in front of our eyes. */
export class Harm {
  readonly kills = new Map<Victim, number>();
  readonly findings: Finding[] = [];
  stops = 0;
  looks = 0;
  readonly #crowd: Crowd;
  readonly #chance: Chance;
  readonly #disk: Disk | null;

  constructor(crowd: Crowd, chance: Chance, disk: Disk | null = null) {
    this.#crowd = crowd;
    this.#chance = chance;
    this.#disk = disk;
  }

  get killed(): number {
    return [...this.kills.values()].reduce((sum, count) => sum + count, this.#launchers);
  }

  /** Who was killed how often. */
  get words(): string {
    return [...this.kills, ['launcher', this.#launchers] as const]
      .map(([victim, count]) => `${victim} ${count}`)
      .join(', ');
  }

  /** Kills a supervisor, a watcher or a command, each time after a wait of chance, until the crowd is to end. */
  async kill(meanMs: number): Promise<void> {
    while (!this.#crowd.isOver) {
      await sleep(Math.min(this.#chance.waitMs(meanMs), 60_000));
      if (this.#crowd.isOver) return;
      const kind = this.#chance.weighted<'supervisor' | 'watcher' | 'worker'>([
        [4, 'supervisor'],
        [3, 'watcher'],
        [4, 'worker'],
      ]);
      const own = ownProcesses(this.#crowd.ground.folder).filter((one) => one.kind === kind);
      if (own.length > 0) this.#killOne(this.#chance.pick(own));
    }
  }

  /** Stops one after another; some of the stops are killed on their way. */
  async stop(meanMs: number, killedShare: number): Promise<void> {
    while (!this.#crowd.isOver) {
      await sleep(Math.min(this.#chance.waitMs(meanMs), 60_000));
      const living = this.#crowd.living().filter(({ id }) => id !== null);
      if (living.length === 0 || this.#crowd.isOver) continue;
      await this.stopOne(this.#chance.pick(living), this.#chance.next() < killedShare);
    }
  }

  async stopOne(entry: Entry, isKilled: boolean): Promise<void> {
    if (entry.id === null) return;
    this.stops += 1;
    const startMs = performance.now();
    const call = this.#crowd.ground.call(['bg', 'stop', entry.id, '--yes', '--grace', '500ms']);
    if (isKilled) {
      await Promise.race([sleep(this.#chance.between(0, 1000)), call.called]);
      if (killCall(call)) this.#count('stop');
    }
    const { code, stderr } = await call.called;
    entry.stops.push(code);
    const isExpected = [0, 5, -1].includes(code) || this.#disk?.wasFullSince(startMs) === true;
    if (!isExpected) this.#wrong(`bg stop ${entry.id} (${entry.key}) ended with ${code}: ${stderr.trim()}`);
  }

  /** Asks what runs: nobody who was dead before the question may be shown as running. */
  async look(meanMs: number): Promise<void> {
    while (!this.#crowd.isOver) {
      await sleep(Math.min(this.#chance.waitMs(meanMs), 60_000));
      const dead = this.#crowd.entries.filter(
        ({ identity }) => identity !== null && presenceOf(identity) === 'dead',
      );
      const call = this.#crowd.ground.call(['bg', 'status', '--json']);
      if (this.#chance.next() < 0.1) {
        await Promise.race([sleep(this.#chance.between(0, 400)), call.called]);
        if (killCall(call)) this.#count('reader');
      }
      const { code, stdout, stderr } = await call.called;
      if (code === -1) continue;
      this.looks += 1;
      if (code !== 0) this.#wrong(`bg status ended with ${code}: ${stderr.trim()}`);
      else this.#compare(dead, JSON.parse(stdout));
    }
  }

  #compare(dead: readonly Entry[], { processes }: ListJson): void {
    for (const { id, status, name } of processes) {
      if (status === 'running' && dead.some(({ key }) => key === name))
        this.#wrong(`${id} (${name}) was shown as running, and its command was dead before that was asked`);
    }
  }

  /** What is noted is noted before anybody can see it: nothing else runs between the signal and the note. */
  #killOne(victim: OwnProcess): void {
    const { ground } = this.#crowd;
    const entry = this.#entryOf(victim);
    if (victim.kind !== 'watcher' && entry === null) return;
    if (!killOwn(ground.folder, victim)) return;
    if (victim.kind === 'watcher') this.#count('watcher');
    if (victim.kind === 'supervisor') {
      entry?.harm.add('supervisor');
      this.#count('supervisor');
    }
    if (victim.kind === 'worker') {
      entry?.harm.add('command');
      this.#count('command');
    }
  }

  /** Whose supervisor or command it is; a shell that a worker has forked is not the command. */
  #entryOf(victim: OwnProcess): Entry | null {
    const { kind, words, pid } = victim;
    if (kind === 'supervisor') return this.#crowd.entryOf(supervisedBy(victim));
    const at = words.findIndex((word) => word.endsWith('/worker.sh'));
    const key = basename(words[at + 1] ?? '');
    if (saidIn(this.#crowd.ground.book, key).pid !== pid) return null;
    return this.#crowd.entries.find((entry) => entry.key === key) ?? null;
  }

  get #launchers(): number {
    return this.#crowd.entries.filter(({ harm }) => harm.has('launcher')).length;
  }

  #count(victim: Victim): void {
    this.kills.set(victim, (this.kills.get(victim) ?? 0) + 1);
  }

  #wrong(what: string): void {
    this.findings.push({ kind: 'wrong', what });
  }
}
