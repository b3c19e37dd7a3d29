import { readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListJson, ProcessJson } from '../../schemas/generated/types.ts';
import { listProcessIds, type Project } from '../../src/journal/project-paths.ts';
import { disagreement, type Entry, saidIn } from './book.ts';
import type { Ground } from './ground.ts';
import { checkJournals, eventsIn, isEnd } from './journals.ts';
import { doubledNotices, shownNotices } from './notices-shown.ts';
import { doingOf, killOwn, ownProcesses } from './own-processes.ts';
import type { Finding } from './part.ts';

export type Reckoning = { readonly findings: readonly Finding[]; readonly notes: readonly string[] };

/** A busy machine, a watcher that was killed last, and some thousand journals to go through. */
const settleLimitMs = 180_000;
const goneLimitMs = 60_000;

/** Compares everything that the program left and says with what the test knows, once nobody works any more. */
export async function reckon(ground: Ground, entries: readonly Entry[], killed = 0): Promise<Reckoning> {
  const findings: Finding[] = [];
  if (!(await isSettled(ground))) findings.push({ kind: 'wrong', what: unsettledWords(ground) });
  const journals = await checkJournals(ground.project);
  findings.push(...journals.findings, ...(await checkVerify(ground)));
  findings.push(...(await checkList(ground, entries)), ...checkStarts(ground, entries));
  findings.push(...checkNotices(ground, entries), ...(await checkLeftovers(ground)));
  const asides = asidesIn(ground.project);
  // Whoever is killed while he writes leaves what he wrote aside; it goes with its process.
  if (asides.length > killed)
    findings.push(...asides.map((name): Finding => ({ kind: 'left', what: `file ${name}` })));
  const repeats = shownNotices(ground.shown).filter(({ isMarked }) => isMarked).length;
  const told = `${shownNotices(ground.shown).length} notices shown, ${repeats} of them marked as repeats`;
  const aside = `${asides.length} files that were written aside by who was killed`;
  return { findings, notes: [...journals.notes, told, ...(asides.length === 0 ? [] : [aside])] };
}

/** Nobody but the watcher lives, every journal has its end and its verdict, and nobody is owed a word. */
async function isSettled(ground: Ground): Promise<boolean> {
  for (const deadline = performance.now() + settleLimitMs; performance.now() < deadline; ) {
    await ground.call(['bg', 'list', '--limit', '1']).called; // whoever asks brings the watcher back
    const busy = ownProcesses(ground.folder).filter(({ kind }) => kind === 'supervisor');
    if (busy.length === 0 && owed(ground.project).length === 0 && openOnes(ground.project).length === 0)
      return true;
    await sleep(1000);
  }
  return false;
}

/** Who and what is waited for, and what those who live are doing. */
function unsettledWords({ project, folder }: Ground): string {
  const living = ownProcesses(folder).map((one) => `${one.pid} ${one.words.join(' ')} (${doingOf(one.pid)})`);
  const open = [...owed(project), ...openOnes(project)];
  return `not settled after ${settleLimitMs / 1000} s: ${open.join(' ')}; alive: ${living.join('; ')}`;
}

function owed({ claimsFolder }: Project): string[] {
  return filesIn(claimsFolder).filter((name) => /\.(?:due|claim)$/.test(name));
}

/** Those whose last word is missing. */
function openOnes(project: Project): string[] {
  return listProcessIds(project).filter((id) => {
    const events = eventsIn(project, id);
    const isRefused = events.some(
      ({ event }) => event.type === 'launch.validated' && event.data['valid'] === false,
    );
    const isJudged = events.some(({ event }) => closing.includes(event.type));
    const hasEnded = events.some(({ known, event }) => known && isEnd(event));
    return !isRefused && !(hasEnded && isJudged);
  });
}

/** The verdicts; of what could not be started the launch itself has told. */
const closing = ['process.completed', 'process.failed', 'process.stopped', 'process.spawn_failed'];

async function checkVerify({ call }: Ground): Promise<Finding[]> {
  const { code, stdout, stderr } = await call(['bg', 'verify']).called;
  return code === 0 ? [] : [{ kind: 'lost', what: `bg verify ended with ${code}: ${stdout}${stderr}` }];
}

/** The list says of each what the book says, and the same without its cache. */
async function checkList(ground: Ground, entries: readonly Entry[]): Promise<Finding[]> {
  const list = ['bg', 'list', '--json', '--limit', '1000000'];
  const warm = await ground.call(list).called;
  rmSync(ground.project.cacheFolder, { recursive: true, force: true });
  const cold = await ground.call(list).called;
  if (warm.code !== 0) return [{ kind: 'wrong', what: `bg list ended with ${warm.code}: ${warm.stderr}` }];
  const findings: Finding[] = [];
  const [{ processes }, without]: [ListJson, ListJson] = [JSON.parse(warm.stdout), JSON.parse(cold.stdout)];
  if (JSON.stringify(processes) !== JSON.stringify(without.processes))
    findings.push({ kind: 'wrong', what: 'bg list says something else without its cache' });
  const byName = new Map<string, ProcessJson>();
  for (const one of processes) if (one.name !== null) byName.set(one.name, one);
  if (byName.size !== processes.length)
    findings.push({ kind: 'wrong', what: `${processes.length} in the list have ${byName.size} names` });
  for (const entry of entries) {
    const what = disagreement(entry, saidIn(ground.book, entry.key), byName.get(entry.key) ?? null);
    if (what !== null) findings.push({ kind: 'end', what });
  }
  return findings;
}

/** Whatever ran, a record names its pid; whatever was launched well, ran. */
function checkStarts(ground: Ground, entries: readonly Entry[]): Finding[] {
  const pids = new Map<string, number>();
  for (const id of listProcessIds(ground.project)) {
    let name: string | null = null;
    for (const { known, event } of eventsIn(ground.project, id)) {
      if (known && event.type === 'launch.requested') name = event.data.name;
      if (known && event.type === 'process.started' && name !== null) pids.set(name, event.data.pid);
    }
  }
  return entries.flatMap((entry): Finding[] => {
    const { pid } = saidIn(ground.book, entry.key);
    const recorded = pids.get(entry.key) ?? null;
    const who = `${entry.key} (${entry.id ?? 'no id'})`;
    if (pid !== null && recorded !== pid)
      return [{ kind: 'lost', what: `${who} ran as ${pid}, on record is ${recorded}` }];
    const isSpared = entry.harm.size === 0 && entry.stops.length === 0;
    if (entry.launchCode === 0 && pid === null && isSpared)
      return [{ kind: 'wrong', what: `${who} was launched and never began` }];
    if (entry.launchCode !== 0 && entry.harm.size === 0)
      return [{ kind: 'wrong', what: `${who} was refused (${entry.launchCode}): ${entry.complaint}` }];
    return [];
  });
}

/** Twice is once too often, unless it says so; and never is too seldom for an end that is told. */
function checkNotices(ground: Ground, entries: readonly Entry[]): Finding[] {
  const shown = shownNotices(ground.shown);
  const doubled = doubledNotices(shown).map((what): Finding => ({ kind: 'doubled', what }));
  const told = new Set(shown.map(({ key }) => key));
  const isTried = (id: string): boolean =>
    eventsIn(ground.project, id).some(({ event }) => event.type.startsWith('notification.'));
  const untold = entries.flatMap((entry): Finding[] => {
    const isSpared = entry.harm.size === 0 && entry.stops.length === 0;
    if (!isSpared || entry.id === null || told.has(entry.key) || isTried(entry.id)) return [];
    return [{ kind: 'lost', what: `${entry.key} (${entry.id}) ended and nobody was told` }];
  });
  return [...doubled, ...untold];
}

/** Ends the watcher and looks who and what is left; whoever is left is ended then. */
async function checkLeftovers(ground: Ground): Promise<Finding[]> {
  const { project, folder } = ground;
  await ground.call(['bg', 'watch', '--stop']).called;
  const deadline = performance.now() + goneLimitMs;
  while (ownProcesses(folder).length > 0 && performance.now() < deadline) await sleep(250);
  const findings = ownProcesses(folder).map(
    ({ pid, words }): Finding => ({ kind: 'left', what: `process ${pid}: ${words.join(' ')}` }),
  );
  for (const one of ownProcesses(folder)) killOwn(folder, one);
  const left = [
    ...filesIn(ground.temp).map((name) => `temporary file ${name}`),
    ...owed(project).map((name) => `claim ${name}`),
  ];
  return [...findings, ...left.map((what): Finding => ({ kind: 'left', what }))];
}

function asidesIn({ stateFolder }: Project): string[] {
  return filesIn(stateFolder).filter((name) => /\.(?:tmp|new)$/.test(name));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
