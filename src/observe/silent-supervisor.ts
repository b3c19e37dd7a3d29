import type { ProcessState } from '../../projections/process-state.ts';
import { type Identity, processTable } from '../process/identity.ts';
import { killOne } from '../process/kill-one.ts';
import { runVariable, supervisorMark } from '../process/run-variables.ts';
import { signal } from '../process/signal.ts';
import { supervisorOf } from './probe.ts';

/** Wakes up a supervisor that may have been stopped (SIGSTOP); does nothing to one that was not. */
export function wakeSupervisor(state: ProcessState): void {
  const supervisor = confirmedSupervisor(state);
  if (supervisor !== null) signal(supervisor, 'SIGCONT');
}

/**
 * Ends a supervisor that says nothing any more. True when it is dead: nothing that it had not recorded as started can run
 * then, for a gate whose supervisor is gone lets nobody through.
 */
export async function killSupervisor(state: ProcessState): Promise<boolean> {
  const supervisor = confirmedSupervisor(state);
  return supervisor !== null && (await killOne(supervisor)) !== 'survived';
}

/** Whom the journal names, if that one also says of itself that it is the supervisor of just this process. */
function confirmedSupervisor({ id, life }: ProcessState): Identity | null {
  const named = supervisorOf(life);
  if (named === null) return null;
  return processTable.variableOf(named.pid, runVariable) === supervisorMark(id) ? named : null;
}
