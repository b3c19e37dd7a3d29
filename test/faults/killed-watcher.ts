import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailpointName } from '../../src/base/failpoint.ts';
import { owe } from '../../src/claims/due.ts';
import type { Project } from '../../src/journal/project-paths.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { LivingJournal } from '../rig/living-journal.ts';
import { assert } from '../rig/suite.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const id = 'p0000000';

/** System calls of a watcher that tells, on the files that it tells with. */
export const tellingCalls = ['openat', 'pread64', 'write', 'fdatasync', 'link', 'unlink', 'close'];

/**
 * A watcher is killed at the `when`-th call of this name on the journal or a claim, and another one follows it: the end
 * is told once, or once more with a mark. False if there is no such call: it told all that it had to.
 */
export async function killWatcherAt(call: string, when: number): Promise<boolean> {
  const project = projectWithAnEnd();
  const wasKilled = (await watchOnce(project, traced(project, call, when))) !== 0;
  assert.is(await watchOnce(project), 0);
  assertTold(project, `${call} ${when}`);
  return wasKilled;
}

/** A project in which one process failed, of which the user is to hear. */
export function projectWithAnEnd(): Project {
  const project = emptyProject();
  mkdirSync(project.runFolder, { mode: 0o700 });
  const settings = 'background_processes: {notifications: {desktop_enabled: false}}\n';
  writeFileSync(project.configFile, settings);
  owe(project, id);
  new LivingJournal(project, id).exit(3);
  return project;
}

/** `bg watch --once` behind these words, or with a step at which it dies; gives its exit code. */
export function watchOnce(
  project: Project,
  words: readonly string[] = [],
  failpoint?: string,
): Promise<number> {
  return callIn(project, [...words, process.execPath, program, 'bg', 'watch', '--once'], failpoint);
}

/** A launch that dies at this step. */
export async function killLaunchAt(project: Project, step: FailpointName): Promise<void> {
  const words = [process.execPath, program, 'bg', 'run', '--no-validate', '--', 'true'];
  assert.is.not(await callIn(project, words, `${step}:kill`), 0);
}

function callIn(project: Project, words: readonly string[], failpoint?: string): Promise<number> {
  const [command = '', ...args] = words;
  const dying = failpoint === undefined ? {} : { NODE_ENV: 'test', TAPPS_FAILPOINT: failpoint };
  const env = { ...process.env, NODE_V8_COVERAGE: undefined, TAPPS_BG_MONITORING_ENABLED: '1', ...dying };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: project.root, env }, (error) => {
      resolve(error === null ? 0 : typeof error.code === 'number' ? error.code : -1);
    });
  });
}

function traced(project: Project, call: string, when: number): string[] {
  const claim = join(project.claimsFolder, id);
  const paths = [
    join(project.journalFolder, `${id}.ndjson`),
    join(project.runFolder, 'notifications.log'),
    ...['.due', '.failed-0.claim', '.failed-0.unread'].map((ending) => `${claim}${ending}`),
  ];
  const inject = `inject=${call}:signal=SIGKILL:when=${when}`;
  return ['strace', '-f', '-qq', '-o', '/dev/null', ...paths.flatMap((path) => ['-P', path]), '-e', inject];
}

/** Lines of the log of notices. */
export function linesTold(project: Project): string[] {
  return readFileSync(join(project.runFolder, 'notifications.log'), 'utf8').split('\n').slice(0, -1);
}

/** Told once, or once more with a mark; on record once for each channel; and nothing is owed or claimed any more. */
export function assertTold(project: Project, why: string): void {
  const lines = linesTold(project);
  assert.ok(lines.length === 1 || lines.length === 2, `${why}: ${lines.join('\n')}`);
  assert.ok(lines.filter((line) => !line.includes('(again)')).length <= 1, `${why}: ${lines.join('\n')}`);
  const journal = readFileSync(join(project.journalFolder, `${id}.ndjson`), 'utf8');
  const events = journal
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  assert.is(events.filter(({ type }) => type === 'process.failed').length, 1, why);
  const channels = events
    .filter(({ type }) => type.startsWith('notification.'))
    .map(({ data }) => data.channel);
  assert.equal(channels.sort(), ['log', 'terminal'], why);
  const left = readdirSync(project.claimsFolder).filter((name) => /\.(?:due|claim)$/.test(name));
  assert.equal(left, [], why);
}
