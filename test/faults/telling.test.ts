// timeout: 180s
import { spawn } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailpointName } from '../../src/base/failpoint.ts';
import { claimFiles, isOwed, owe } from '../../src/claims/due.ts';
import { journalPath, listProcessIds } from '../../src/journal/project-paths.ts';
import { bundle } from '../rig/bundle.ts';
import { readThrough } from '../rig/given-journal.ts';
import { LivingJournal, numberedId } from '../rig/living-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import {
  assertTold,
  killLaunchAt,
  killWatcherAt,
  linesTold,
  projectWithAnEnd,
  watchOnce,
} from './killed-watcher.ts';

const test = suite('each end is told once');

const scratch = temporaryFolder('tapps-watcher-');
let bareWatcher: string | null = null;

const patient = { timeoutMs: 120_000 };

test.fault(
  18,
  'of 200 ends each is told once on each channel, by three watchers that do not know of each other',
  async () => {
    const project = projectWithAnEnd();
    const journals = Array.from({ length: 199 }, (_, index) => {
      owe(project, numberedId(index + 1));
      return new LivingJournal(project, numberedId(index + 1));
    });
    for (const one of journals) one.exit(3);
    await Promise.all([1, 2, 3].map(() => watchUnasked(project.root)));
    const told = linesTold(project).map((line) => line.split(' ')[2]);
    assert.equal(
      told.sort(),
      Array.from({ length: 200 }, (_, index) => numberedId(index)),
    );
    for (const one of journals) {
      const channels = one.types().filter((type) => type.startsWith('notification.'));
      assert.equal(channels.sort(), ['notification.failed', 'notification.sent'], one.id);
    }
    assert.not.match(linesTold(project).join('\n'), '(again)');
  },
  patient,
);

test.fault(19, 'journals of long ago announce nothing, and stay as they were', async () => {
  const project = projectWithAnEnd();
  const journals = Array.from({ length: 50 }, (_, index) => new LivingJournal(project, `old${index}`));
  for (const one of journals) one.exit(3);
  const before = journals.map((one) => one.types());
  assert.is(await watchOnce(project), 0);
  assert.is(linesTold(project).length, 1, 'the one of which somebody is owed a word');
  assert.equal(
    journals.map((one) => one.types()),
    before,
  );
});

test.fault(20, 'whoever died with the claim in hand is made good by one notice, with the mark', async () => {
  const project = await killedAt('watch.after-claim');
  assert.match(linesTold(project).join('\n'), /^\S+ failed \S+ .* \(again\)$/);
});

test.fault(21, 'whoever died after telling it is made good by one repeat, with the mark', async () => {
  const [first = '', second = '', ...more] = linesTold(await killedAt('watch.after-told'));
  assert.equal([first.includes('(again)'), second.includes('(again)'), more], [false, true, []]);
});

test.fault(72, 'a claim that its owner died over just before giving it back does not stay', async () => {
  const project = await killedAt('watch.before-settled');
  assert.equal(readdirSync(project.claimsFolder), [`${numberedId(0)}.failed-0.unread`]);
});

test.fault(5, 'a watcher that dies at any step of telling leaves nothing untold', async () => {
  for (const step of ['watch.after-verdict', 'watch.after-recorded'] as const)
    assert.is(linesTold(await killedAt(step)).length, 1, step);
});

test.fault(5, 'a loss that nobody is owed a word about has its verdict from the next watcher', async () => {
  const project = projectWithAnEnd();
  rmSync(journalPath(project, numberedId(0)));
  await killLaunchAt(project, 'launch.after-requested');
  const [id = ''] = listProcessIds(project);
  assert.is(isOwed(project, id), false, 'somebody is owed a word: the test proves nothing');
  assert.is.not(await watchOnce(project, [], 'watch.after-verdict:kill'), 0);
  const types = (): string[] =>
    readThrough(journalPath(project, id), id).events.map(({ event }) => event.type);
  assert.equal(types().slice(1), ['process.lost']);
  const claim = `${id}.loss-0.claim`; // as of one who died just before giving it back
  writeFileSync(join(project.claimsFolder, claim), '{}');
  assert.is(await watchOnce(project), 0);
  assert.equal(types().slice(1), ['process.lost', 'process.failed']);
  assert.is(claimFiles(project).includes(claim), false);
});

for (const [call, when] of [
  ['write', 1],
  ['fdatasync', 1],
  ['link', 1],
  ['write', 2],
  ['write', 4],
  ['unlink', 1],
  ['unlink', 2],
] as const) {
  const name = `killed at ${call} ${when}: it is told once, or once more with the mark`;
  const body = async () => assert.ok(await killWatcherAt(call, when), 'there is no such call');
  test.fault(5, name, body, { ...patient, needs: 'strace' });
}

test.run();

/** A project whose end a watcher died over at this step, and was made good by the next. */
async function killedAt(step: FailpointName) {
  const project = projectWithAnEnd();
  assert.is.not(await watchOnce(project, [], `${step}:kill`), 0, step);
  assert.is(await watchOnce(project), 0);
  assertTold(project, step);
  return project;
}

function watchUnasked(root: string): Promise<void> {
  bareWatcher ??= bundled();
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  const child = spawn(process.execPath, [bareWatcher, root], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`it ended with ${code}`))));
  });
}

function bundled(): string {
  const outfile = join(scratch, 'watcher.mjs');
  bundle(join(import.meta.dirname, '..', 'rig', 'bare-watcher.ts'), outfile);
  return outfile;
}
