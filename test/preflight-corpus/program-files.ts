import { machine } from 'node:os';

/** The first bytes of programs that this machine cannot run. */
export const windowsProgram = Buffer.from('MZ\x90\0\x03\0\0\0PE\0\0', 'latin1');
export const macProgram = Buffer.from('cffaedfe07000001', 'hex');
export const javaClass = Buffer.from('cafebabe00000034', 'hex');
export const zipArchive = Buffer.from('PK\x03\x04\0\0\0\0', 'latin1');

const arm64 = 183;
const amd64 = 62;
const isArm = machine() === 'aarch64';

export const foreignProgram = elf({ machineCode: isArm ? amd64 : arm64 });
export const objectFile = elf({ type: 1 });
export const cutProgram = elf({ loader: '/lib/ld-none.so.1' }).subarray(0, 100);
export const programWithoutLoader = elf({ loader: '/lib/ld-none.so.1' });

type Parts = { readonly machineCode?: number; readonly type?: number; readonly loader?: string };

/** A 64-bit header with one entry, which names the loader. */
function elf({ machineCode = isArm ? arm64 : amd64, type = 3, loader = '/bin/sh' }: Parts): Buffer {
  const file = Buffer.alloc(512);
  file.write('\x7fELF', 'latin1');
  file.set([2, 1, 1], 4);
  file.writeUInt16LE(type, 16);
  file.writeUInt16LE(machineCode, 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(3, 64);
  file.writeBigUInt64LE(256n, 72);
  file.writeBigUInt64LE(BigInt(loader.length + 1), 96);
  file.write(loader, 256);
  return file;
}
