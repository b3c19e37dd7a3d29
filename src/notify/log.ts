import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { wallTime } from '../base/clock.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';
import type { Delivery, Notice, TrialNotice } from './notice.ts';

export const noticeLogName = 'notifications.log';
const logLimitBytes = 1024 * 1024;
const lineLimitChars = 1000;

/** Appends a notice to the log of the project, in one line. A log that is full makes place; the one before it is kept. */
export function appendToNoticeLog(notice: Notice | TrialNotice, runFolder: string): Delivery {
  const words = safeText(redactText(notice.line), { maxChars: lineLimitChars });
  const line = Buffer.from(`${wallTime()} ${notice.kind} ${notice.id} ${words}\n`);
  const path = join(runFolder, noticeLogName);
  try {
    makeRunFolder(runFolder);
    if (!lstatSync(runFolder).isDirectory()) return failed('ENOTDIR');
    const end = append(path, line);
    if ('problem' in end) return failed(end.problem);
    if (end.sizeBytes > logLimitBytes) renameSync(path, `${path}.1`);
    return { outcome: 'sent' };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT')
      return { outcome: 'unsupported', error: 'nothing was launched in this project yet' };
    return failed(error.code);
  }
}

function failed(cause: string): Delivery {
  return { outcome: 'failed', error: `${noticeLogName} could not be written: ${cause}` };
}

/** It is disposable and may have been removed; the folder around it is made by whoever launches. */
function makeRunFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

type Appended = { readonly sizeBytes: number } | { readonly problem: string };

/** Never through a link, into what has a second name or is another's, and never waiting for the reader of a FIFO. */
function append(path: string, line: Buffer): Appended {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { problem: 'it is not a file' };
    if (stats.nlink !== 1) return { problem: 'it has a second name (hard link)' };
    if (process.getuid !== undefined && stats.uid !== process.getuid())
      return { problem: 'it belongs to another user' };
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) fchmodSync(fd, 0o600);
    const written = writeSync(fd, line);
    return written < line.length ? { problem: 'the disk is full' } : { sizeBytes: stats.size + written };
  } finally {
    closeSync(fd);
  }
}
