import type { DataOf } from '../../schemas/event.ts';
import { sleepMs } from '../base/clock.ts';
import type { ProcessRow } from '../process/identity.ts';
import { stopSignals } from '../process/stop-signals.ts';
import { terminate } from '../process/terminate.ts';
import { type TreeRoot, treeOf } from '../process/tree.ts';

/** Members that are about to end with the command (the tail of a pipeline) are given this long before being named. */
const settleMs = 100;

/** Carries out stop requests; a second one (a harder signal, a shorter grace) works beside the first. */
export class Stopping {
  readonly #root: TreeRoot;
  #running: Promise<unknown> = Promise.resolve();

  constructor(root: TreeRoot) {
    this.#root = root;
  }

  begin({ signal, graceMs }: DataOf<'process.stop_requested'>): void {
    const termination = terminate(this.#root, { signal: signalOf(signal), graceMs });
    this.#running = Promise.all([this.#running, termination]);
  }

  /** To be asked when the command has ended: who of its tree lives on, after any stop was carried out. */
  async leftRunning(): Promise<readonly ProcessRow[]> {
    const root = { ...this.#root, justExited: true };
    await this.#running;
    if (treeOf(root).length === 0) return [];
    await sleepMs(settleMs);
    return treeOf(root);
  }
}

function signalOf(name: string): NodeJS.Signals {
  return stopSignals.find((signal) => signal === name) ?? 'SIGTERM';
}
