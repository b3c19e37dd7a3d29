// timeout: 120s
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArtifactThere } from '../../src/workflow/artifact-presence.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('whether an artifact is there');
const folder = temporaryFolder('tapps-artifact-');
const traced = { needs: ['strace', 'procfs'], timeoutMs: 60_000 } as const;

test.before(() => {
  mkdirSync(join(folder, 'full'));
  mkdirSync(join(folder, 'bare'));
  writeFileSync(join(folder, 'full', 'inside'), '');
});

/** What a look says, and for how long it took, while our own calls on that path fail. */
async function lookWhile(artifact: string, injection: string): Promise<{ isThere: boolean; ms: number }> {
  const failing = await FailingCalls.of(process.pid, join(folder, artifact), [injection]);
  try {
    const begunMs = performance.now();
    return { isThere: isArtifactThere(folder, artifact), ms: performance.now() - begunMs };
  } finally {
    await failing.end();
  }
}

test('a file of any size is, a folder that was asked for only if it holds something', () => {
  const looks = ['full/inside', 'full', 'full/', 'bare', 'bare/', 'full/inside/', 'none', 'none/'];
  assert.equal(
    looks.filter((artifact) => isArtifactThere(folder, artifact)),
    ['full/inside', 'full', 'full/', 'bare'],
  );
});

for (const [artifact, injection] of [
  ['full/inside', 'statx:error=EIO:when=1'],
  ['full/inside', 'statx:error=ESTALE:when=1'],
  ['full/', 'openat:error=EMFILE:when=1'],
] as const)
  test.fault(
    71,
    `${artifact} is there, although the system refused one look (${injection})`,
    async () => assert.is((await lookWhile(artifact, injection)).isThere, true),
    traced,
  );

test.fault(
  71,
  'what the system refuses for good is not there, and that is known soon',
  async () => {
    const broken = await lookWhile('full/inside', 'statx:error=EIO');
    assert.is(broken.isThere, false);
    assert.ok(broken.ms < 5000, `${broken.ms}`);
  },
  traced,
);

test.skipUnless('strace', 'what may not be seen is not there at once', async () => {
  const hidden = await lookWhile('full/inside', 'statx:error=EACCES');
  assert.is(hidden.isThere, false);
  assert.ok(hidden.ms < 700, `${hidden.ms}`);
});

test.run();
