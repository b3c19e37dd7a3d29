import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { carriesKnownData, faultInEvent, isSupervisionOrder } from '../../schemas/validate.ts';
import { sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { runProgram } from '../base/run-program.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { closeInheritedDescriptors } from '../process/inherited-descriptors.ts';
import { keepYoungGenerationSmall } from '../process/young-generation.ts';
import { rivalIn } from './rival.ts';
import { supervise } from './supervise.ts';

const chunkBytes = 64 * 1024;
const againMs = 5;

let answered = false;

/**
 * The supervisor's own program: `node supervisor.js <id>`. On stdin comes a line with its journal, then the order to
 * the end of the stream; the answer goes to stdout, and nothing connects it to whoever launched it any more.
 */
const [id] = process.argv.slice(2);
if (id === undefined) {
  console.error('usage: supervisor <id>; started by tapps-agents itself');
  process.exit(2);
}
for (const name of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGPIPE'] as const) process.on(name, () => {});
closeInheritedDescriptors();
process.title = `tapps-agents supervisor ${id}`;
runProgram(() => main(id));

async function main(processId: string): Promise<void> {
  const { journal: path, order } = await readOrder();
  if (path === null) return; // it was started before the checks were done, and they came to nothing
  const writer = JournalWriter.open(path, processId, 'supervisor');
  process.on('uncaughtException', (error) => noteFault(writer, error));
  const rival = rivalIn(path, processId);
  if (rival !== null) {
    const message = `${processId} has a supervisor already: ${rival}`;
    answer({ outcome: 'failed', code: 'supervisor', message });
    process.exitCode = 1;
    return;
  }
  if (order === null) return writer.append('process.lost', { reason: 'never_started', lastSeenAt: null });
  try {
    await supervise(order, writer, answer);
  } catch (error) {
    const message = wordsFor(error);
    noteFault(writer, error);
    answer({ outcome: 'failed', code: 'supervisor', message: message.slice(0, 2000) });
    process.exitCode = 1;
  }
}

/**
 * No journal: nothing was launched. No order: the launcher died before it had said everything, and nothing may be
 * started.
 */
async function readOrder(): Promise<{
  readonly journal: string | null;
  readonly order: SupervisionOrder | null;
}> {
  loadValidators();
  const said = await readToEnd();
  const lineEnd = said.indexOf('\n');
  if (lineEnd === -1) return { journal: null, order: null };
  const journal = parsed(said.slice(0, lineEnd));
  const order = parsed(said.slice(lineEnd + 1));
  return {
    journal: typeof journal === 'string' ? journal : null,
    order: isSupervisionOrder(order) ? order : null,
  };
}

/** They are files of their own, loaded when they are first asked: here before the order is waited for. */
function loadValidators(): void {
  isSupervisionOrder(null);
  faultInEvent({ type: 'process.started', data: null });
  carriesKnownData({ type: 'process.launched', data: {} });
}

/**
 * Waits for a launcher that checks, or is on a slow disk. Not by `process.stdin`: making one, and its end, take 3 ms that the
 * launch would wait for, and there is nothing else to do meanwhile.
 */
async function readToEnd(): Promise<string> {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const chunks: Buffer[] = [];
  try {
    for (let count = await readWhenThere(chunk); count > 0; count = await readWhenThere(chunk))
      chunks.push(Buffer.from(chunk.subarray(0, count)));
    return Buffer.concat(chunks).toString();
  } catch (error) {
    debug('no order', { error: String(error) });
    return '';
  } finally {
    replace(0);
  }
}

/** Whoever started it may have left the descriptor as one that does not wait. */
async function readWhenThere(chunk: Buffer): Promise<number> {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      if (!hasCode(error, 'EAGAIN', 'EINTR')) throw error;
      await sleepMs(againMs);
    }
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    debug('no order', { error: String(error) });
    return null;
  }
}

/** One line; a stack is for `--debug`. */
function wordsFor(error: unknown): string {
  if (!(error instanceof FailureError)) return error instanceof Error ? error.message : String(error);
  const { failure } = error;
  return 'cause' in failure ? `${failure.code.replaceAll('_', ' ')}: ${failure.cause}` : failure.code;
}

function answer(said: SupervisionAnswer): void {
  if (answered) return;
  answered = true;
  try {
    writeSync(1, `${JSON.stringify(said)}\n`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('no answer', { error: String(error) }); // the launcher is gone: the journal tells it all the same
  }
  replace(1);
  void keepYoungGenerationSmall(); // nobody waits for this program any more
}

/** Points a standard descriptor at nothing, so that the launcher sees its end closed. A command may run: it goes on without. */
function replace(fd: number): void {
  try {
    closeSync(fd);
    openSync('/dev/null', fd === 0 ? 'r' : 'w'); // the lowest free number is the one just closed
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('a standard descriptor points at nothing', { fd, error: String(error) });
  }
}

/** A mistake of ours must not end the supervision, and must not go unsaid. */
function noteFault(writer: JournalWriter, error: unknown): void {
  const message = wordsFor(error);
  debug('fault', { message, stack: error instanceof Error ? error.stack : null });
  try {
    writer.append('process.warned', { kind: 'supervisor_fault', message: message.slice(0, 2000) });
  } catch (appendError) {
    debug('fault could not be recorded', { error: String(appendError) });
  }
}
