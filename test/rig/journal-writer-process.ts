import { writeSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { floodMessage } from './flood-message.ts';

/**
 * A program that only appends, to be forked: `flood` writes many events that nobody waits for, `held` writes durable
 * ones, `again` one durable event until it is written. It says its name on stdout, and `n` after each append that
 * returned: what it has said must never be missing.
 */
const [path = '', id = '', mode = '', wanted = '0', seed = '1'] = process.argv.slice(2);

const writer = JournalWriter.open(path, id, 'supervisor');
say(writer.by);
if (mode === 'again') commitAgain();
else appendMany();
if (mode === 'flood') say(wanted);

function appendMany(): void {
  for (let n = 1; n <= Number(wanted); n += 1) {
    if (mode === 'flood') appendFlood(n);
    else appendHeld(n);
  }
}

function appendFlood(n: number): void {
  writer.append('process.warned', { kind: 'flood', message: floodMessage(Number(seed), n), offset: n });
}

/** Lines of some 6 kB, every third of 50 kB: the more pages, the more often a kill tears one. */
function appendHeld(n: number): void {
  const message = String(n % 10).repeat(1900);
  const check = { name: 'storm', ok: true, severity: 'error', message, hint: '' } as const;
  const checks = Array.from({ length: n % 3 === 0 ? 25 : 3 }, () => check);
  writer.append('launch.validated', { valid: true, strict: false, durationMs: n, checks });
  say(`${n}`);
}

function commitAgain(): void {
  const pending = writer.prepare('process.spawn_failed', { code: 'ENOENT', message: 'said once' });
  for (let tries = 1; tries <= Number(wanted); tries += 1) {
    try {
      writer.commit(pending);
      say(`${pending.event.n}`);
      return;
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'append_failed') throw error;
      say(`failed ${error.failure.cause}`);
    }
  }
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}
