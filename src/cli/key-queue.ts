/** Pressed while something else is done; a key that is held down presses no more than these. */
const aheadLimit = 64;

/**
 * Keys as they are pressed, for who also looks at something else now and then. Not a race of promises: each would leave
 * something behind at the next key, which may be hours away.
 */
export class KeyQueue {
  #pressed: (string | null)[] = [];
  #wake: () => void = () => {};

  constructor(next: () => Promise<string | null>) {
    void this.#collect(next);
  }

  /** Those that were pressed since it was asked last; waits for the first, at most so long. */
  async within(limitMs: number): Promise<readonly (string | null)[]> {
    if (this.#pressed.length === 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    return this.#pressed.splice(0);
  }

  /** The last one is null: nobody can press any more. */
  async #collect(next: () => Promise<string | null>): Promise<void> {
    for (let key = await next(); ; key = await next()) {
      if (key === null || this.#pressed.length < aheadLimit) this.#pressed.push(key);
      this.#wake();
      if (key === null) return;
    }
  }
}
