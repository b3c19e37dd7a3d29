import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identityOf } from '../../src/process/identity.ts';
import { terminate } from '../../src/process/terminate.ts';
import { isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { takeDescriptors } from '../rig/taken-descriptors.ts';

const test = suite('a tree is ended');
const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A command that does not hear SIGTERM. */
async function deafCommand() {
  const marker = `deaf.${process.pid}.${Math.random()}`;
  const env = { ...process.env, TAPPS_RUN: marker };
  const deaf = ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'];
  const child = spawn('sh', deaf, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const identity = identityOf(child.pid ?? 0);
  assert.ok(identity !== null);
  return { root: { child: identity, marker }, gone: once(child, 'exit') };
}

for (const [when, refusedAfterMs] of [
  ['at its first look', 0],
  ['when the grace is over', 150],
] as const)
  test.fault(
    35,
    `whoever has no descriptor free ${when} looks again, and asks and kills as it was to`,
    async () => {
      const { root, gone } = await deafCommand();
      const early = refusedAfterMs === 0 ? takeDescriptors() : null;
      const termination = terminate(root, { signal: 'SIGTERM', graceMs: 400 });
      await pauseMs(refusedAfterMs);
      const taken = early ?? takeDescriptors();
      await pauseMs(800);
      taken.giveBack();
      assert.equal(await termination, { survivors: [], killed: true });
      await gone;
      assert.not.ok(isAlive(root.child.pid));
    },
    { needs: 'procfs' },
  );

test.run();
