import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from './crowd.ts';
import { endAll } from './crowd-end.ts';
import { groundFor } from './ground.ts';
import { Harm } from './harm.ts';
import type { PartResult, Site } from './part.ts';
import { reckon } from './reckoning.ts';
import { stormOfWriters } from './storm-writers.ts';

const alive = 16;
const longestSeconds = 8;
const settings = ['health_check_interval: 1', 'watch: {idle_exit: 600}'];

/** Half of the kills hit writers amid their appends, the other half real launches at any moment of their life. */
export async function storm(site: Site): Promise<PartResult> {
  const { kills } = site.options;
  const writers = await stormOfWriters(site, Math.ceil(kills / 2));
  const launches = await stormOfLaunches(site, Math.floor(kills / 2));
  return {
    tried: [...writers.tried, ...launches.tried],
    findings: [...writers.findings, ...launches.findings],
    notes: [...writers.notes, ...launches.notes],
  };
}

async function stormOfLaunches({ folder, chance, tell }: Site, kills: number): Promise<PartResult> {
  const ground = groundFor(folder, 'storm', settings);
  const crowd = new Crowd(ground, chance.fork('crowd'), { alive, longestSeconds, launchersKilled: 0.2 });
  const harm = new Harm(crowd, chance.fork('harm'));
  const at = [crowd.keepUp(), harm.kill(250), harm.kill(250), harm.stop(600, 0.5), harm.look(2000)];
  while (harm.killed < kills) {
    await sleep(250);
    tell(`${harm.killed} of ${kills} killed, of ${crowd.entries.length} launches and their watchers`);
  }
  crowd.end();
  await Promise.all(at);
  tell('all kills done, waiting for the ends');
  const ends = await endAll(crowd, harm);
  const { findings, notes } = await reckon(ground, crowd.entries, harm.killed);
  return {
    tried: [
      [`kills (${harm.words})`, harm.killed],
      ['launches', crowd.entries.length],
      ['stops', harm.stops],
    ],
    findings: [...harm.findings, ...ends, ...findings],
    notes,
  };
}
