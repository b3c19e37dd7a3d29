import type { Stats } from 'node:fs';
import { constants, lstat, open, opendir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';

/**
 * What keeps a required file (or a folder, with `/` at its end) from being used: the system is asked by opening it and
 * reading a byte, whatever its mode bits say. `missing` lets the caller say what else could be meant.
 */
export async function problemWithRequired(path: string, cwd: string): Promise<Finding | 'missing' | null> {
  const absolute = resolve(cwd, path);
  try {
    const stats = await stat(absolute);
    if (path.endsWith('/')) return await problemWithFolder(path, absolute, stats);
    return await problemWithFile(path, absolute, stats);
  } catch (thrown) {
    if (!isSystemError(thrown)) throw thrown;
    return problemOf(thrown.code, path, absolute);
  }
}

const nameLimit = 10_000;

/** Names in a folder, as many as are worth a guess; none where it cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) if (names.push(name) >= nameLimit) break;
  } catch (thrown) {
    if (!isSystemError(thrown)) throw thrown;
  }
  return names;
}

async function problemWithFolder(path: string, absolute: string, stats: Stats): Promise<Finding | null> {
  if (!stats.isDirectory()) {
    const plain = path.replace(/(?<!\/)\/+$/, '');
    return error(
      `Required folder is a file: ${shownPath(path)}`,
      `a file is required without /: ${pastedPath(plain)}`,
    );
  }
  await (await opendir(absolute)).close();
  return null;
}

async function problemWithFile(path: string, absolute: string, stats: Stats): Promise<Finding | null> {
  const shown = shownPath(path);
  if (stats.isDirectory())
    return error(
      `Required file is a folder: ${shown}`,
      `if a folder is meant, write ${pastedPath(`${path}/`)}`,
    );
  if (!stats.isFile()) {
    return error(
      `Required file is ${kindOf(stats)}, not a regular file: ${shown}`,
      'give the path of a file',
    );
  }
  // It may have become a FIFO since: without O_NONBLOCK the opening would wait for a writer.
  const file = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // The size would say that files of /proc are empty.
    const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, null);
    return bytesRead > 0 ? null : error(`Required file is empty: ${shown}`, 'fill it, or do not require it');
  } finally {
    await file.close();
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

async function problemOf(code: string, path: string, absolute: string): Promise<Finding | 'missing'> {
  const shown = shownPath(path);
  const noun = path.endsWith('/') ? 'folder' : 'file';
  const list = `ls -l ${pastedPath(path.replace(/(?<=[^/])\/+$/, ''))}`;
  if (code === 'ENOENT' && (await isLink(absolute)))
    return error(`Required ${noun} is a broken link: ${shown}`, `see where it points: ${list}`);
  if (code === 'ENOENT') return 'missing';
  if (code === 'ELOOP')
    return error(`Required ${noun} is a link that leads to itself: ${shown}`, `see where it points: ${list}`);
  if (code === 'ENOTDIR')
    return error(
      `Required ${noun} lies below a file: ${shown}`,
      'correct the path: a part of it is no folder',
    );
  if (code === 'EACCES' || code === 'EPERM') {
    const hint = `see which folder denies access, and to whom: namei -l ${pastedPath(path)}`;
    return error(`Required ${noun} cannot be read (permission denied): ${shown}`, hint);
  }
  return error(`Required ${noun} cannot be read (${code}): ${shown}`, 'check the path');
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return false;
    throw thrown;
  }
}
