import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import type { BrokenLaunch, LaunchCase, SoundLaunch } from './case.ts';
import { marker, type Place, placeIn, quietGit } from './place.ts';

/** What a launch came to, as far as it is not as it should be; null if it is. */
export type Miss = { readonly name: string; readonly why: string; readonly said: string };

const callLimitMs = 60_000;

/** A broken launch is refused with its message and hints, and neither a program nor a journal of a run comes of it. */
export async function missOfBroken(broken: BrokenLaunch, program: string): Promise<Miss | null> {
  const { expect, usage = false, launched = false } = broken;
  return inPlaceOf(broken, program, async (place, call, words) => {
    const before = filesIn(place.folder);
    const said = await call(launched ? words : dry(words));
    const faults = [
      said.code === (usage ? 2 : 3) ? null : `exit ${said.code}`,
      matches(said.stderr, expect) ? null : `not said: ${String(expect)}`,
      ...withoutHint(said.stderr).map((line) => `no hint: ${line}`),
      existsSync(join(place.folder, marker)) ? 'something ran' : null,
      launched ? await notWrittenDown(call) : null,
      launched || broken.before !== undefined ? null : changed(before, filesIn(place.folder)),
    ];
    return missOf(broken, said, faults);
  });
}

/** A sound launch is accepted; one that is really launched also comes to its end. */
export async function missOfSound(sound: SoundLaunch, program: string): Promise<Miss | null> {
  const { launched = false } = sound;
  return inPlaceOf(sound, program, async (place, call, words) => {
    const said = await call(launched ? option(words, '--wait') : dry(words));
    const hasRun = existsSync(join(place.folder, marker));
    const faults = [
      said.code === 0 ? null : `exit ${said.code}`,
      hasRun === launched ? null : hasRun ? 'something ran' : 'nothing ran',
    ];
    return missOf(sound, said, faults);
  });
}

type Said = { readonly code: number; readonly stdout: string; readonly stderr: string };
type Call = (words: readonly string[]) => Promise<Said>;

function missOf({ name }: LaunchCase, { stdout, stderr }: Said, faults: readonly (string | null)[]) {
  const why = faults.filter((fault) => fault !== null).join('; ');
  return why === '' ? null : { name, why, said: `${stderr}${stdout}` };
}

async function inPlaceOf(
  one: LaunchCase,
  program: string,
  look: (place: Place, call: Call, words: readonly string[]) => Promise<Miss | null>,
): Promise<Miss | null> {
  const place = placeIn(temporaryFolder('corpus-'));
  try {
    one.given(place);
    const words = one.words.map((word) => word.replaceAll('{here}', place.folder));
    const call: Call = (asked) => callProgram(one, place, [program, ...asked]);
    if (one.running === undefined) return await look(place, call, words);
    await call(['bg', 'run', '--', ...one.running]);
    const miss = await look(place, call, words);
    await call(['bg', 'stop', '@last', '--yes', '--grace', '100ms']);
    return miss;
  } finally {
    rmSync(place.folder, { recursive: true, force: true });
  }
}

async function callProgram(one: LaunchCase, place: Place, args: readonly string[]): Promise<Said> {
  const { env = {}, before, needs } = one;
  const own = Object.entries(typeof env === 'function' ? env(place) : env);
  const values = own.map(([name, value]) => [name, value.replaceAll('{here}', place.folder)]);
  const shell = ['sh', '-ec', `${before ?? ''}\nexec "$NODE" "$@"`, 'sh', ...args];
  const inside = needs === 'tmpfs-mount' ? ['unshare', '-Urm', ...shell] : shell;
  const [file = '', ...rest] = before === undefined ? [process.execPath, ...args] : inside;
  const ended = await execa(file, rest, {
    cwd: place.folder,
    env: {
      ...{ NODE: process.execPath, MARKER: join(place.folder, marker), NODE_V8_COVERAGE: undefined },
      ...quietGit,
      ...Object.fromEntries(values),
    },
    reject: false,
    stdin: 'ignore',
    timeout: callLimitMs,
    maxBuffer: 16 * 1024 * 1024,
    preferLocal: false,
  });
  return { code: ended.exitCode ?? -1, stdout: ended.stdout, stderr: ended.stderr };
}

const launchers = ['run', 'workflow', 'simple-mode', 'agent'];

/** With an option that belongs to the command: behind its name, so before any word of the launched one. */
function option(words: readonly string[], name: string): string[] {
  const at = words.findIndex((word) => launchers.includes(word)) + 1;
  return [...words.slice(0, at), name, ...words.slice(at)];
}

function dry(words: readonly string[]): string[] {
  return option(words, '--dry-run');
}

function matches(text: string, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
}

/** Problems whose next line is not what to do. */
function withoutHint(stderr: string): string[] {
  const lines = stderr.split('\n');
  return lines.filter(
    (line, at) => /^(?: {2}- |❌ (?!Validation failed:))/u.test(line) && !/^ +→ ./.test(lines[at + 1] ?? ''),
  );
}

async function notWrittenDown(call: Call): Promise<string | null> {
  const { stdout } = await call(['bg', 'list', '--json']);
  const { processes }: { processes: { status: string }[] } = JSON.parse(stdout);
  const statuses = processes.map(({ status }) => status).join(', ');
  return statuses === 'rejected' ? null : `in the journal: ${statuses}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.git/'))
    .sort();
}

function changed(before: readonly string[], after: readonly string[]): string | null {
  const fresh = after.filter((path) => !before.includes(path));
  return fresh.length === 0 ? null : `a dry run made ${fresh.join(', ')}`;
}
