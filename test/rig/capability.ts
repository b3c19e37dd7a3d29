import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMemoryGroup } from './memory-group.ts';

/** The one that has the system's packages, whatever other python3 comes first on the PATH. */
export const systemPython = '/usr/bin/python3';

/** How a skip is written; the runner counts these marks against uvu's own number. */
export const skipMark = '~ skipped, needs ';

/** Sets the pid counter of a pid namespace of its own: the machine's counter stays as it is. */
const setNextPid = 'echo 300 > /proc/sys/kernel/ns_last_pid';

/** What some fault tests need of the machine: each is tried out, never guessed from the platform's name. */
const probes = {
  'user-namespaces': () => trial('unshare', ['-Urpf', '--mount-proc', 'true']),
  strace: () => trial('strace', ['-f', '-qq', '-e', 'trace=none', 'true']),
  ns_last_pid: () => trial('unshare', ['-Urpf', '--mount-proc', 'sh', '-c', setNextPid]),
  'tmpfs-mount': () => trial('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]),
  'time-namespace': () => trial('unshare', ['-T', '--boottime', '28800', '--fork', 'true']),
  libfaketime: () => (libfaketime() === undefined ? 'no libfaketimeMT.so.1 below /usr/lib' : undefined),
  'fallocate-collapse': canCollapse,
  pty: () => trial('script', ['-qec', 'true', '/dev/null']),
  tmux: () => trial('tmux', ['-V']),
  cc: () => trial('cc', ['--version']),
  make: () => trial('make', ['--version']),
  zsh: () => trial('zsh', ['--version']),
  fish: () => trial('fish', ['--version']),
  curl: () => trial('curl', ['--version']),
  python3: () => trial('python3', ['-c', 'import importlib.metadata']),
  'desktop-notices': () =>
    trial('notify-send', ['--version']) ??
    trial(systemPython, ['-c', 'import dbus.service, gi.repository']) ??
    trial('dbus-run-session', ['--', 'true']),
  'ipv6-loopback': () => {
    const addresses = Object.values(networkInterfaces()).flat();
    return addresses.some((address) => address?.address === '::1') ? undefined : 'no address ::1';
  },
  'memory-group': () => {
    try {
      makeMemoryGroup().remove();
      return undefined;
    } catch (error) {
      return String(error);
    }
  },
  root: () => (process.getuid?.() === 0 ? undefined : 'not root'),
  procfs: () => (existsSync('/proc/self/stat') ? undefined : 'no /proc/self/stat'),
} satisfies Record<string, () => string | undefined>;

export type Capability = keyof typeof probes;
export type Missing = { readonly capability: Capability; readonly why: string; readonly required: boolean };

const probeLimitMs = 5000;
const known = new Map<Capability, string | undefined>();

/**
 * Undefined where the machine has the capability, else why not, and whether `TAPPS_TEST_REQUIRE`
 * (names separated by commas) forbids to skip over it. Each probe runs once a process.
 */
export function missingCapability(capability: Capability): Missing | undefined {
  const required = requiredCapabilities(process.env['TAPPS_TEST_REQUIRE']).includes(capability);
  if (!known.has(capability)) known.set(capability, probes[capability]());
  const why = known.get(capability);
  return why === undefined ? undefined : { capability, why, required };
}

/** Throws for a name that is not a capability: a typing mistake must not turn a demand into a skip. */
export function requiredCapabilities(list: string | undefined): Capability[] {
  const names = (list ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map(toCapability);
}

function toCapability(name: string): Capability {
  if (isCapability(name)) return name;
  throw new Error(
    `TAPPS_TEST_REQUIRE: unknown capability "${name}"; known: ${Object.keys(probes).join(', ')}`,
  );
}

function isCapability(name: string): name is Capability {
  return Object.hasOwn(probes, name);
}

function trial(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, args, { timeout: probeLimitMs, encoding: 'utf8', stdio: 'pipe' });
  return result.status === 0 ? undefined : complaint(command, result);
}

function complaint(command: string, result: SpawnSyncReturns<string>): string {
  if (result.error !== undefined) return result.error.message;
  const [firstLine = ''] = result.stderr.trim().split('\n');
  return `${command} ended with ${result.status ?? result.signal}${firstLine === '' ? '' : `: ${firstLine}`}`;
}

/** The library that turns the wall clock of a program that is preloaded with it. */
export function libfaketime(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders
    .map((name) => join('/usr/lib', name, 'faketime', 'libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
}

/** Collapsing a range cuts bytes out of the front of a file in place; ext4 and xfs can, tmpfs and overlays can't. */
function canCollapse(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'tapps-collapse-'));
  try {
    const file = join(folder, 'probe');
    writeFileSync(file, Buffer.alloc(16_384));
    const failure = trial('fallocate', ['--collapse-range', '--offset', '0', '--length', '4096', file]);
    if (failure !== undefined) return failure;
    return statSync(file).size === 12_288
      ? undefined
      : 'fallocate reported success and left the size unchanged';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
