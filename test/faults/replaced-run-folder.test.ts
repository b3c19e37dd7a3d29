// timeout: 120s
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { prepareFolder } from '../../src/journal/state-folder.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('a folder of ours that becomes a link while something runs');
const project = new WatchedProject();
const outside = temporaryFolder('tapps-outside-');
test.after(async () => {
  await project.end();
  rmSync(outside, { recursive: true, force: true });
});

const state = join(project.folder, '.tapps-agents');
const run = join(state, 'run');

/** The watcher's own program, as a supervisor starts it; true if it left by itself. */
function watcherLeaves(): Promise<boolean> {
  const entry = join(dirname(project.program), 'watcher.js');
  return new Promise((resolve) => {
    const limits = { timeout: 20_000, killSignal: 'SIGTERM' } as const;
    execFile(process.execPath, [entry, project.folder], limits, (error) => resolve(error === null));
  });
}

test.fault(73, 'no watcher writes behind it, and the run comes to its end', async () => {
  const id = await project.launch(['sh', '-c', 'while ! test -e go; do sleep 0.05; done; exit 5']);
  await project.watcherUp();
  renameSync(run, `${run}.real`);
  symlinkSync(outside, run);
  assert.ok(await watcherLeaves());
  assert.equal(readdirSync(outside), []);
  writeFileSync(join(project.folder, 'go'), '');
  assert.is((await project.event(id, 'process.exited')).code, 5);
  assert.ok(await watcherLeaves());
  assert.equal(readdirSync(outside), []);
  rmSync(run);
  renameSync(`${run}.real`, run);
});

test.fault(73, 'nothing is made behind it, however far up it is, nor behind one to nothing', () => {
  for (const target of [outside, join(outside, 'nothing')]) {
    const folder = temporaryFolder('tapps-test-');
    const linked = join(folder, '.tapps-agents', 'run');
    mkdirSync(dirname(linked), { mode: 0o700 });
    symlinkSync(target, linked);
    assert.equal(prepareFolder(join(linked, 'inbox', 'holders'), 'all'), {
      path: linked,
      cause: 'it is a symbolic link',
    });
    assert.throws(() => JournalWriter.create(join(linked, 'watcher.ndjson'), 'watcher', 'watcher'));
    rmSync(folder, { recursive: true, force: true });
  }
  assert.equal(readdirSync(outside), []);
});

test.run();
