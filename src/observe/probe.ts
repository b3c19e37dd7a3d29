import type { Probe } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { type Identity, processTable, unknownBoot } from '../process/identity.ts';
import { presenceOf, thisHost } from '../process/presence.ts';
import { hasUnnamedSupervisor } from './unnamed-supervisor.ts';

const unknowable: Probe = { launcher: 'unknown', supervisor: 'unknown', child: 'unknown', rebooted: false };

/** Looks at the machine for whoever a journal says is at work. Writes nothing. */
export function probeOf({ id, spec, life }: ProcessState): Probe {
  if (life.phase === 'ended' || life.phase === 'rejected' || spec === null) return unknowable;
  if (processTable.bootId() === unknownBoot) return unknowable;
  // The same boot is the same machine, also after its name was changed.
  if (spec.bootId !== processTable.bootId()) return { ...unknowable, rebooted: spec.host === thisHost() };
  const presence = (identity: Identity | null): Probe['child'] =>
    identity === null ? 'dead' : presenceOf(identity);
  const launcher = presence({ pid: spec.launcherPid, startToken: spec.launcherStartToken });
  const isCut = life.phase === 'requested' && launcher === 'dead' && hasUnnamedSupervisor(id);
  return {
    launcher,
    supervisor: isCut ? 'alive' : presence(supervisorOf(life)),
    child: presence(life.phase === 'started' ? life.running.child : null),
    rebooted: false,
  };
}

/** Who supervises it, or did, by its journal. */
export function supervisorOf(life: ProcessState['life']): Identity | null {
  if (life.phase === 'launched') return life.supervisor;
  if (life.phase === 'waiting') return life.waiting.supervisor;
  return life.phase === 'started' ? life.running.supervisor : null;
}
