export type SecondLooksWays = { readonly firstMs: number; readonly longestMs: number };

/** As the sweep, and slower each time: what a full disk refuses may come of itself, a mistake of ours never does. */
const ways: SecondLooksWays = { firstMs: 2000, longestMs: 60_000 };

type Planned = { readonly afterMs: number; isDue: boolean };

/**
 * Plans another look at what could not be read, or not be acted on, for want of something that may be there soon: no
 * hint comes of a descriptor that is free again, or of room on the disk.
 */
export class SecondLooks {
  readonly #look: (id: string) => Promise<void>;
  readonly #ways: SecondLooksWays;
  readonly #planned = new Map<string, Planned>();

  constructor(look: (id: string) => Promise<void>, how: SecondLooksWays = ways) {
    this.#look = look;
    this.#ways = how;
  }

  get ids(): readonly string[] {
    return [...this.#planned.keys()];
  }

  /** To be called during a look that came to nothing; one that comes to something forgets how often it did not. */
  plan(id: string): void {
    const before = this.#planned.get(id);
    if (before?.isDue === false) return;
    const { firstMs, longestMs } = this.#ways;
    const afterMs = before === undefined ? firstMs : Math.min(before.afterMs * 2, longestMs);
    const planned: Planned = { afterMs, isDue: false };
    this.#planned.set(id, planned);
    setTimeout(() => void this.#lookNow(id, planned), afterMs).unref();
  }

  async #lookNow(id: string, planned: Planned): Promise<void> {
    planned.isDue = true;
    await this.#look(id);
    if (this.#planned.get(id) === planned) this.#planned.delete(id);
  }
}
