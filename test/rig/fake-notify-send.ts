import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program in the place of notify-send: notes its arguments down, letter for letter, then does what a test says. */
export class FakeNotifySend {
  readonly #folder: string;
  readonly #calls: string;

  /** It lies in a folder of its own within `parent`. */
  constructor(parent: string, script = '') {
    this.#folder = mkdtempSync(join(parent, 'notify-send-'));
    this.#calls = join(this.#folder, 'calls');
    mkdirSync(this.#calls);
    const note = `printf '%s\\0' "$@" > '${this.#calls}/'$$`;
    const path = join(this.#folder, 'notify-send');
    writeFileSync(path, `#!/bin/sh\n${note}\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** The PATH on which it comes first. */
  get path(): string {
    return [this.#folder, process.env['PATH']].join(delimiter);
  }

  /** The arguments of each call so far. */
  calls(): string[][] {
    return readdirSync(this.#calls).map((name) =>
      readFileSync(join(this.#calls, name), 'utf8').split('\0').slice(0, -1),
    );
  }
}
