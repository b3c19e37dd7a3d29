import { elsewhere, hasHappened, hasSaid, isGone, kill, letGo, untilLetGo } from './acts.ts';
import { type Fate, sh } from './death.ts';

/** Ends that nobody was left to see. */
export const lostDeaths: readonly Fate[] = [
  {
    name: 'a supervisor and its command that were killed together',
    words: sh('echo working; exec sleep 300'),
    meanwhile: (at) => kill(at, 'supervisor', 'command'),
    says: 'lost: it and its supervisor are gone; nobody saw how it ended',
    rule: 'supervisor_died',
    certainty: 'unknown',
  },
  {
    name: 'a command whose supervisor was killed, and that ended later',
    words: sh(`echo working; ${untilLetGo}; echo "error: the index is broken"; exit 1`),
    meanwhile: async (at) => {
      await hasSaid(at, 'working');
      await kill(at, 'supervisor');
      letGo(at);
      await isGone(at);
    },
    says: 'lost: it and its supervisor are gone; nobody saw how it ended',
    rule: 'supervisor_died',
    certainty: 'unknown',
  },
  {
    name: 'a machine that was restarted',
    words: sh('echo working; exec sleep 300'),
    meanwhile: async (at) => {
      await kill(at, 'supervisor', 'command');
      elsewhere(at);
    },
    says: 'lost: the machine was restarted while it ran',
    rule: 'machine_restarted',
    certainty: 'certain',
  },
  {
    name: 'a launch that was killed before the command began',
    words: sh('touch never'),
    env: { NODE_ENV: 'test', TAPPS_FAILPOINT: 'supervise.before-spawn:kill' },
    says: 'never started: its supervisor or launcher was gone before the command started',
    rule: 'never_started',
    certainty: 'likely',
  },
  {
    name: 'a supervisor that was killed between two attempts',
    words: sh('echo "error: try later"; exit 1', '--retries', '2', '--retry-delay', '10m'),
    meanwhile: async (at) => {
      await hasHappened(at, 'process.exited');
      await kill(at, 'supervisor');
    },
    says: 'lost: it and its supervisor are gone; nobody saw how it ended',
    rule: 'supervisor_died',
    certainty: 'unknown',
  },
];
