import { eventually, isAlive } from '../rig/project.ts';
import { assert } from '../rig/suite.ts';
import { processesOf } from './processes-of.ts';
import { inLanes, Try } from './struck-program.ts';
import { evenSpread, type SystemCall } from './system-calls.ts';
import { endOf, eventsOf, journalsIn, outcomeIn, watchfulCommand } from './tried-launch.ts';

/** What was done at which call, and what became of it. */
export type Struck = { readonly call: string; readonly wasKilled: boolean; readonly became: string };

const launch = ['bg', 'run', '--', ...watchfulCommand];
const killed = 'signal=SIGKILL';

/** A launcher in a new project, killed at so many of its lasting calls; throws where what is promised does not hold. */
export async function killLaunchers(parent: string, take = Number.POSITIVE_INFINITY): Promise<Struck[]> {
  const watched = new Try(parent);
  assert.is((await watched.run(launch, 'watched')).code, 0);
  assert.equal(await outcomeIn(watched.folder), { status: 'completed', reason: null, ran: true });
  return inLanes(evenSpread(watched.calls('program'), take), async (call) => {
    const once = new Try(parent);
    const { code } = await once.run(launch, { call, by: killed });
    return struck(call, code === -1, () => outcomeIn(once.folder));
  });
}

/** A supervisor, from its order to its last word, killed at so many of its lasting calls. */
export async function killSupervisors(parent: string, take = Number.POSITIVE_INFINITY): Promise<Struck[]> {
  const watched = new Try(parent);
  assert.is((await watched.runSupervised(launch, 'watched')).code, 0);
  assert.equal(await outcomeIn(watched.folder), { status: 'completed', reason: null, ran: true });
  return inLanes(evenSpread(watched.calls('supervisor'), take), async (call) => {
    const once = new Try(parent);
    const { code } = await once.runSupervised(launch, { call, by: killed });
    return struck(call, true, async () => {
      const outcome = await outcomeIn(once.folder);
      assert.ok(code === 1 || outcome.ran, `the launch ended with ${code}, and nothing ran`);
      return outcome;
    });
  });
}

/** A stop, killed at so many of its lasting calls, of a command with its supervisor or without. */
export async function killStops(
  parent: string,
  whose: 'supervised' | 'orphan',
  take = Number.POSITIVE_INFINITY,
): Promise<Struck[]> {
  const watched = await sleeperIn(parent, whose);
  assert.is((await watched.once.run(stop(watched.id), 'watched')).code, 0);
  return inLanes(evenSpread(watched.once.calls('program'), take), async (call) => {
    const { once, id, child } = await sleeperIn(parent, whose);
    const { code } = await once.run(stop(id), { call, by: killed });
    return struck(call, code === -1, async () => {
      const asked = eventsOf(once.folder, id).some(({ type }) => type === 'process.stop_requested');
      assert.ok(asked || isAlive(child), 'it was ended, and nobody asked for that on record');
      const second = await once.run(stop(id));
      assert.ok(second.code === 0 || second.code === 5, `the second stop: ${second.code} ${second.stderr}`);
      await eventually(() => (processesOf(once.folder).length === 0 ? true : null), 30_000);
      return endOf(once.folder, id);
    });
  });
}

const stop = (id: string): string[] => ['bg', 'stop', id, '--yes', '--grace', '5s'];

type Sleeper = { readonly once: Try; readonly id: string; readonly child: number };

async function sleeperIn(parent: string, whose: 'supervised' | 'orphan'): Promise<Sleeper> {
  const once = new Try(parent);
  const { code, stderr } = await once.run(['bg', 'run', '--', 'sleep', '300']);
  assert.is(code, 0, stderr);
  const [id = ''] = journalsIn(once.folder);
  const started = eventsOf(once.folder, id).find(({ type }) => type === 'process.started');
  assert.ok(started?.type === 'process.started');
  const { pid: child, supervisorPid } = started.data;
  if (whose === 'orphan') process.kill(supervisorPid, 'SIGKILL');
  if (whose === 'orphan') await eventually(() => (isAlive(supervisorPid) ? null : true));
  return { once, id, child };
}

/** Names the call in what goes wrong there. */
async function struck(call: SystemCall, wasKilled: boolean, look: () => Promise<object>): Promise<Struck> {
  const name = `${call.name} ${call.nth}: ${call.line}`;
  try {
    return { call: name, wasKilled, became: JSON.stringify(await look()) };
  } catch (error) {
    throw new Error(`killed at ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
