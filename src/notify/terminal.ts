import { closeSync, constants, fstatSync, lstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { until } from '../base/clock.ts';
import { hasCode } from '../base/system-error.ts';
import { foregroundOf } from '../process/terminal.ts';
import type { Delivery, LaunchTerminal, Notice, NoticePlace, TrialNotice } from './notice.ts';
import { terminalText } from './terminal-text.ts';

/** What ends at once ends while the command that launched it still has the terminal, for a moment. */
const busyLimitMs = 1000;
const pollMs = 100;

/**
 * Writes a line to the terminal of the launch, if that is still the same session's and shows a shell: never into the
 * middle of a program that fills the screen. Otherwise it says why not, and somebody tells it later.
 */
export async function writeToTerminal(
  notice: Notice | TrialNotice,
  { terminal, terminalSequences }: Pick<NoticePlace, 'terminal' | 'terminalSequences'>,
  limitMs: number = busyLimitMs,
): Promise<Delivery> {
  if (terminal === null) return unsupported('it was not launched from a terminal');
  let look = lookAt(terminal);
  const notBusy = (): Look | null => {
    look = lookAt(terminal);
    return look.terminal === 'busy' ? null : look;
  };
  if (look.terminal === 'busy') await until(notBusy, { limitMs, everyMs: pollMs });
  if (look.terminal !== 'free') return unsupported(look.why);
  return write(terminal.tty, look.device, Buffer.from(terminalText(notice, terminalSequences)));
}

type Look =
  | { readonly terminal: 'free'; readonly device: number }
  | { readonly terminal: 'busy' | 'gone'; readonly why: string };

function unsupported(error: string): Delivery {
  return { outcome: 'unsupported', error };
}

/** Pseudo-terminals, consoles and serial lines; `/dev/tty` would be our own. A journal says it, so anything may come. */
const terminalPath = /^\/dev\/(?:pts\/\d{1,10}|tty[A-Za-z]{0,10}\d{1,10})$/;

/** The number of a terminal device that is ours; null if there is no such. */
function deviceOf(tty: string): number | null {
  if (!terminalPath.test(tty)) return null;
  const stats = lstatSync(tty, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isCharacterDevice()) return null;
  return stats.uid === process.getuid?.() ? stats.rdev : null;
}

const shells = new Set([
  ...['sh', 'bash', 'rbash', 'zsh', 'fish', 'dash', 'ash', 'ksh', 'ksh93', 'mksh', 'oksh', 'pdksh', 'yash'],
  ...['csh', 'tcsh', 'nu', 'pwsh', 'xonsh', 'elvish', 'ion', 'rc', 'es', 'osh'],
]);

/**
 * A shell without job control has what it runs in its own group, and a terminal may be started with an editor in the
 * shell's place: so every program in the foreground must be a shell, or we ourselves are what the user looks at.
 */
function lookAt({ tty, session }: LaunchTerminal): Look {
  const device = deviceOf(tty);
  if (device === null) return { terminal: 'gone', why: 'its terminal is gone' };
  const foreground = foregroundOf(device, session);
  switch (foreground.seen) {
    case 'gone':
      return { terminal: 'gone', why: 'its terminal belongs to another session now' };
    case 'unknown':
      return { terminal: 'gone', why: 'this system does not say who has its terminal' };
    case 'group': {
      const { names, isOurs } = foreground;
      if (isOurs || (names.length > 0 && names.every((name) => shells.has(name))))
        return { terminal: 'free', device };
      return { terminal: 'busy', why: 'another program has its terminal' };
    }
  }
}

function write(tty: string, device: number, text: Buffer): Delivery {
  const { O_WRONLY, O_NOCTTY, O_NONBLOCK, O_NOFOLLOW } = constants;
  let fd: number | null = null;
  try {
    fd = openSync(tty, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    if (!isatty(fd) || fstatSync(fd).rdev !== device) return unsupported('its terminal is gone');
    const written = writeSync(fd, text);
    return written === text.length ? { outcome: 'sent' } : unsupported('its terminal takes no more text');
  } catch (error) {
    if (hasCode(error, 'EAGAIN')) return unsupported('its terminal is held (Ctrl-S)');
    if (hasCode(error, 'EIO', 'ENXIO', 'ENOENT', 'ENODEV', 'EACCES', 'EPERM', 'ELOOP'))
      return unsupported('its terminal is gone');
    throw error;
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
