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
import { type TopRow, type TopStyle, topLines, topPane } from '../views/top-lines.ts';
import { watcherLine } from '../views/watcher-line.ts';
import { whyLines } from '../views/why-lines.ts';
import { watcherFacts } from '../watch/watcher-facts.ts';
import { describe } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { exitCodeOfSignal, explainFailure } from './explain-failure.ts';
import type { Hands } from './hands.ts';
import { KeyQueue } from './key-queue.ts';
import { stop } from './stop.ts';
import { chosenOf, pressed, type TopModel } from './top-keys.ts';

const lookMs = 500;

/** What runs, on the whole screen, until a key ends it. What ends meanwhile stays in sight. */
export async function top(hands: Hands): Promise<number> {
  if (hands.json || hands.columns === null || !hands.terminal.stdin) {
    const message = 'top needs a terminal';
    throw new FailureError({ code: 'usage', message, hint: 'tapps-agents bg status --watch' });
  }
  const { watch } = await ProcessesWatch.open(hands.project);
  const keys = hands.readKeys();
  const screen = hands.takeScreen();
  try {
    return await new Top(hands, watch, screen).untilQuit(keys.next);
  } finally {
    screen.end();
    keys.end();
  }
}

class Top {
  readonly #hands: Hands;
  readonly #watch: ProcessesWatch;
  readonly #screen: FullScreen;
  readonly #usage = new LiveUsage();
  /** Ran or waited at a look. */
  readonly #met = new Set<string>();
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
      this.#screen.draw(this.#lines());
      for (const key of await keys.within(lookMs))
        if (await this.#isQuitBy(key)) return key === '\x03' ? exitCodeOfSignal('SIGINT') : exitCodes.done;
    }
  }

  async #isQuitBy(key: string | null): Promise<boolean> {
    const before = this.#model.showing.kind;
    const { model, wish } = pressed(
      this.#model,
      key,
      this.#shown.map(({ id }) => id),
    );
    this.#model = model;
    if (wish.do === 'quit') return true;
    if (wish.do === 'stop') void this.#stop(wish.id);
    const one = model.showing.kind === 'why' && before !== 'why' ? this.#one(model.showing.id) : undefined;
    if (one !== undefined) await this.#explain(one);
    return false;
  }

  /** Newest first; those that go on before those that ended meanwhile. */
  get #shown(): Observed[] {
    const isGoing = ({ verdict }: Observed): boolean =>
      verdict.status === 'running' || verdict.status === 'queued';
    const all = this.#watch.observed.toSorted((one, other) =>
      (other.state.spec?.at ?? '').localeCompare(one.state.spec?.at ?? ''),
    );
    for (const one of all) if (isGoing(one)) this.#met.add(one.id);
    return [...all.filter(isGoing), ...all.filter((one) => !isGoing(one) && this.#met.has(one.id))];
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
    if (showing.kind === 'why' && one !== undefined) {
      const lines = this.#why.slice(Math.min(showing.from, Math.max(0, this.#why.length - 1)));
      return topPane(`Why ${one.id}`, lines, '↑↓: scroll · q: back', style);
    }
    const question = showing.kind === 'asking' ? `Stop ${showing.id} with its whole tree? y/N` : null;
    return this.#table(question, style);
  }

  #table(question: string | null, style: TopStyle): string[] {
    const { project, nowMs } = this.#hands;
    const shown = this.#shown;
    const chosen = chosenOf(
      this.#model,
      shown.map(({ id }) => id),
    );
    const watcher = watcherLine(watcherFacts(project), nowMs());
    const rows = shown.map((one) => this.#rowOf(one));
    return topLines({ rows, chosen, watcher, message: question ?? this.#message, nowMs: nowMs() }, style);
  }

  #rowOf(one: Observed): TopRow {
    const { project, nowMs } = this.#hands;
    const silentMs = silentMsOf(project, one, nowMs());
    return { process: describe(this.#hands, one), silentMs, ...this.#usage.of(one) };
  }

  #logs({ id, state, verdict }: Observed, style: TopStyle): string[] {
    const path = state.spec === null ? null : outputPathOf(this.#hands.project, state.spec.output);
    return topPane(`Output of ${id}: ${verdict.status}`, linesOf(path, style.rows), 'q: back', style);
  }

  async #explain(one: Observed): Promise<void> {
    const why = await gatherWhy(this.#hands.project, one);
    this.#why = whyLines(why, { nowMs: this.#hands.nowMs(), colours: this.#hands.colours });
  }

  /** The rest goes on meanwhile: a tree may take its grace. */
  async #stop(id: string): Promise<void> {
    this.#message = `Stopping ${id} …`;
    const say = (text: string): void => {
      this.#message = text.trim();
    };
    try {
      await stop(
        { id: [id], yes: true, signal: 'TERM', grace: '10s' },
        { ...this.#hands, write: say, tell: say },
      );
    } catch (error) {
      this.#message = `❌ ${safeText(wordsOf(error), { maxChars: 200 })}`;
    }
  }
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
