import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { hasCode } from '../base/system-error.ts';
import { isRegisteredFormat } from './command-binfmt.ts';
import { inspectElf } from './command-elf.ts';
import type { Environment } from './command-path.ts';
import { inspectScript } from './command-script.ts';
import { error, type Finding, pastedPath, shownPath, warning } from './command-words.ts';

/** The kernel looks at 256 bytes; a text is told from a binary with some more. */
const headBytes = 4096;

/** What will go wrong when this executable file is started; null if nothing is known. Nothing is executed. */
export async function inspectProgram(path: string, cwd: string, env: Environment): Promise<Finding | null> {
  const file = openForReading(path);
  if (file === null) {
    const hint = `if it is a script: chmod +r ${pastedPath(path)}`;
    return warning(`Command cannot be read, which a script needs: ${shownPath(path)}`, hint);
  }
  try {
    if (fstatSync(file).size === 0) {
      return error(
        `Command is an empty file: ${shownPath(path)}`,
        'write the program, or give the path of another',
      );
    }
    const head = Buffer.alloc(headBytes);
    const start = head.subarray(0, readSync(file, head, 0, headBytes, 0));
    if (start.toString('latin1', 0, 2) === '#!') return await inspectScript(path, start, cwd, env);
    if (isRegisteredFormat(start, path)) return null;
    return isElf(start) ? inspectElf(path, file, cwd) : inspectOther(path, start);
  } finally {
    closeSync(file);
  }
}

/** Null where it may only be executed. Never waits for a writer, should the file have become a FIFO. */
function openForReading(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    if (hasCode(thrown, 'EACCES', 'EPERM')) return null;
    throw thrown;
  }
}

const machOStarts = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);

function inspectOther(path: string, start: Buffer): Finding | null {
  const shown = shownPath(path);
  const magic = start.length < 4 ? 0 : start.readUInt32BE(0);
  // Programs that are a shell script at the same time (Cosmopolitan's) begin like one for Windows.
  if (/^(?:MZqFpD=|jartsr=)'/.test(start.toString('latin1', 0, 8))) return null;
  if (magic === 0xcafebabe && (start[7] ?? 0) >= 45) {
    return error(`Command is a Java class file: ${shown}`, 'run it with java');
  }
  if (machOStarts.has(magic) || magic === 0xcafebabe)
    return process.platform === 'darwin' ? null : built('macOS');
  if (start.toString('latin1', 0, 2) === 'MZ' && start.includes(0)) return built('Windows');
  if (start.includes(0)) {
    return error(`Command is not a program: ${shown}`, `see what it is: file ${pastedPath(path)}`);
  }
  if (magic >>> 8 === 0xefbbbf && start.toString('latin1', 3, 5) === '#!') {
    const hint = `remove it: sed -i '1s/^\\xef\\xbb\\xbf//' ${pastedPath(path)}`;
    return error(`A byte order mark stands before the #! of ${shown}`, hint);
  }
  return warning(
    `${shown} has no #! line: it will be run by sh`,
    'name its interpreter in the first line: #!/bin/sh',
  );

  function built(system: string): Finding {
    return error(`Command is a program for ${system}: ${shown}`, `install its build for ${process.platform}`);
  }
}

function isElf(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === '\x7fELF';
}
