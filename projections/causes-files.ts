import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';

/** Files, folders, ports, locks and git: what of the machine was not as it had to be. */
export const failuresOfPlaces: readonly LineRule[] = [
  {
    name: 'port_in_use',
    shape:
      /\bEADDRINUSE\b|\bAddress already in use\b|\bport (\d{2,5}) is (?:already )?(?:in use|allocated|taken)/i,
    requires: (match) => {
      const port = portIn(match);
      return port === null ? [] : [`port:${port}`];
    },
    tries: (match) => {
      const port = portIn(match);
      const holder = port === null ? null : `ss -ltnp 'sport = :${port}'`;
      return [advice('see who holds the port, and end it or take another', holder)];
    },
  },
  {
    name: 'read_only',
    shape: /\bRead-only file system\b|\bEROFS\b/i,
    tries: () => [advice('write somewhere else, or mount it writable')],
  },
  {
    name: 'ssh_key_refused',
    shape: /\bPermission denied \((?:publickey|password|keyboard-interactive)/i,
    tries: () => [
      advice('no agent and no terminal is there in the background: use a key without a passphrase'),
    ],
  },
  {
    name: 'host_key',
    shape: /\bHost key verification failed\b/i,
    tries: () => [advice('log in once by hand, so that the host is known')],
  },
  {
    name: 'git_lock',
    shape: /\.lock': File exists|Another git process seems to be running/,
    tries: () => [advice('if no git runs there, remove the lock that it names')],
  },
  {
    name: 'git_conflict',
    shape:
      /^CONFLICT \(|\bAutomatic merge failed\b|\bneeds merge\b|would be overwritten by (?:merge|checkout)|\bunmerged (?:files|paths)\b|\bfix conflicts\b|could not apply [0-9a-f]{7}/i,
    isFirst: true,
    tries: () => [advice('solve it by hand', 'git status')],
  },
  {
    name: 'git_repository_missing',
    shape:
      /\bnot a git repository\b|does not appear to be a git repository|^fatal: repository '[^']{0,400}' (?:does not exist|not found)/i,
    tries: () => [advice('launch it in the repository: --cwd DIR; or correct the address that it names')],
  },
  {
    name: 'file_damaged',
    shape:
      /^(?:\S{0,100}\/)?(?:b?zip2?|gzip|gunzip|tar|xz|zstd|unzip|lz4)\b.{0,400}\b(?:unexpected end of (?:file|input)|unexpected eof|not in gzip format|crc error|corrupt|damaged)|\bBadZipFile\b|\bEOFError: Compressed file ended|\bError -\d while decompressing/i,
    tries: () => [advice('the file was cut or changed on its way: make or fetch it again')],
  },
  {
    name: 'locked',
    shape:
      /\bCould not get lock\b|\bdatabase is locked\b|\bresource is locked\b|\bunable to lock\b|\bLockTimeout\b/i,
    tries: () => [advice('another one works on the same: wait for it, as with --after')],
  },
  {
    name: 'file_missing',
    shape:
      /\bFileNotFoundError: (?:\[Errno 2\] )?[^']{0,80}'([^']{1,400})'|\bENOENT: no such file or directory,? ?\w{0,20} '([^']{1,400})'|\bcan't open file '([^']{1,400})'|\bcannot (?:open|access|stat|find) ['‘"]?([^'’":\s]{1,400})['’"]?:? .{0,30}No such file|^\S{1,100}: (?:line \d{1,7}: |\d{1,7}: )?([^\s:]{1,400}): No such file or directory|\bopen ([^\s:]{1,400}): no such file or directory|\bNo such file or directory\b|\bENOENT\b|kind: NotFound, message/,
    not: /\bfatal error: \S{1,200}: No such file/,
    requires: (match) => {
      const path = match.slice(1).find((group) => group !== undefined);
      return path === undefined ? [] : [`file:${path}`];
    },
    tries: () => [
      advice('create it, or correct the path: relative ones count from the folder of the launch'),
    ],
  },
  {
    name: 'wrong_kind_of_file',
    shape:
      /\bIsADirectoryError\b|\bNotADirectoryError\b|\bEISDIR\b|\bENOTDIR\b|\bIs a directory\b|\bNot a directory\b/,
    tries: () => [advice('it took a folder for a file, or a file for a folder: correct the path')],
  },
  {
    name: 'file_exists',
    shape: /\bFileExistsError\b|\bEEXIST\b|\bFile exists\b/,
    tries: () => [advice('an earlier run left it: remove it, or write under another name')],
  },
  {
    name: 'permission_denied',
    shape: /\bPermission denied\b|\bPermissionError\b|\bEACCES\b|\bEPERM\b|\bOperation not permitted\b/i,
    tries: () => [advice('look at owner and mode of what it names; it runs as whoever launched it')],
  },
];

function portIn({ input, 1: named }: RegExpExecArray): string | null {
  const port = named ?? [...input.matchAll(/[:\s](\d{2,5})\b/g)].at(-1)?.[1] ?? null;
  return port === null || Number(port) < 1 || Number(port) > 65_535 ? null : port;
}
