import { setTimeout as sleep } from 'node:timers/promises';
import { watcherFacts } from '../../src/watch/watcher-facts.ts';
import type { Plan } from './book.ts';
import { Crowd } from './crowd.ts';
import { endAll } from './crowd-end.ts';
import { type Ground, groundFor } from './ground.ts';
import { Harm } from './harm.ts';
import { type Held, heldBy, moreThan, wordsOf } from './held.ts';
import { supervisorOf } from './journals.ts';
import { inLanes } from './lanes.ts';
import type { Finding, PartResult, Site } from './part.ts';
import { reckon } from './reckoning.ts';

const warmUp = 20;
const lanes = 2;
/** The first worker is the neighbour. Called stalled it would have a word of the watcher in its journal, held open for more. */
const neighbour = 'types: {w0: {stall_after: 7d}}';
const settings = ['health_check_interval: 1', 'watch: {idle_exit: 600}', neighbour];
/** What is open for a process that has just ended is let go of in this time. */
const quietMs = 15_000;

/**
 * Starts something and stops it, again and again. A neighbour runs all the time, so that its supervisor and the
 * watcher are there in every cycle; what they hold afterwards must not be more than before.
 */
export async function cycles({ folder, chance, options, tell }: Site): Promise<PartResult> {
  const ground = groundFor(folder, 'cycles', settings);
  const crowd = new Crowd(ground, chance.fork('crowd'), { alive: 0, longestSeconds: 1, launchersKilled: 0 });
  const harm = new Harm(crowd, chance.fork('harm'));
  const { id: neighbourId } = await crowd.launch({ way: 'exit', steps: 1, pauseSeconds: 86_400, what: '0' });
  const cycle = async (): Promise<void> => {
    const entry = await crowd.launch(chance.pick(plans));
    if (chance.next() < 0.5) await sleep(chance.between(0, 300));
    await harm.stopOne(entry, false);
  };
  await inLanes(Array.from({ length: warmUp }), lanes, cycle);
  await sleep(quietMs);
  const before = allHeld(ground, neighbourId ?? '');
  let done = 0;
  await inLanes(Array.from({ length: options.cycles }), lanes, async () => {
    await cycle();
    done += 1;
    tell(`${done} of ${options.cycles} started and stopped`);
  });
  await sleep(quietMs);
  const after = allHeld(ground, neighbourId ?? '');
  const ends = await endAll(crowd, harm);
  const { findings, notes } = await reckon(ground, crowd.entries);
  return {
    tried: [['starts and stops', done]],
    findings: [...harm.findings, ...ends, ...grownIn(before, after), ...findings],
    notes: [...notes, ...[...after].map(([who, held]) => `${who} holds ${wordsOf(held)} afterwards`)],
  };
}

const plans: readonly Plan[] = (['exit', 'exit', 'deaf', 'tree'] as const).map((way) => {
  return { way, steps: 1, pauseSeconds: 1789, what: '0' };
});

function allHeld({ project }: Ground, neighbour: string): Map<string, Held> {
  const held = new Map([['the soak itself', heldBy(process.pid)]]);
  const watcher = watcherFacts(project).pid;
  const supervisor = supervisorOf(project, neighbour);
  if (watcher !== null) held.set('the watcher', heldBy(watcher));
  if (supervisor !== null) held.set("the neighbour's supervisor", heldBy(supervisor));
  return held;
}

function grownIn(before: ReadonlyMap<string, Held>, after: ReadonlyMap<string, Held>): Finding[] {
  return [...before].flatMap(([who, held]): Finding[] => {
    const now = after.get(who);
    if (now === undefined) return [{ kind: 'wrong', what: `${who} is not there any more` }];
    return moreThan(held, now).map((what) => ({ kind: 'left', what: `${who}: ${what}` }));
  });
}
