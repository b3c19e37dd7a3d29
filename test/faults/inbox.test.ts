// timeout: 180s
import { type ChildProcess, spawn } from 'node:child_process';
import type { InboxEvent, InboxJson, ProcessJson } from '../../schemas/generated/types.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('an inbox whose consumer and supervisors are killed');
const project = new TestProject();
test.after(() => project.end());

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
      stdio: ['ignore', 'pipe', 'inherit'],
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
    const consumer = new KilledConsumer();
    const ids: string[] = [];
    let launched = false;
    const launching = inParallel(inFlight, count, async (index) => {
      const id = await project.launch(
        ['sh', '-c', `sleep ${Math.random() * 6}; exit ${index % 3}`],
        ['--no-validate'],
      );
      ids.push(id);
      if (index % 4 === 0) await killSupervisor(id);
    }).then(() => {
      launched = true;
    });
    const heardOf = () => new Set(consumer.heard.map((event) => event.process));
    const deadline = performance.now() + limitMs;
    while (!launched || ids.some((id) => !heardOf().has(id))) {
      if (performance.now() > deadline) break;
      await consumer.round();
    }
    await launching;
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

async function killSupervisor(id: string): Promise<void> {
  const { supervisorPid } = await project.event(id, 'process.started', 30_000);
  setTimeout(() => {
    if (isAlive(supervisorPid)) process.kill(supervisorPid, 'SIGKILL');
  }, Math.random() * 3000);
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
  return told.filter(({ id, words }) => statuses.get(id) !== words).map(({ id, words }) => `${id} ${words}`);
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
