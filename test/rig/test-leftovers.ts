import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a test file's processes have in common: the group, the marker in their environment, the temp folder. */
export type Traces = { readonly groupId: number; readonly marker: string; readonly folder: string };
export type Leftover = { readonly pid: number; readonly command: string };

/** The environment variable that follows a test file's children, also out of its process group. */
export const markerName = 'TAPPS_TEST_FILE';

/** tsx's esbuild service ends a moment after its parent: a leftover is what is still there after this. */
const graceMs = 1500;
const pollMs = 50;
const killRounds = 20;

/** Waits a moment for a test file's processes to end by themselves, kills the rest and reports who they were. */
export async function killLeftovers(traces: Traces): Promise<Leftover[]> {
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline && findLeftovers(traces).length > 0) await sleep(pollMs);
  const killed = new Map<number, Leftover>();
  for (let round = 0; round < killRounds; round += 1) {
    const alive = findLeftovers(traces);
    if (alive.length === 0) break;
    for (const leftover of alive) {
      killed.set(leftover.pid, leftover);
      killProcess(leftover.pid);
    }
    await sleep(pollMs);
  }
  return [...killed.values()];
}

/** Only our own traces decide, never a name. A zombie is dead: an init that reaps late is not the test's fault. */
export function findLeftovers(traces: Traces): Leftover[] {
  if (process.platform === 'win32') return [];
  const found = process.platform === 'linux' ? listByProc(traces) : listByPs(traces.groupId);
  return found.filter(({ pid }) => pid > 1 && pid !== process.pid);
}

function listByProc(traces: Traces): Leftover[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) =>
    bearsTraces(pid, traces) ? [{ pid: Number(pid), command: commandOf(pid) }] : [],
  );
}

function bearsTraces(pid: string, { groupId, marker, folder }: Traces): boolean {
  const stat = readIfAlive(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The command's name may hold spaces and brackets; the fields start after its last bracket.
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || 'ZXx'.includes(state)) return false;
  if (groupId > 1 && Number(group) === groupId) return true;
  const environment = readIfAlive(() => readFileSync(`/proc/${pid}/environ`, 'latin1')).split('\0');
  // A nested runner's marker starts with its outer runner's.
  const isMarked = (entry: string) => `${entry}/`.startsWith(`${markerName}=${marker}/`);
  if (environment.some(isMarked)) return true;
  const workingFolder = readIfAlive(() => readlinkSync(`/proc/${pid}/cwd`));
  return `${workingFolder}/`.startsWith(`${folder}/`);
}

function listByPs(groupId: number): Leftover[] {
  const { stdout } = spawnSync('/bin/ps', ['-axo', 'pid=,pgid=,stat=,command='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, group, state = 'Z', ...command] = line.trim().split(/\s+/);
    if (Number(group) !== groupId || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), command: command.join(' ') }];
  });
}

function commandOf(pid: string): string {
  const line = readIfAlive(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return line.split('\0').join(' ').trim() || 'unknown';
}

/** Empty text for a process that ended meanwhile (ENOENT, ESRCH) or is another user's (EACCES, EPERM). */
function readIfAlive(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (isCode(error, ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'])) return '';
    throw error;
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!isCode(error, ['ESRCH', 'EPERM'])) throw error;
  }
}

function isCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}
