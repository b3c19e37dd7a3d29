import { resolve } from 'node:path';
import { FailureError } from '../schemas/failure.ts';
import { debug, debugEnabled, enableDebug } from './base/debug.ts';
import { hasCode } from './base/system-error.ts';
import { completeWord } from './cli/complete-word.ts';
import { explainFailure } from './cli/explain-failure.ts';
import { refuseStray } from './cli/explain-usage.ts';
import type { Perform } from './cli/perform.ts';
import { plainCall } from './cli/plain-call.ts';
import { showUnread } from './cli/show-unread.ts';
import { systemFailure } from './cli/system-failure.ts';
import { composeHands, currentFolder, shortPath } from './compose.ts';
import { version } from './manifest.ts';
import { safeJson, safeText } from './output/safe-text.ts';

const argv = process.argv.slice(2);
const separator = argv.indexOf('--');
const own = separator === -1 ? argv : argv.slice(0, separator);
const behindDashes = separator === -1 ? null : argv.slice(separator + 1);
const json = own.includes('--json');

/** Does what the words of the command line say, and sets the exit code. */
export async function dispatch(): Promise<void> {
  if (own.includes('--debug')) enableDebug();
  mindStandardStreams();
  if (argv[0] === completeWord) return answerShell(argv.slice(1));
  try {
    currentFolder();
    if (behindDashes !== null) refuseStray(behindDashes, own);
    const plain = plainCall(own);
    if (plain !== null) return await plain.perform(perform);
    // Loading yargs asks for the current folder, and ends the program with a stack if it is gone.
    const { programOf } = await import('./cli/program.ts');
    await programOf(own, perform, version).parseAsync();
  } catch (error) {
    process.exitCode = printFailure(error);
  }
}

/** A line for each word that may be meant; nothing where nobody can tell: a shell is in the middle of a line. */
async function answerShell(asked: readonly string[]): Promise<void> {
  try {
    const { complete, questionOf } = await import('./cli/complete.ts');
    const question = questionOf(asked);
    if (question === null) return;
    const directory = directoryOf(question.words.slice(0, -1).map(atHome));
    const options = { json: false, colour: false, behindDashes: null, onlyLooks: true };
    const lines = await complete(question, await composeHands({ ...options, directory }));
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    debug('nothing can be completed', { error: String(error) });
  }
}

/** A shell has not expanded yet what is still being typed. */
function atHome(word: string): string {
  return word.replace(/^(?:~|\$HOME)(?=\/|$)/, process.env['HOME'] ?? '~');
}

/** A reader that has enough (`| head -1`) is no failure of ours; a full disk behind stdout is one, without a stack. */
function mindStandardStreams(): void {
  process.stdout.on('error', (error) => {
    if (hasCode(error, 'EPIPE')) process.exit(process.exitCode ?? 0);
    process.stderr.write(`❌ Cannot write to stdout: ${safeText(error.message)}\n`);
    process.exit(1);
  });
  process.stderr.on('error', () => {}); // nobody reads what we could say of it
}

async function perform(work: Parameters<Perform>[0]): Promise<void> {
  const hands = await composeHands({
    directory: directoryOf(own),
    json,
    colour: !own.includes('--no-color'),
    behindDashes,
    onlyLooks: own.includes('--dry-run') || own.includes('doctor'),
  });
  await showUnread(hands);
  process.exitCode = await work(hands);
}

/** The only place that prints errors: one line for people, and a document for programs. */
function printFailure(error: unknown): number {
  const failure = error instanceof FailureError ? error.failure : systemFailure(error, shortPath);
  const { message, hint, exitCode } =
    failure === null
      ? { message: internal(error), hint: 'try again with --debug', exitCode: 1 }
      : explainFailure(failure);
  if (json) {
    const code = failure?.code ?? 'internal';
    process.stdout.write(`${safeJson(JSON.stringify({ error: { code, message, hint } }))}\n`);
  }
  process.stderr.write(`❌ ${safeText(message)}${hint === null ? '' : `\n   → ${safeText(hint)}`}\n`);
  if (debugEnabled() && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return exitCode;
}

function internal(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `-C DIR` is needed before yargs has read anything; each counts from the one before, as with git. */
function directoryOf(words: readonly string[]): string | undefined {
  const given = words.flatMap((word, index) => {
    if (word === '-C') return words[index + 1] ?? [];
    return word.startsWith('-C') ? word.replace(/^-C=?/, '') : [];
  });
  return given.length === 0 ? undefined : resolve(...given);
}
