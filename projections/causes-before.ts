import { advice, type CauseRule, certain, type Explained, likely, type Try, unknown } from './cause-rule.ts';
import type { Death } from './death.ts';

/** It never ran: refused, not executable, cut off, or whom it waited for failed. */
export const causesBeforeStart: readonly CauseRule[] = [
  { name: 'refused', explain: refused },
  spawnFailure('command_not_found', 'ENOENT', [
    advice('correct the name or the path, or install it; the check before a launch names what is near'),
  ]),
  spawnFailure('not_executable', 'EACCES', [advice('make it executable: chmod +x, or name its interpreter')]),
  spawnFailure('wrong_format', 'ENOEXEC', [
    advice('it is no program of this machine: give it a #! line, or build it for this machine'),
  ]),
  spawnFailure('arguments_too_large', 'E2BIG', [
    advice('put long arguments into a file and pass its name; clear large variables'),
  ]),
  spawnFailure('too_many_links', 'ELOOP', [advice('its path leads in a circle of links: correct it')]),
  spawnFailure('no_process_left', 'EAGAIN', [
    advice('the limit of processes of this user is reached: see ulimit -u, and end what hangs'),
  ]),
  spawnFailure('no_memory_to_start', 'ENOMEM', [advice('end other programs, or raise the memory limit')]),
  spawnFailure('bad_argument', 'ERR_INVALID_ARG_VALUE', [advice('take the NUL byte out of the arguments')]),
  { name: 'not_started', explain: notStarted },
  { name: 'predecessor_failed', explain: predecessorFailed },
  { name: 'beginning_missing', explain: beginningMissing },
  { name: 'never_started', explain: neverStarted },
];

const shownChecks = 5;

function refused({ verdict, state }: Death): Explained | null {
  if (verdict.status !== 'rejected') return null;
  const failed = state.checks.filter(({ ok, severity }) => !ok && severity === 'error');
  const messages = failed.map(({ message }) => message);
  const more = messages.length > shownChecks ? `; and ${messages.length - shownChecks} more` : '';
  const tries: Try[] = failed.filter(({ hint }) => hint !== '').map(({ hint }) => advice(hint));
  return certain(`refused before it ran: ${messages.slice(0, shownChecks).join('; ')}${more}`, { tries });
}

function spawnFailure(name: string, code: string, tries: readonly Try[]): CauseRule {
  return {
    name,
    explain: (death) => {
      const failure = spawnFailureOf(death);
      return failure?.code === code ? certain(`not started (${code}): ${failure.message}`, { tries }) : null;
    },
  };
}

function notStarted(death: Death): Explained | null {
  const failure = spawnFailureOf(death);
  return failure === null ? null : certain(`not started (${failure.code}): ${failure.message}`);
}

function spawnFailureOf({
  state: { life },
}: Death): { readonly code: string; readonly message: string } | null {
  return life.phase === 'ended' && life.ending.how === 'spawn_failed' ? life.ending.data : null;
}

/** What waits for another process is blocked for good when that one fails. */
function predecessorFailed({ verdict, state }: Death): Explained | null {
  const after = state.spec?.after;
  const blocked = state.outcome?.outcome === 'blocked' && state.firstStartedAt === null;
  if (!blocked || after === undefined || verdict.status === 'stopped') return null;
  return certain(`never started: ${state.outcome?.message ?? `${after} did not complete`}`, {
    tries: [
      advice(`see why that one failed`, `tapps-agents bg why ${after}`),
      advice('then launch it again', `tapps-agents bg rerun ${state.id}`),
    ],
  });
}

/** A launch begins its journal with what was launched, so that was taken out of it: nobody knows whether it ran. */
function beginningMissing({ verdict, state }: Death): Explained | null {
  if (verdict.reason !== 'lost' || state.spec !== null) return null;
  return unknown('not known: its journal does not say what was launched; it was emptied, cut or replaced', {
    tries: [
      advice('see what is wrong with the journal', `tapps-agents bg verify ${state.id}`),
      advice('see what it wrote', `tapps-agents bg logs ${state.id}`),
    ],
  });
}

function neverStarted({ verdict, state }: Death): Explained | null {
  if (verdict.reason !== 'lost' || state.firstStartedAt !== null) return null;
  const rebooted = verdict.message?.includes('restarted') === true;
  const words = rebooted
    ? 'the machine was restarted before the command started'
    : 'its supervisor or launcher was gone before the command started';
  return likely(`never started: ${words}`, {
    tries: [advice('launch it again; nothing of it ran', `tapps-agents bg rerun ${state.id}`)],
  });
}
