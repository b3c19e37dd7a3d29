import { FailureError } from '../../schemas/failure.ts';
import type { FullScreen } from '../base/full-screen.ts';
import { outputPathOf } from '../journal/project-paths.ts';
import { LiveUsage } from '../observe/live-usage.ts';
import type { Observed } from '../observe/observe.ts';
import { ProcessesWatch } from '../observe/processes-watch.ts';
import { silentMsOf } from '../observe/silence.ts';
import { lastOutputLines } from '../output/output-tail.ts';
import { safeText } from '../output/safe-text.ts';
import { gatherWhy } from '../postmortem/gather.ts';
import { paneRoom, type TopRow, type TopStyle, topLines, topPane } from '../views/top-lines.ts';
import { watcherLine } from '../views/watcher-line.ts';
import { whyLines } from '../views/why-lines.ts';
import { watcherFacts } from '../watch/watcher-facts.ts';
import { describe } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { exitCodeOfSignal, explainFailure } from './explain-failure.ts';
import type { Hands } from './hands.ts';
import { KeyQueue } from './key-queue.ts';
import { stop } from './stop.ts';
import { amid, pressed, type TopModel } from './top-keys.ts';

const lookMs = 500;
/** Of those that ended while somebody looked on, the newest so many stay in sight. */
const endedShown = 20;

/** What runs, on the whole screen, until a key ends it. What ends meanwhile stays in sight. */
export async function top(hands: Hands): Promise<number> {
  if (hands.json || hands.columns === null || !hands.terminal.stdin) {
    const message = 'top needs a terminal';
    throw new FailureError({ code: 'usage', message, hint: 'tapps-agents bg status --watch' });
  }
  const { watch } = await ProcessesWatch.open(hands.project);
  const keys = hands.readKeys();
  const screen = hands.takeScreen();
  const view = new Top(hands, watch, screen);
  try {
    return await view.untilQuit(keys.next);
  } finally {
    screen.end();
    keys.end();
    await view.stopsEnded();
  }
}

class Top {
  readonly #hands: Hands;
  readonly #watch: ProcessesWatch;
  readonly #screen: FullScreen;
  readonly #usage = new LiveUsage();
  /** Ran or waited at a look. */
  readonly #met = new Set<string>();
  readonly #stops = new Set<Promise<void>>();
  #shown: readonly Observed[] = [];
  #model: TopModel = { showing: { kind: 'table' }, chosen: null };
  #message: string | null = null;
  #why: readonly string[] = [];

  constructor(hands: Hands, watch: ProcessesWatch, screen: FullScreen) {
    this.#hands = hands;
    this.#watch = watch;
    this.#screen = screen;
  }

  async untilQuit(nextKey: () => Promise<string | null>): Promise<number> {
    const keys = new KeyQueue(nextKey);
    for (;;) {
      await this.#watch.changed(0);
      this.#look();
      this.#screen.draw(this.#lines());
      for (const key of await keys.within(lookMs))
        if (await this.#isQuitBy(key)) return key === '\x03' ? exitCodeOfSignal('SIGINT') : exitCodes.done;
    }
  }

  /** What was asked for is done to its end, and told, though nobody looks on any more. */
  async stopsEnded(): Promise<void> {
    if (this.#stops.size === 0) return;
    this.#hands.tell(this.#message ?? '');
    await Promise.all(this.#stops);
    this.#hands.tell(this.#message ?? '');
  }

  async #isQuitBy(key: string | null): Promise<boolean> {
    const before = this.#model.showing.kind;
    const ids = this.#shown.map(({ id }) => id);
    const { model, wish } = pressed(this.#model, key, ids);
    this.#model = model;
    if (wish.do === 'quit') return true;
    if (wish.do === 'suspend') process.kill(0, 'SIGTSTP'); // all that the shell would stop
    if (wish.do === 'stop') this.#stop(wish.id);
    if (model.showing.kind === 'why' && before !== 'why') await this.#explain(model.showing);
    return false;
  }

  /** Newest first; those that go on before those that ended meanwhile. */
  #look(): void {
    const all = this.#watch.observed;
    const going = newestFirst(all.filter(isGoing));
    for (const { id } of going) this.#met.add(id);
    const ended = newestFirst(all.filter((one) => this.#met.has(one.id) && !isGoing(one)));
    for (const { id } of ended.slice(endedShown)) this.#met.delete(id);
    this.#shown = [...going, ...ended.slice(0, endedShown)];
    this.#usage.look(going.filter(({ verdict }) => verdict.status === 'running'));
    const ids = this.#shown.map(({ id }) => id);
    this.#model = amid(this.#model, ids, (id) => this.#one(id) !== undefined);
  }

  #one(wanted: string): Observed | undefined {
    return this.#watch.observed.find(({ id }) => id === wanted);
  }

  #lines(): string[] {
    const { rows } = this.#screen.size();
    const style = { rows, colours: this.#hands.colours };
    const { showing } = this.#model;
    const one = showing.kind === 'table' ? undefined : this.#one(showing.id);
    if (showing.kind === 'logs' && one !== undefined) return this.#logs(one, style);
    if (showing.kind === 'why') {
      return topPane(`Why ${showing.id}`, this.#why.slice(showing.from), '↑↓: scroll · q: back', style);
    }
    const question = showing.kind === 'asking' ? `y/N: stop ${showing.id} with its whole tree?` : null;
    return this.#table(question, style);
  }

  #table(question: string | null, style: TopStyle): string[] {
    const { project, nowMs } = this.#hands;
    const watcher = watcherLine(watcherFacts(project), nowMs());
    const rows = this.#shown.map((one) => this.#rowOf(one));
    const { chosen } = this.#model;
    return topLines({ rows, chosen, watcher, question, message: this.#message, nowMs: nowMs() }, style);
  }

  #rowOf(one: Observed): TopRow {
    const { project, nowMs } = this.#hands;
    const silentMs = silentMsOf(project, one, nowMs());
    return { process: describe(this.#hands, one), silentMs, ...this.#usage.of(one.id) };
  }

  #logs({ id, state, verdict }: Observed, style: TopStyle): string[] {
    const path = state.spec === null ? null : outputPathOf(this.#hands.project, state.spec.output);
    const lines = linesOf(path, paneRoom(style.rows));
    return topPane(`Output of ${id}: ${verdict.status}`, lines, 'q: back', style);
  }

  async #explain(showing: Extract<TopModel['showing'], { kind: 'why' }>): Promise<void> {
    const { nowMs, colours, project } = this.#hands;
    const one = this.#one(showing.id);
    if (one === undefined) return;
    this.#why = whyLines(await gatherWhy(project, one), { nowMs: nowMs(), colours });
    const last = Math.max(0, this.#why.length - paneRoom(this.#screen.size().rows));
    this.#model = { ...this.#model, showing: { ...showing, last } };
  }

  /** The rest goes on meanwhile: a tree may take its grace. */
  #stop(id: string): void {
    this.#message = `Stopping ${id} …`;
    const say = (text: string): void => {
      this.#message = text.trim();
    };
    const hands = { ...this.#hands, write: say, tell: say };
    const stopping = stop({ id: [id], yes: true, signal: 'TERM', grace: '10s' }, hands)
      .then(() => {})
      .catch((error: unknown) => say(`❌ ${safeText(wordsOf(error), { maxChars: 200 })}`))
      .finally(() => this.#stops.delete(stopping));
    this.#stops.add(stopping);
  }
}

function isGoing({ verdict }: Observed): boolean {
  return verdict.status === 'running' || verdict.status === 'queued';
}

function newestFirst(all: readonly Observed[]): Observed[] {
  const launchedAt = ({ state }: Observed): string => state.spec?.at ?? '';
  return all.toSorted((one, other) => (launchedAt(one) < launchedAt(other) ? 1 : -1));
}

function linesOf(path: string | null, rows: number): readonly string[] {
  try {
    return path === null ? [] : lastOutputLines(path, rows);
  } catch (error) {
    return [safeText(wordsOf(error), { maxChars: 200 })];
  }
}

function wordsOf(error: unknown): string {
  return error instanceof FailureError ? explainFailure(error.failure).message : String(error);
}
