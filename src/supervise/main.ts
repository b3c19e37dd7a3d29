import { closeSync, openSync, writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { FailureError } from '../../schemas/failure.ts';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { isSupervisionOrder } from '../../schemas/validate.ts';
import { debug } from '../base/debug.ts';
import { hasCode } from '../base/system-error.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { knowSecretsOf } from '../output/redact-known.ts';
import { closeInheritedDescriptors } from '../process/inherited-descriptors.ts';
import { rivalIn } from './rival.ts';
import { supervise } from './supervise.ts';

let answered = false;

/**
 * The supervisor's own program: `node supervisor.js <id> <journal>`. The order comes on stdin to its end, the answer
 * goes to stdout; then nothing connects it to whoever launched it.
 */
const [id, journalPath] = process.argv.slice(2);
if (id === undefined || journalPath === undefined) {
  console.error('usage: supervisor <id> <journal>; started by tapps-agents itself');
  process.exit(2);
}
for (const name of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGPIPE'] as const) process.on(name, () => {});
closeInheritedDescriptors();
process.title = `tapps-agents supervisor ${id}`;
await main(id, journalPath);

async function main(processId: string, path: string): Promise<void> {
  const writer = JournalWriter.open(path, processId, 'supervisor');
  process.on('uncaughtException', (error) => noteFault(writer, error));
  const order = await readOrder();
  const rival = rivalIn(path, processId);
  if (rival !== null) {
    const message = `${processId} has a supervisor already: ${rival}`;
    answer({ outcome: 'failed', code: 'supervisor', message });
    process.exitCode = 1;
    return;
  }
  if (order === null) return writer.append('process.lost', { reason: 'never_started', lastSeenAt: null });
  knowSecretsOf(order.env);
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
 * Null if the launcher died before it had said everything: then nothing may be started. Waited for, not read at once:
 * loading execa makes descriptor 0 non-blocking, and a launcher on a slow disk is later than its supervisor.
 */
async function readOrder(): Promise<SupervisionOrder | null> {
  try {
    const order: unknown = JSON.parse(await text(process.stdin));
    return isSupervisionOrder(order) ? order : null;
  } catch (error) {
    debug('no order', { error: String(error) });
    return null;
  } finally {
    replace(0);
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
    if (!hasCode(error, 'EPIPE')) throw error; // the launcher is gone: the journal tells it all the same
  }
  replace(1);
}

/** Points a standard descriptor at nothing, so that the launcher sees its end closed. */
function replace(fd: number): void {
  closeSync(fd);
  openSync('/dev/null', fd === 0 ? 'r' : 'w'); // the lowest free number is the one just closed
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
