import type { DataOf } from '../../schemas/event.ts';
import { sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import type { ProcessRow } from '../process/identity.ts';
import { stopSignals } from '../process/stop-signals.ts';
import { terminateAtLast } from '../process/terminate.ts';
import { treeOf } from '../process/tree.ts';
import type { RunTree } from './run-tree.ts';

type StopRequest = DataOf<'process.stop_requested'>;

/** Members that are about to end with the command (the tail of a pipeline) are given this long before being named. */
const settleMs = 100;

/** Carries out stop requests; a second one (a harder signal, a shorter grace) works beside the first. */
export class Stopping {
  readonly #tree: RunTree;
  #first: StopRequest | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #hasEnded = false;

  constructor(tree: RunTree) {
    this.#tree = tree;
  }

  /** The first request: it is why the command ends. */
  get first(): StopRequest | null {
    return this.#first;
  }

  begin(request: StopRequest): void {
    this.#first ??= request;
    const { root, known } = this.#tree;
    const options = { signal: signalOf(request.signal), graceMs: request.graceMs };
    const termination = terminateAtLast(root, options, known, () => !this.#hasEnded);
    this.#running = Promise.all([this.#running, termination]);
  }

  /**
   * To be asked when the command has ended: who of its tree lives on, after any stop was carried out. Nobody, if the
   * processes cannot be listed (no descriptor left): the end must be told all the same.
   */
  async leftRunning(): Promise<readonly ProcessRow[]> {
    const root = { ...this.#tree.root, justExited: true };
    this.#hasEnded = true;
    await this.#running;
    try {
      if (treeOf(root).length === 0) return [];
      await sleepMs(settleMs);
      return treeOf(root);
    } catch (error) {
      debug('the tree cannot be seen', { error: String(error) });
      return [];
    }
  }
}

function signalOf(name: string): NodeJS.Signals {
  return stopSignals.find((signal) => signal === name) ?? 'SIGTERM';
}
