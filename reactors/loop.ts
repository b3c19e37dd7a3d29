import type { Effect, Reactor, Situation } from './reactor.ts';

/** What the loop is given to work with. */
export type LoopHands = {
  /** How things stand with a process now; null if its journal is gone or cannot be read. */
  readonly situationOf: (id: string) => Promise<Situation | null>;
  readonly perform: (id: string, effect: Effect) => Promise<void>;
  /** A rule threw, or what it wanted could not be done. It is written down; the other rules go on. */
  readonly faulted: (rule: string, id: string, error: unknown) => void;
};

export type NamedRules = Readonly<Record<string, Reactor>>;

/** Each round does what the one before made necessary: loss, verdict, notice. More than this would never end. */
const roundLimit = 10;

/**
 * Asks the rules about a process whenever somebody hints that there may be news, and does what they want, until they
 * want nothing more. A hint during a look makes one more look; looks at different processes go side by side.
 */
export class Loop {
  readonly #rules: NamedRules;
  readonly #hands: LoopHands;
  readonly #looking = new Map<string, { again: boolean; done: Promise<void> }>();

  constructor(rules: NamedRules, hands: LoopHands) {
    this.#rules = rules;
    this.#hands = hands;
  }

  /** Nothing is being looked at. */
  get isIdle(): boolean {
    return this.#looking.size === 0;
  }

  /** Resolves when a look that began after this call is over. Never rejects. */
  look(id: string): Promise<void> {
    const going = this.#looking.get(id);
    if (going !== undefined) {
      going.again = true;
      return going.done;
    }
    const entry = { again: false, done: Promise.resolve() };
    this.#looking.set(id, entry);
    entry.done = this.#lookUntilSettled(id, entry);
    return entry.done;
  }

  async #lookUntilSettled(id: string, entry: { again: boolean }): Promise<void> {
    do {
      entry.again = false;
      await this.#rounds(id);
    } while (entry.again);
    this.#looking.delete(id);
  }

  async #rounds(id: string): Promise<void> {
    for (let round = 0; round < roundLimit; round += 1) {
      const situation = await this.#situationOf(id);
      if (situation === null) return;
      let hasActed = false;
      for (const [name, rule] of Object.entries(this.#rules)) {
        if (await this.#apply(name, rule, id, situation)) hasActed = true;
      }
      if (!hasActed) return;
    }
  }

  async #situationOf(id: string): Promise<Situation | null> {
    try {
      return await this.#hands.situationOf(id);
    } catch (error) {
      this.#hands.faulted('look', id, error);
      return null;
    }
  }

  /** True if the rule wanted something and it was done: only then can there be more to do. */
  async #apply(name: string, rule: Reactor, id: string, situation: Situation): Promise<boolean> {
    try {
      const effects = rule(situation);
      for (const effect of effects) await this.#hands.perform(id, effect);
      return effects.length > 0;
    } catch (error) {
      this.#hands.faulted(name, id, error);
      return false;
    }
  }
}
