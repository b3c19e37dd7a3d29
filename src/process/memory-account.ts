import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { linuxMemory } from './memory/linux.ts';

/** A control group that a process is in. Counts go up for as long as the group lives; null where they are not known. */
export type MemoryGroup = {
  readonly name: string;
  /** The lowest of its own and of those around it; null without any. */
  readonly limitBytes: number | null;
  readonly oomKills: () => number | null;
};

/** What each platform answers; the files in `memory/` stand side by side. */
export type MemorySource = {
  /** Another text once a process is in another group; null where it is gone. */
  readonly placeOf: (pid: number) => string | null;
  /** Null where no group counts memory. */
  readonly groupAt: (place: string) => MemoryGroup | null;
  readonly machineOomKills: () => number | null;
};

/** What the kernel said of memory while a command ran. */
export type MemorySaid = {
  readonly limitBytes: number | null;
  readonly oomKills: number | null;
  readonly machineOomKills: number | null;
};

const sources: Readonly<Record<string, MemorySource>> = { linux: linuxMemory };

/** A command may move into a group of its own as it starts; later moves are rare. */
const looksAfterMs = [20, 50, 100, 200, 400, 800, 1600] as const;
const lookEveryMs = 6000;

/**
 * Counts from its making on whom the kernel kills for want of memory: in the group of a command, and on the machine.
 * At the end the command's group can no longer be asked for, so it is looked for while it lives.
 */
export class MemoryAccount {
  readonly #pid: number;
  readonly #source: MemorySource | undefined;
  readonly #machineKillsBefore: number | null;
  #place: string | null = null;
  #group: MemoryGroup | null = null;
  #killsBefore: number | null = null;
  #timer: CoarseTimer | null = null;

  constructor(pid: number, source: MemorySource | undefined = sources[process.platform]) {
    this.#pid = pid;
    this.#source = source;
    this.#machineKillsBefore = source?.machineOomKills() ?? null;
    this.#look(0);
  }

  /** Null where nothing could be read. */
  end(): MemorySaid | null {
    this.#timer?.cancel();
    const limitBytes = this.#group?.limitBytes ?? null;
    const oomKills = since(this.#killsBefore, this.#group?.oomKills() ?? null);
    const machineOomKills = since(this.#machineKillsBefore, this.#source?.machineOomKills() ?? null);
    const isSilent = limitBytes === null && oomKills === null && machineOomKills === null;
    return isSilent ? null : { limitBytes, oomKills, machineOomKills };
  }

  #look(looks: number): void {
    if (this.#source === undefined) return;
    const place = this.#source.placeOf(this.#pid);
    if (place !== null && place !== this.#place) this.#moveTo(this.#source.groupAt(place), place);
    const afterMs = looksAfterMs[looks] ?? lookEveryMs;
    this.#timer = setCoarseTimer(() => this.#look(looks + 1), afterMs, false);
  }

  #moveTo(group: MemoryGroup | null, place: string): void {
    if (group === null) return; // memory may be counted there later
    this.#place = place;
    if (group.name === this.#group?.name) return;
    this.#group = group;
    this.#killsBefore = group.oomKills();
  }
}

/** A count that went down is another group's that got the same name. */
function since(before: number | null, now: number | null): number | null {
  return before === null || now === null || now < before ? null : now - before;
}
