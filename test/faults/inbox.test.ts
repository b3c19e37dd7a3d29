// timeout: 180s
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { InboxEvent, InboxJson, ProcessJson } from '../../schemas/generated/types.ts';
import { sleepMs } from '../../src/base/clock.ts';
import { projectAt, watchersFolder } from '../../src/journal/project-paths.ts';
import type { Identity } from '../../src/process/identity.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { holderOf } from '../../src/slots/sole-holder.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('an inbox whose consumer, supervisors and watchers are killed');
const project = new TestProject();
test.after(async () => {
  await project.call(['bg', 'watch', '--stop']);
  await project.end();
});

const count = 50;
const inFlight = 4;
const limitMs = 120_000;

/** A consumer that asks again and again, and is killed at any moment: what it has heard before that, it has heard. */
class KilledConsumer {
  readonly heard: InboxEvent[] = [];
  readonly early: string[] = [];
  #rounds = 0;

  async round(): Promise<void> {
    this.#rounds += 1;
    const deadly = this.#rounds % 4;
    const steps = ['after-pending', 'after-output', 'before-moved'];
    const step = steps[this.#rounds % 3] ?? '';
    const child = this.#start(
      deadly === 1 ? { NODE_ENV: 'test', TAPPS_FAILPOINT: `inbox.${step}:kill` } : {},
    );
    const killer = deadly < 2 ? null : setTimeout(() => child.kill('SIGKILL'), 300 + Math.random() * 900);
    this.#hear(await outputOf(child));
    if (killer !== null) clearTimeout(killer);
  }

  #start(env: Readonly<Record<string, string>>): ChildProcess {
    const args = [project.program, 'bg', 'inbox', '--wait', '--timeout', '5s', '--json'];
    return spawn(process.execPath, args, {
      cwd: project.folder,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_V8_COVERAGE: undefined, ...env },
    });
  }

  #hear(stdout: string): void {
    if (stdout === '') return; // it was killed before
    assert.match(stdout, /\n$/, 'half a line');
    const { events }: InboxJson = JSON.parse(stdout);
    this.heard.push(...events);
    for (const { process: id } of events) {
      const started = project.events(id).find(({ type }) => type === 'process.started');
      if (started?.type === 'process.started' && presenceOf(started.data) === 'alive') this.early.push(id);
    }
  }
}

test(
  'each end is heard, none before it has come, and none twice without a mark',
  async () => {
    project.raiseLimit();
    await project.call(['bg', 'watch']);
    const watcherKiller = setInterval(killWatcher, 1500).unref();
    const consumer = new KilledConsumer();
    const ids: string[] = [];
    const start = holdAtTheStart();
    let launched = false;
    const doomed: Identity[] = [];
    const launching = inParallel(inFlight, count, async (index) => {
      const work = `read line < go; sleep ${Math.random() * 4}; exit ${index % 3}`;
      const id = await project.launch(['sh', '-c', work], ['--no-validate']);
      ids.push(id);
      if (index % 4 === 0) doomed.push(supervisorOf(id));
    }).then(async () => {
      start();
      await Promise.all(doomed.map(killWithin));
      launched = true;
    });
    const heardOf = () => new Set(consumer.heard.map((event) => event.process));
    const deadline = performance.now() + limitMs;
    while (!launched || ids.some((id) => !heardOf().has(id))) {
      if (performance.now() > deadline) break;
      await consumer.round();
    }
    await launching;
    clearInterval(watcherKiller);
    assert.equal(
      ids.filter((id) => !heardOf().has(id)),
      [],
      'never heard of',
    );
    assert.equal(consumer.early, [], 'told while it still ran');
    assert.equal(unmarked(consumer.heard), [], 'told twice without a mark');
    assert.equal(await differing(consumer.heard), []);
    const rest = await project.callJson<InboxJson>(['bg', 'inbox']);
    assert.ok(rest.events.every(({ repeat }) => repeat));
    assert.equal((await project.callJson<InboxJson>(['bg', 'inbox'])).events, []);
  },
  { timeoutMs: limitMs + 50_000 },
);

test.run();

function supervisorOf(id: string): Identity {
  const started = project.events(id).find(({ type }) => type === 'process.started');
  if (started?.type !== 'process.started') throw new Error(`${id} has not started`);
  return { pid: started.data.supervisorPid, startToken: started.data.supervisorStartToken };
}

/** At any moment of the seconds in which the commands end. */
async function killWithin(identity: Identity): Promise<void> {
  await sleepMs(Math.random() * 4000);
  killIfAlive(identity);
}

function killIfAlive(identity: Identity): void {
  if (presenceOf(identity) === 'alive') process.kill(identity.pid, 'SIGKILL');
}

/** Whoever reads the line `go` waits, until the function is called: then all go on at once. */
function holdAtTheStart(): () => void {
  const path = join(project.folder, 'go');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, 'r+');
  return () => closeSync(fd);
}

/** Whoever takes its place is killed in its turn. */
function killWatcher(): void {
  const holder = holderOf(watchersFolder(projectAt(project.folder)));
  if (holder !== null) killIfAlive(holder);
}

/** Ids that were told again as if it were the first time. */
function unmarked(heard: readonly InboxEvent[]): string[] {
  const before = new Set<string>();
  return heard.flatMap(({ process: id, repeat }) => {
    const isAgain = before.has(id);
    before.add(id);
    return isAgain && !repeat ? [id] : [];
  });
}

/** What was told otherwise than the status says now. */
async function differing(heard: readonly InboxEvent[]): Promise<string[]> {
  const { processes } = await project.callJson<{ processes: ProcessJson[] }>(['bg', 'list']);
  const statuses = new Map(processes.map(({ id, status, reason }) => [id, `${status} ${reason}`]));
  const told = heard.map(({ process: id, kind, reason }) => ({ id, words: `${kind} ${reason}` }));
  return told
    .filter(({ id, words }) => statuses.get(id) !== words)
    .map(({ id, words }) => `${id} was told as ${words} and is ${statuses.get(id)}`);
}

async function inParallel(
  width: number,
  times: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < times) {
      next += 1;
      await work(next);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function outputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.once('close', () => resolve(text));
  });
}
