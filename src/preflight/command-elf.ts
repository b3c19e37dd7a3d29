import { readSync } from 'node:fs';
import { machine } from 'node:os';
import { resolve } from 'node:path';
import { isRegularFile } from './command-file.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';

/** e_machine, from the ELF specification, and its name as `uname -m` has it. */
const machineNames: Readonly<Record<number, string>> = {
  3: 'i386',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv',
  258: 'loongarch64',
};
/** What a machine of this name runs; 64-bit kernels run the 32-bit programs of their family too. */
const runsOn: Readonly<Record<string, readonly number[]>> = {
  x86_64: [62, 3],
  i686: [3],
  i386: [3],
  aarch64: [183, 40],
  armv7l: [40],
  armv6l: [40],
  riscv64: [243],
  ppc64le: [21],
  ppc64: [21, 20],
  s390x: [22],
  loongarch64: [258],
};
const headerBytes = 64;
const programHeadersLimit = 128;
const loaderLimitBytes = 4096;
const executableTypes = [2, 3];
const loaderSegment = 3;

/** An ELF file is for this machine, whole enough to be started, and the loader it asks for is there. */
export function inspectElf(path: string, file: number, cwd: string): Finding | null {
  const shown = shownPath(path);
  if (process.platform !== 'linux') {
    return error(`Command is a program for Linux: ${shown}`, `install its build for ${process.platform}`);
  }
  const elf = readHeader(file);
  if (elf === null)
    return error(`Command is a program that is cut off: ${shown}`, 'build or download it again');
  const accepted = runsOn[machine()];
  if (accepted !== undefined && !accepted.includes(elf.machine)) {
    const built = machineNames[elf.machine] ?? `machine ${elf.machine}`;
    return error(
      `Command is built for ${built}, this machine is ${machine()}: ${shown}`,
      `install its build for ${machine()}`,
    );
  }
  if (!executableTypes.includes(elf.type)) {
    return error(
      `Command is an object file, not a program: ${shown}`,
      `link it first; see file ${pastedPath(path)}`,
    );
  }
  const loader = elf.loader;
  if (loader === null || isRegularFile(resolve(cwd, loader))) return null;
  const hint = `install ${loader.includes('musl') ? 'musl' : 'that loader'}, or a build of the program for this system`;
  return error(`Dynamic loader not found: ${shownPath(loader)} (needed by ${shown})`, hint);
}

type Elf = { readonly machine: number; readonly type: number; readonly loader: string | null };

/** Null if a part that the kernel needs is not in the file. */
function readHeader(file: number): Elf | null {
  const header = readAt(file, 0, headerBytes);
  if (header === null) return null;
  const isWide = header[4] === 2;
  const isLittle = header[5] === 1;
  const half = (from: Buffer, at: number): number =>
    isLittle ? from.readUInt16LE(at) : from.readUInt16BE(at);
  const word = (from: Buffer, at: number): number =>
    isLittle ? from.readUInt32LE(at) : from.readUInt32BE(at);
  const wide = (from: Buffer, at: number): number =>
    Number(isLittle ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at));
  const elf = { type: half(header, 16), machine: half(header, 18), loader: null };
  const tableAt = isWide ? wide(header, 32) : word(header, 28);
  const entryBytes = half(header, isWide ? 54 : 42);
  const entries = half(header, isWide ? 56 : 44);
  if (entries === 0 || entries > programHeadersLimit || entryBytes < (isWide ? 56 : 32)) return elf;
  const table = readAt(file, tableAt, entries * entryBytes);
  if (table === null) return null;
  for (let at = 0; at < table.length; at += entryBytes) {
    if (word(table, at) !== loaderSegment) continue;
    const bytes = isWide ? wide(table, at + 32) : word(table, at + 16);
    const name =
      bytes > loaderLimitBytes
        ? null
        : readAt(file, isWide ? wide(table, at + 8) : word(table, at + 4), bytes);
    return name === null ? null : { ...elf, loader: name.toString('utf8').replace(/\0.*$/s, '') };
  }
  return elf;
}

/** Null where the file ends before. */
function readAt(file: number, position: number, bytes: number): Buffer | null {
  if (!Number.isSafeInteger(position)) return null;
  const read = Buffer.alloc(bytes);
  return readSync(file, read, 0, bytes, position) === bytes ? read : null;
}
