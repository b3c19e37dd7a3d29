/** Redrawn in place on a terminal; elsewhere a line a minute, the first and the last included. */
export class Progress {
  readonly #name: string;
  readonly #startMs = performance.now();
  #shownMs = Number.NEGATIVE_INFINITY;
  #last = '';

  constructor(name: string) {
    this.#name = name;
  }

  tell(line: string): void {
    this.#last = `${this.#name.padEnd(9)} ${clockOf(performance.now() - this.#startMs)}  ${line}`;
    const everyMs = process.stdout.isTTY ? 200 : 60_000;
    if (performance.now() - this.#shownMs < everyMs) return;
    this.#shownMs = performance.now();
    process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${this.#last}` : `${this.#last}\n`);
  }

  end(line: string): void {
    this.#shownMs = Number.NEGATIVE_INFINITY;
    this.tell(line);
    if (process.stdout.isTTY) process.stdout.write('\n');
  }
}

export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
