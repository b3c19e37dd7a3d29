import { sleepMs } from '../../src/base/clock.ts';
import { listProcessIds, type Project } from '../../src/journal/project-paths.ts';
import { anyPlan, type Plan } from './book.ts';
import type { Chance } from './chance.ts';
import { Crowd } from './crowd.ts';
import { endAll } from './crowd-end.ts';
import { groundFor } from './ground.ts';
import { Harm } from './harm.ts';
import { eventsIn } from './journals.ts';
import { inLanes } from './lanes.ts';
import { shownNotices } from './notices-shown.ts';
import type { Finding, PartResult, Site } from './part.ts';
import { reckon } from './reckoning.ts';

const lanes = 4;
/** The last of them take a second to their end, and nobody is to stop them before. */
const lastOnesMs = 5000;
const settings = ['watch: {idle_exit: 600}'];

/** Launches that nobody harms, several at once: one start and one end each, in order, and one notice of each end. */
export async function launches({ folder, chance, options, tell }: Site): Promise<PartResult> {
  const ground = groundFor(folder, 'launches', settings);
  const crowd = new Crowd(ground, chance.fork('crowd'), { alive: 0, longestSeconds: 1, launchersKilled: 0 });
  let done = 0;
  await inLanes(Array.from({ length: options.launches }), lanes, async () => {
    await crowd.launch(shortPlan(chance));
    done += 1;
    tell(`${done} of ${options.launches} launched, ${shownNotices(ground.shown).length} ends told`);
  });
  await sleepMs(lastOnesMs);
  const ends = await endAll(crowd, new Harm(crowd, chance));
  const { findings, notes } = await reckon(ground, crowd.entries);
  return {
    tried: [
      ['launches', done],
      ['notices', shownNotices(ground.shown).length],
    ],
    findings: [
      ...ends,
      ...findings,
      ...listProcessIds(ground.project).flatMap((id) => order(ground.project, id)),
    ],
    notes,
  };
}

/** One that ends by itself, and soon. */
function shortPlan(chance: Chance): Plan {
  const plan = anyPlan(chance, 1);
  return plan.way === 'deaf' || plan.way === 'tree'
    ? { way: 'exit', steps: 1, pauseSeconds: 0, what: '0' }
    : plan;
}

const course = [
  'launch.requested',
  'launch.validated',
  'process.launched',
  'process.started',
  'process.exited',
  'process.completed',
  'process.failed',
];

function order(project: Project, id: string): Finding[] {
  const types = eventsIn(project, id).map(({ event }) => event.type);
  const found = types.filter((type) => course.includes(type));
  const [verdict = ''] = found.slice(-1);
  const isInOrder =
    found.slice(0, 5).join() === course.slice(0, 5).join() &&
    found.length === 6 &&
    course.slice(5).includes(verdict);
  return isInOrder ? [] : [{ kind: 'end', what: `${id}: ${types.join(' ')}` }];
}
