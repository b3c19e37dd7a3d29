import { createRequire } from 'node:module';
import NotifySend from 'node-notifier/notifiers/notifysend.js';
import { runProgram } from '../base/run-program.ts';
import { type DesktopCall, type DesktopWords, desktopCall } from './desktop-call.ts';
import type { Delivery } from './notice.ts';
import { shortReason } from './short-reason.ts';

/**
 * A program of its own: shows one notice, given as JSON on stdin, and says on stdout what came of it. node-notifier is
 * loaded here and nowhere else: it can hang, and nothing in it can be stopped but its process.
 */
runProgram(async () => {
  process.stdout.write(JSON.stringify(await show(await readWords())));
});

async function readWords(): Promise<DesktopWords> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part);
  const words: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  if (!areWords(words)) throw new Error('stdin must be {"title": text, "body": text}');
  return words;
}

function areWords(words: unknown): words is DesktopWords {
  if (typeof words !== 'object' || words === null || !('title' in words) || !('body' in words)) return false;
  return typeof words.title === 'string' && typeof words.body === 'string';
}

function show(words: DesktopWords): Promise<Delivery> {
  const { notifier, options } = desktopCall(process.platform, words);
  return new Promise((resolve) => {
    notifierOf(notifier).notify({ ...options }, (error: unknown) => resolve(deliveryOf(error)));
  });
}

type Notifier = { notify: (options: object, done: (error: unknown) => void) => unknown };

/** Those of macOS and Windows need the programs in their package; that of Linux is bundled with us. */
function notifierOf(name: DesktopCall['notifier']): Notifier {
  if (name === 'NotifySend') return new NotifySend();
  const all: typeof import('node-notifier') = createRequire(import.meta.url)('node-notifier');
  return name === 'NotificationCenter' ? new all.NotificationCenter() : new all.WindowsToaster();
}

/** What is no Error is what a program that ended well wrote on stderr: a warning of a library, or nothing. */
function deliveryOf(error: unknown): Delivery {
  if (!(error instanceof Error)) return { outcome: 'sent' };
  if (/^not found: notify-send$/.test(error.message))
    return { outcome: 'unsupported', error: 'notify-send is not installed' };
  // "Command failed: notify-send …", all in one line, and below it what the program said.
  const [first = '', ...said] = error.message.split('\n');
  return { outcome: 'failed', error: shortReason(said.join('\n')) || shortReason(first) };
}
