import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJournal } from '../../src/journal/journal-reader.ts';
import { journalPath, listProcessIds } from '../../src/journal/project-paths.ts';
import { identityOf } from '../../src/process/identity.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { anyPlan, type Entry, newEntry, type Plan, saidIn } from './book.ts';
import type { Chance } from './chance.ts';
import type { Disk } from './disk.ts';
import { type CallEnv, type Ground, killCall } from './ground.ts';

export type CrowdWish = {
  /** How many are to be alive at any time. */
  readonly alive: number;
  readonly longestSeconds: number;
  /** How often a launch is killed while it goes on, from 0 to 1. */
  readonly launchersKilled: number;
  /** More variables for the next launch. */
  readonly env?: () => CallEnv;
  readonly disk?: Disk;
};

/** Launches that go on at once: the machine is to be busy with what was launched, not with launching. */
const launchLanes = 2;
const lookMs = 200;
/** A launch takes some 300 ms, on a busy machine a second: it is to be killed at any of its steps. */
const longestLaunchMs = 900;

/** Keeps a number of workers alive, by real launches, and knows each of them. */
export class Crowd {
  readonly ground: Ground;
  readonly entries: Entry[] = [];
  readonly #chance: Chance;
  readonly #wish: CrowdWish;
  readonly #keys = new Map<string, string>();
  #isOver = false;

  constructor(ground: Ground, chance: Chance, wish: CrowdWish) {
    this.ground = ground;
    this.#chance = chance;
    this.#wish = wish;
  }

  /** Launches whenever one is missing, until `end`. */
  async keepUp(): Promise<void> {
    const lane = async (): Promise<void> => {
      while (!this.#isOver) {
        if (this.living().length < this.#wish.alive) await this.launch();
        else await sleep(lookMs);
      }
    };
    await Promise.all(Array.from({ length: launchLanes }, lane));
  }

  end(): void {
    this.#isOver = true;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Those whose command lives. */
  living(): Entry[] {
    return this.entries.filter((entry) => {
      entry.identity ??= this.#identityOf(entry);
      return entry.identity !== null && presenceOf(entry.identity) === 'alive';
    });
  }

  async launch(plan: Plan = anyPlan(this.#chance, this.#wish.longestSeconds)): Promise<Entry> {
    const entry = newEntry(`w${this.entries.length}`, plan);
    this.entries.push(entry);
    const worker = join(this.ground.folder, 'worker.sh');
    const { way, steps, pauseSeconds, what } = plan;
    const command = [worker, join(this.ground.book, entry.key), `${steps}`, `${pauseSeconds}`, way, what];
    const named = ['--name', entry.key, '--type', entry.key];
    const startMs = performance.now();
    const args = ['bg', 'run', '--quiet', ...named, '--', ...command];
    const call = this.ground.call(args, this.#wish.env?.());
    if (this.#chance.next() < this.#wish.launchersKilled) {
      await Promise.race([sleep(this.#chance.between(0, longestLaunchMs)), call.called]);
      if (killCall(call)) entry.harm.add('launcher');
    }
    const { code, stdout, stderr } = await call.called;
    if (this.#wish.disk?.wasFullSince(startMs) === true) entry.harm.add('full_disk');
    entry.launchCode = code;
    if (code === 0) entry.id = stdout.trim();
    else entry.complaint = stderr.trim();
    return entry;
  }

  /** The entry of a process by its id, also while its launch goes on: its journal says the key. */
  entryOf(id: string): Entry | null {
    const key = this.#keys.get(id) ?? this.#keyIn(id);
    if (key === null) return null;
    this.#keys.set(id, key);
    const entry = this.entries.find((one) => one.key === key) ?? null;
    if (entry !== null) entry.id ??= id;
    return entry;
  }

  /** Gives an id to those whose launch was killed before it could say one. */
  nameAll(): void {
    for (const id of listProcessIds(this.ground.project)) this.entryOf(id);
  }

  #identityOf(entry: Entry) {
    const { pid } = saidIn(this.ground.book, entry.key);
    return pid === null ? null : identityOf(pid);
  }

  #keyIn(id: string): string | null {
    let key: string | null = null;
    const event = ({ event: found }: Parameters<Parameters<typeof readJournal>[2]['event']>[0]): void => {
      if (found.type === 'launch.requested' && 'name' in found.data && typeof found.data.name === 'string')
        key ??= found.data.name;
    };
    try {
      readJournal(journalPath(this.ground.project, id), id, { event, corrupt: () => {} });
    } catch {
      return null; // it is being made, or was given up
    }
    return key;
  }
}
