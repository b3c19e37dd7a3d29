import type { DataOf } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { ownJournalId } from '../journal/own-journal.ts';
import { redactText } from '../output/redact.ts';
import { knowSecretsOf } from '../output/redact-known.ts';
import { safeText } from '../output/safe-text.ts';
import { journalVariable } from '../process/run-variables.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, writeJson } from './hands.ts';

export type EmitProgressArguments = {
  readonly step?: string | undefined;
  readonly percent?: number | undefined;
  readonly label?: string | undefined;
};

/** Writes progress into the journal of the process that calls it. */
export function emitProgress(args: EmitProgressArguments, hands: Hands): number {
  const { percent } = args;
  if (percent !== undefined && !(percent >= 0 && percent <= 100)) {
    throw new FailureError({ code: 'usage', message: '--percent must be between 0 and 100' });
  }
  const steps = args.step === undefined ? {} : readStep(args.step);
  const said: DataOf<'process.progressed'> = {
    ...(percent === undefined ? percentOfStep(steps) : { percent }),
    ...steps,
    ...(args.label === undefined ? {} : { label: written(args.label, hands).slice(0, 200) }),
    line: null,
    offset: null,
  };
  if (Object.keys(said).length === 2) {
    throw new FailureError({ code: 'usage', message: 'emit progress needs --step, --percent or --label' });
  }
  return append(hands, (writer) => writer.append('process.progressed', said));
}

/** Leaves a remark in the journal of the process that calls it. */
export function emitNote(words: readonly string[], hands: Hands): number {
  const text = [...words, ...(hands.behindDashes ?? [])].join(' ');
  const message = written(text, hands).slice(0, 2000);
  if (message.trim() === '')
    throw new FailureError({
      code: 'usage',
      message: 'emit note needs a text',
      hint: 'tapps-agents bg emit note "cache was cold"',
    });
  return append(hands, (writer) => writer.append('process.noted', { message }));
}

/** It was started with the environment of the command, whose secrets it may have been given to say. */
function written(text: string, { env }: Hands): string {
  const forget = knowSecretsOf(env);
  try {
    return redactText(safeText(text));
  } finally {
    forget();
  }
}

function append(hands: Hands, write: (writer: JournalWriter) => void): number {
  const path = hands.env[journalVariable];
  if (path === undefined || path === '') throw new FailureError({ code: 'not_inside_a_process' });
  const id = ownJournalId(path);
  const writer = JournalWriter.open(path, id, 'emit');
  write(writer);
  writer.close();
  if (hands.json) writeJson(hands, { success: true, id });
  return exitCodes.done;
}

function readStep(text: string): { readonly step: number; readonly steps?: number } {
  const match = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(text);
  const step = Number(match?.[1]);
  const steps = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match === null || (steps !== undefined && (steps < 1 || step > steps))) {
    throw new FailureError({
      code: 'usage',
      message: `--step ${text.slice(0, 40)} is no step`,
      hint: 'write --step 3/9',
    });
  }
  return steps === undefined ? { step } : { step, steps };
}

/** A step that begins: those before it are done. */
function percentOfStep({ step, steps }: { readonly step?: number; readonly steps?: number }): {
  readonly percent?: number;
} {
  if (step === undefined || steps === undefined || step < 1) return {};
  return { percent: Math.floor(((step - 1) / steps) * 1000) / 10 };
}
