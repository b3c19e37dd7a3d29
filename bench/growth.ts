import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyJournal } from '../src/journal/journal-verify.ts';
import type { Bench } from './case.ts';
import { listOf } from './cases/list.ts';
import { statusAmong } from './cases/status.ts';
import { appendTo, askToStop, beginJournal } from './long-journal.ts';
import { drawPlot, type Plot, type Point } from './plot.ts';
import { median } from './statistics.ts';
import { bareNode, byTurns, type Contestant } from './timed.ts';

const processCounts = [100, 1000, 10_000, 100_000];
const eventCounts = [1000, 10_000, 100_000, 1_000_000];
const id = 'longrun1';
const looksAtVerify = 3;
const plainAppends = 2000;
const durableAppends = 30;

/** Measures how what grows grows, and draws a picture of each. */
export async function drawGrowth(bench: Bench, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const draw = (name: string, plot: Plot) => writeFileSync(join(folder, `${name}.svg`), drawPlot(plot));
  console.error('growth of list and status …');
  draw('list', await overHistory(bench, listOf, 'bg list --limit 20'));
  draw('status', await overHistory(bench, statusAmong, 'bg status <id>'));
  console.error('growth of append and verify …');
  const { plain, durable, verify } = await overEvents(bench);
  draw('append', {
    title: 'One append, by the clock',
    x: 'events in the journal',
    y: 'µs',
    series: [
      { name: 'not durable', points: plain },
      { name: 'durable', points: durable },
    ],
  });
  draw('verify', {
    title: `A whole journal verified, by the clock: best of ${looksAtVerify}`,
    x: 'events in the journal',
    y: 's',
    series: [
      { name: 'verify', points: verify },
      {
        name: '250,000 events/s',
        points: eventCounts.map((count) => [count, count / 250_000]),
        isBase: true,
      },
    ],
  });
}

async function overHistory(
  bench: Bench,
  commandIn: (bench: Bench, count: number) => Promise<Contestant>,
  name: string,
): Promise<Plot> {
  const contestants: Record<string, Contestant> = { node: bareNode(bench.folder) };
  for (const count of processCounts) contestants[count] = await commandIn(bench, count);
  const of = await byTurns(bench.rounds, contestants);
  const middle = (who: string) => median(of(who).map(({ wallMs }) => wallMs));
  return {
    title: `${name}, by the clock: median of ${bench.rounds}`,
    x: 'finished processes in the history',
    y: 'ms',
    series: [
      { name, points: processCounts.map((count) => [count, middle(String(count))]) },
      { name: 'node -e 0', points: processCounts.map((count) => [count, middle('node')]), isBase: true },
    ],
  };
}

type Growth = { readonly plain: Point[]; readonly durable: Point[]; readonly verify: Point[] };

/** One journal that grows, measured at each decade. */
async function overEvents({ folder, histories }: Bench): Promise<Growth> {
  const path = join(folder, `${id}.ndjson`);
  const pen = beginJournal(await histories.template(), path, id);
  const growth: Growth = { plain: [], durable: [], verify: [] };
  let written = 0;
  for (const count of eventCounts) {
    for (; written < count; written += 1) appendTo(pen, written);
    growth.verify.push([count, bestSeconds(() => void verifyJournal(path, id, true))]);
    growth.plain.push([count, microseconds(plainAppends, (index) => appendTo(pen, index))]);
    growth.durable.push([count, microseconds(durableAppends, () => askToStop(pen))]);
    written += plainAppends + durableAppends;
  }
  pen.close();
  return growth;
}

function microseconds(times: number, act: (index: number) => void): number {
  const took = Array.from({ length: times }, (_, index) => {
    const startMs = performance.now();
    act(index);
    return (performance.now() - startMs) * 1000;
  });
  return median(took);
}

function bestSeconds(act: () => void): number {
  const took = Array.from({ length: looksAtVerify }, () => {
    const startMs = performance.now();
    act();
    return (performance.now() - startMs) / 1000;
  });
  return Math.min(...took);
}
