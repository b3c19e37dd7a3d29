import { redactText } from '../output/redact.ts';
import { strippedText } from '../output/strip-text.ts';

/** What is asked of node-notifier: which of its notifiers, with which options. */
export type DesktopCall = {
  readonly notifier: 'NotifySend' | 'NotificationCenter' | 'WindowsToaster';
  readonly options: Readonly<Record<string, string | boolean>>;
};

export type DesktopWords = { readonly title: string; readonly body: string };

const titleLimitChars = 80;
const bodyLimitChars = 300;
/** Nothing longer is even looked at. */
const inputLimitUnits = 4000;

/** The call that shows a notice on this platform. Only the one for Linux was ever run. */
export function desktopCall(platform: NodeJS.Platform, words: DesktopWords): DesktopCall {
  const title = plain(words.title.replaceAll('\n', ' '), titleLimitChars);
  const message = plain(words.body, bodyLimitChars);
  switch (platform) {
    case 'darwin':
      // Without a time-out terminal-notifier is done at once, and the notice stays as long as the desktop likes.
      return { notifier: 'NotificationCenter', options: { title, message, wait: false, timeout: false } };
    case 'win32':
      return { notifier: 'WindowsToaster', options: { title, message, wait: false } };
    default:
      return { notifier: 'NotifySend', options: { title, message: forNotifySend(message), ...ours } };
  }
}

const ours = { 'app-name': 'tapps-agents' } as const;

/** Nothing that acts, no secret, no more than a desktop shows, nothing that is read as an option; and not nothing: that is an error. */
function plain(text: string, limitChars: number): string {
  const characters = Array.from(redactText(strippedText(text.slice(0, inputLimitUnits))).trim());
  const shown = characters.length <= limitChars ? characters : [...characters.slice(0, limitChars - 1), '…'];
  const words = shown.join('');
  return words === '' || words.startsWith('-') ? ` ${words}` : words;
}

/** Servers read a body as markup, and notify-send reads backslashes in it (`g_strcompress`); in a title neither. */
function forNotifySend(message: string): string {
  return message
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\\', '\\\\');
}
