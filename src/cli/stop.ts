import { FailureError } from '../../schemas/failure.ts';
import { parseDurationMs } from '../base/duration.ts';
import type { Observed } from '../observe/observe.ts';
import { leftRunning, type StopWish, stopLeftRunning, stopProcess } from '../observe/stop-process.ts';
import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';
import { processTable } from '../process/identity.ts';
import { thisHost } from '../process/presence.ts';
import { stopSignals } from '../process/stop-signals.ts';
import { chooseProcess, describe } from './choose-process.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { type Hands, writeJson } from './hands.ts';

export type StopArguments = {
  readonly id: readonly string[];
  readonly yes?: boolean | undefined;
  readonly signal: string;
  readonly grace: string;
  readonly reason?: string | undefined;
};

/** Ends processes with their whole trees, after asking. */
export async function stop(args: StopArguments, hands: Hands): Promise<number> {
  const wish = readWish(args);
  const chosen: Observed[] = [];
  for (const reference of args.id) {
    const one = await chooseProcess(hands, reference);
    if (!chosen.some(({ id }) => id === one.id)) chosen.push(one);
  }
  const over = chosen.filter(isOver);
  const [first] = over;
  if (first !== undefined && over.length === chosen.length) throw alreadyEnded(first);
  const going = chosen.filter((one) => !over.includes(one));
  for (const one of going) refuseWhatCannotBeStopped(one);
  await confirmed(args, going, hands);
  const stopped: Observed[] = [];
  for (const one of chosen) {
    if (over.includes(one)) {
      hands.tell(`⚠️  ${explainFailure(alreadyEnded(one).failure).message}`);
      stopped.push(one);
      continue;
    }
    if (one.verdict.health === 'ended') await stopLeftRunning(one, wish);
    stopped.push(one.verdict.health === 'ended' ? one : await stopProcess(hands.project, one, wish));
    if (!hands.json) hands.write(`✅ ${wordsFor(stopped.at(-1) ?? one)}\n`);
  }
  if (hands.json) {
    const processes = stopped.map((one) => describe(hands, one));
    writeJson(hands, args.id.length === 1 ? (processes[0] ?? null) : { processes });
  }
  return exitCodes.done;
}

function wordsFor({ id, verdict }: Observed): string {
  return verdict.status === 'stopped' ? `Stopped process ${id}` : `Process ${id} is over (${verdict.status})`;
}

/** It has ended, and nothing that it started still runs here. */
function isOver(observed: Observed): boolean {
  return observed.verdict.health === 'ended' && (isElsewhere(observed) || leftRunning(observed).length === 0);
}

function alreadyEnded({ id, verdict }: Observed): FailureError {
  return new FailureError({ code: 'already_ended', id, status: verdict.status });
}

function isElsewhere({ state }: Observed): boolean {
  return state.spec?.host !== thisHost() && state.spec?.bootId !== processTable.bootId();
}

function refuseWhatCannotBeStopped(observed: Observed): void {
  const { id, state, verdict } = observed;
  if (verdict.health === 'ended') return;
  if (isElsewhere(observed)) {
    const cause = `it runs on ${safeText(state.spec?.host ?? 'unknown')}`;
    throw new FailureError({ code: 'cannot_signal', id, cause });
  }
  if (verdict.health === 'unknown' && observed.probe.supervisor !== 'alive') {
    throw new FailureError({ code: 'cannot_signal', id, cause: 'its identity cannot be read from here' });
  }
}

async function confirmed(args: StopArguments, chosen: readonly Observed[], hands: Hands): Promise<void> {
  if (args.yes === true) return;
  if (!hands.terminal.stdin) throw new FailureError({ code: 'needs_confirmation', action: 'stop' });
  const names = chosen.map(
    ({ id, state }) => `${id} (${safeText(state.spec?.type ?? 'unknown', { maxChars: 30 })})`,
  );
  const noun = names.length === 1 ? 'this process' : `these ${names.length} processes`;
  const question = `Are you sure you want to stop ${noun}: ${names.join(', ')}?`;
  if (!(await hands.confirm(question))) throw new FailureError({ code: 'declined' });
}

function readWish({ signal, grace, reason }: StopArguments): StopWish {
  const wanted = signal.toUpperCase().startsWith('SIG') ? signal.toUpperCase() : `SIG${signal.toUpperCase()}`;
  const known = stopSignals.find((name) => name === wanted);
  const graceMs = /^0m?s?$/.test(grace) ? 0 : parseDurationMs(grace);
  const names = stopSignals.map((name) => name.slice(3)).join(', ');
  if (known === undefined) {
    throw new FailureError({
      code: 'usage',
      message: `--signal ${safeText(signal, { maxChars: 20 })} is none of ${names}`,
    });
  }
  if (graceMs === null || graceMs > 86_400_000) {
    throw new FailureError({
      code: 'usage',
      message: '--grace is no duration up to a day',
      hint: 'write --grace 10s',
    });
  }
  return {
    signal: known,
    graceMs,
    reason: reason === undefined ? null : redactText(safeText(reason)).slice(0, 500),
  };
}
