import { advice, type CauseRule, certain, type Explained, type Try, unknown } from './cause-rule.ts';
import { type Death, failedStep, headOf, inStep } from './death.ts';
import { isResumable } from './resumable.ts';

/** Ends that somebody decided or wrote down: a stop, a limit, a pattern, the step runner, a loss. */
export const causesOfRecordedEnds: readonly CauseRule[] = [
  { name: 'stopped', explain: stopped },
  {
    name: 'time_limit',
    explain: (death) =>
      limit(death, 'timeout', 'time limit', [
        advice('give it more time, or find out what took so long', `tapps-agents bg logs ${death.state.id}`),
      ]),
  },
  {
    name: 'output_limit',
    explain: (death) =>
      limit(death, 'output_limit', 'output limit', [
        advice('write less, or raise --max-output; without :stop the newest half is kept instead'),
      ]),
  },
  { name: 'fail_on', explain: failOn },
  { name: 'blocked', explain: blocked },
  { name: 'artifact_missing', explain: artifactMissing },
  { name: 'gate_not_passed', explain: (death) => stepWords(death, /^its gate was not passed/) },
  { name: 'step_time_limit', explain: (death) => stepWords(death, /time limit/) },
  { name: 'step_not_started', explain: (death) => stepWords(death, /^(?:could not be started|nobody can)/) },
  { name: 'done_missing', explain: doneMissing },
  { name: 'no_success_code', explain: noSuccessCode },
  {
    name: 'machine_restarted',
    explain: (death) =>
      lost(death, /restarted/, 'the machine was restarted while it ran', 'a restart of the machine'),
  },
  {
    name: 'supervisor_died',
    explain: (death) =>
      lost(death, /./, 'it and its supervisor are gone; nobody saw how it ended', undefined),
  },
];

function stopped({ verdict, state }: Death): Explained | null {
  if (verdict.reason !== 'stopped') return null;
  const reason = state.stop?.reason ?? null;
  const signal = state.stop?.signal ?? 'a signal';
  const wasKilled = verdict.signal === 'SIGKILL' && signal !== 'SIGKILL';
  const how = wasKilled ? `${signal}, then SIGKILL, for it did not end` : `${signal}, as was asked for`;
  return certain(`stopped on request: ${reason ?? 'no reason was given'}`, {
    sender: `bg stop (${how})`,
    tries: [advice('nothing is wrong with it; launch it again', `tapps-agents bg rerun ${state.id}`)],
  });
}

function limit(
  death: Death,
  reason: 'timeout' | 'output_limit',
  name: string,
  tries: readonly Try[],
): Explained | null {
  if (death.verdict.reason !== reason) return null;
  const words = death.verdict.message ?? `it went beyond its ${name}`;
  const line = words.includes(name) ? `${words}${inStep(death)}` : `${name}${inStep(death)}: ${words}`;
  return certain(line, { sender: `its supervisor, for the ${name}`, tries });
}

function failOn(death: Death): Explained | null {
  const { failLine } = death.state.facts.output;
  if (death.verdict.reason !== 'output_error' || failLine === null) return null;
  const decisive = { text: failLine.line, offset: failLine.offset, isError: true };
  return certain(`its output says that it failed${inStep(death)}: ${failLine.line.trim()}`, {
    decisive,
    tries: [advice('the line matches its fail_on pattern; if it means no failure, mend the pattern')],
  });
}

function blocked({ verdict, state }: Death): Explained | null {
  if (verdict.reason !== 'blocked') return null;
  return certain(verdict.message ?? 'Workflow blocked: no ready steps', {
    tries: [advice('make what is missing, then go on', again(state))],
  });
}

function artifactMissing(death: Death): Explained | null {
  const { verdict } = death;
  if (verdict.reason !== 'artifact_missing') return null;
  const step = failedStep(death.state);
  const words = step?.message ?? verdict.message ?? 'it did not make what it promised';
  return certain(`artifact missing${inStep(death)}: ${words}`, {
    tries: [advice('see what the step did instead of making it', `tapps-agents bg logs ${death.state.id}`)],
  });
}

function stepWords(death: Death, shape: RegExp): Explained | null {
  const message = failedStep(death.state)?.message ?? '';
  if (!hasFailedWorkflow(death) || !shape.test(message)) return null;
  return certain(`failed${inStep(death)}: ${message}`);
}

function hasFailedWorkflow({ verdict, state }: Death): boolean {
  return verdict.status === 'failed' && state.outcome?.outcome === 'failed';
}

function doneMissing(death: Death): Explained | null {
  if (death.verdict.reason !== 'done_missing') return null;
  const pattern = death.state.spec?.patterns.doneOn ?? '';
  return certain(`${headOf(death)}, but its output never said that it is done (${pattern})`, {
    tries: [advice('see its last lines; if they are how it ends well, mend done_on')],
  });
}

/** Where it says itself what went wrong, that is the better answer; exit 0 never is. */
function noSuccessCode(death: Death): Explained | null {
  const { verdict, state, code, lines } = death;
  const codes = state.spec?.successCodes;
  if (verdict.reason !== 'exit_code' || codes === undefined || code === null) return null;
  if (code !== 0 && lines.some(({ isError }) => isError)) return null;
  return certain(`${headOf(death)}, which is not among its success codes (${codes.join(', ')})`, {
    tries: [advice('if it means success, name it in --success-codes')],
  });
}

function lost(death: Death, shape: RegExp, words: string, sender: string | undefined): Explained | null {
  const { verdict, state } = death;
  if (verdict.reason !== 'lost' || !shape.test(verdict.message ?? '')) return null;
  const tries = [advice('launch it again', again(state))];
  const line = `lost${inStep(death)}: ${words}`;
  return sender === undefined ? unknown(line, { tries }) : certain(line, { sender, tries });
}

function again({ id, spec }: Death['state']): string {
  return `tapps-agents bg rerun ${id}${isResumable(spec) ? ' --resume' : ''}`;
}
