import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import { isRegisteredFormat } from '../../src/preflight/command-binfmt.ts';
import { inspectProgram } from '../../src/preflight/command-program.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('command-program');
const world = temporaryFolder('command-program-');
const PATH = `${world}:/usr/bin:/bin`;
test.after(() => rmSync(world, { recursive: true, force: true }));

async function inspect(
  content: string | Buffer,
): Promise<{ severity: string; message: string; hint: string } | null> {
  const path = join(world, 'program');
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return inspectProgram(path, world, { PATH });
}

async function messageFor(content: string | Buffer): Promise<string> {
  const finding = await inspect(content);
  assert.is(finding?.severity, 'error');
  return finding?.message.replaceAll(world, '') ?? '';
}

const fine: readonly string[] = [
  '#!/bin/sh\necho\n',
  '#! /bin/sh -e\necho\n',
  '#!\t/bin/sh',
  '#!/usr/bin/env sh\n',
  '#!/usr/bin/env sh \n',
  '#!/usr/bin/env -S sh -e\n',
  '#!/usr/bin/env -S A=b sh -e\n',
  '#!/usr/bin/env -i\n',
  '#!/usr/bin/env /bin/sh\n',
  '#!/bin/sh\necho \r\n',
];
for (const script of fine) {
  test(`a script passes that begins with ${JSON.stringify(script)}`, async () => {
    assert.is(await inspect(script), null);
  });
}

const broken: readonly (readonly [script: string, message: string])[] = [
  ['#!/no/such/python\n', 'Interpreter not found: /no/such/python (named by the #! line of /program)'],
  ['#!/usr\n', 'Interpreter is a folder: /usr (named by the #! line of /program)'],
  ['#!/etc/passwd\n', 'Interpreter is not executable: /etc/passwd (named by the #! line of /program)'],
  ['#!/bin/sh\r\necho\r\n', 'The #! line of /program ends with CRLF, which becomes part of a name'],
  ['#!/bin/sh -e\r\n', 'The #! line of /program ends with CRLF, which becomes part of a name'],
  ['#!/usr/bin/env sh\r\n', 'The #! line of /program ends with CRLF, which becomes part of a name'],
  ['#!\necho\n', 'The #! line of /program names no interpreter'],
  [
    '#!/usr/bin/env no-such-x\n',
    'Interpreter not found on the PATH: no-such-x (named by the #! line of /program)',
  ],
  [
    '#!/usr/bin/env -S no-such-x -u\n',
    'Interpreter not found on the PATH: no-such-x (named by the #! line of /program)',
  ],
  ['#!/usr/bin/env /no/such/x\n', 'Interpreter not found: /no/such/x (named by the #! line of /program)'],
  ['#!/no/\x1b[31mx\n', 'Interpreter not found: /no/\\x1b[31mx (named by the #! line of /program)'],
];
for (const [script, message] of broken) {
  test(`refused: ${message}`, async () => assert.is(await messageFor(script), message));
}

test('CRLF is mended by a line that can be pasted', async () => {
  assert.is((await inspect('#!/bin/sh\r\n'))?.hint, `sed -i 's/\\r$//' ${join(world, 'program')}`);
});

test('a #! line without an end does not read the whole file', async () => {
  assert.match(await messageFor(`#!/no/${'x'.repeat(1_000_000)}`), /^Interpreter /);
});

type ElfParts = { wide?: boolean; machineCode?: number; type?: number; loader?: string; cutAt?: number };

function elf({ wide = true, machineCode = hostCode(), type = 3, loader, cutAt }: ElfParts = {}): Buffer {
  const file = Buffer.alloc(512);
  file.write('\x7fELF', 'latin1');
  file.set([wide ? 2 : 1, 1, 1], 4);
  file.writeUInt16LE(type, 16);
  file.writeUInt16LE(machineCode, 18);
  const entryBytes = wide ? 56 : 32;
  if (wide) file.writeBigUInt64LE(64n, 32);
  else file.writeUInt32LE(64, 28);
  file.writeUInt16LE(entryBytes, wide ? 54 : 42);
  file.writeUInt16LE(2, wide ? 56 : 44);
  const entry = 64 + entryBytes;
  if (loader !== undefined) {
    file.writeUInt32LE(3, entry);
    if (wide) {
      file.writeBigUInt64LE(256n, entry + 8);
      file.writeBigUInt64LE(BigInt(loader.length + 1), entry + 32);
    } else {
      file.writeUInt32LE(256, entry + 4);
      file.writeUInt32LE(loader.length + 1, entry + 16);
    }
    file.write(loader, 256);
  }
  return file.subarray(0, cutAt);
}

/** e_machine of the two machines that these tests run on. */
function hostCode(): number {
  return machine() === 'aarch64' ? 183 : 62;
}
const foreignCode = machine() === 'aarch64' ? 62 : 183;

test.skipUnless('procfs', 'the running node is a program of this machine', async () => {
  assert.is(await inspectProgram(process.execPath, world, { PATH }), null);
});

test.skipUnless('procfs', 'a program whose loader is there passes, and a static one', async () => {
  assert.is(await inspect(elf({ loader: process.execPath })), null);
  assert.is(await inspect(elf({ type: 2 })), null);
});

test.skipUnless('procfs', 'a program for another machine is refused', async () => {
  const name = foreignCode === 62 ? 'x86_64' : 'aarch64';
  const message = `Command is built for ${name}, this machine is ${machine()}: /program`;
  assert.is(await messageFor(elf({ machineCode: foreignCode })), message);
  assert.match(await messageFor(elf({ machineCode: 9999 })), 'built for machine 9999');
});

test.skipUnless('procfs', 'a missing dynamic loader is named, in 64 and 32 bit programs', async () => {
  const message = 'Dynamic loader not found: /lib/ld-none.so.1 (needed by /program)';
  assert.is(await messageFor(elf({ loader: '/lib/ld-none.so.1' })), message);
  assert.is(await messageFor(elf({ wide: false, loader: '/lib/ld-none.so.1' })), message);
});

test.skipUnless('procfs', 'a loader of musl gets its own advice', async () => {
  assert.match((await inspect(elf({ loader: '/lib/ld-musl-none.so.1' })))?.hint ?? '', 'install musl');
});

test.skipUnless('procfs', 'an object file and a program that is cut off are refused', async () => {
  assert.is(await messageFor(elf({ type: 1 })), 'Command is an object file, not a program: /program');
  for (const cutAt of [10, 63, 100, 250, 260]) {
    const cut = await messageFor(elf({ loader: '/lib/ld-none.so.1', cutAt }));
    assert.is(cut, 'Command is a program that is cut off: /program', `cut at ${cutAt}`);
  }
});

test.skipUnless('procfs', 'no damage to a header makes the check throw', async () => {
  const whole = elf({ loader: process.execPath });
  for (let at = 4; at < 180; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = 0xff;
    await inspect(damaged);
  }
});

test('programs of other systems are refused', async () => {
  assert.is(
    await messageFor(Buffer.from('MZ\x90\0\x03\0\0\0PE', 'latin1')),
    'Command is a program for Windows: /program',
  );
  assert.is(
    await messageFor(Buffer.from('cafebabe00000034', 'hex')),
    'Command is a Java class file: /program',
  );
  if (process.platform === 'darwin') return;
  for (const start of ['cffaedfe07000001', 'feedface00000000', 'cafebabe00000002']) {
    assert.is(await messageFor(Buffer.from(start, 'hex')), 'Command is a program for macOS: /program');
  }
});

test('other binary data is no program', async () => {
  assert.is(await messageFor(Buffer.from('PK\x03\x04\0\0', 'latin1')), 'Command is not a program: /program');
});

test('a program that is a shell script at the same time passes', async () => {
  assert.is(await inspect(Buffer.from("MZqFpD='\n\0\0", 'latin1')), null);
});

test('what the kernel was told to run counts as a program', () => {
  const folder = join(world, 'binfmt');
  mkdirSync(folder);
  writeFileSync(join(folder, 'status'), 'enabled');
  const start = Buffer.from('7f454c46020101ff00b7', 'hex');
  assert.is(isRegisteredFormat(start, '/x', folder), false);
  const entry =
    'enabled\ninterpreter /usr/bin/qemu\nflags: \noffset 1\nmagic 454c4602010100\nmask ffffffffffff00\n';
  writeFileSync(join(folder, 'qemu'), entry);
  assert.is(isRegisteredFormat(start, '/x', folder), true);
  assert.is(isRegisteredFormat(Buffer.from('7f454c47020101ff', 'hex'), '/x', folder), false);
  assert.is(isRegisteredFormat(start.subarray(0, 5), '/x', folder), false);
  writeFileSync(join(folder, 'qemu'), entry.replace('enabled', 'disabled'));
  assert.is(isRegisteredFormat(start, '/x', folder), false);
  writeFileSync(join(folder, 'wine'), 'enabled\ninterpreter /usr/bin/wine\nflags: \nextension .exe\n');
  assert.is(isRegisteredFormat(start, '/x.exe', folder), true);
  assert.is(isRegisteredFormat(start, '/x', folder), false);
  assert.is(isRegisteredFormat(start, '/x.exe', join(world, 'none')), false);
});

test.run();
