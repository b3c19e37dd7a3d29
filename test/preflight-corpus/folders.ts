import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { type BrokenLaunch, job, nothing, type SoundLaunch, withJob } from './case.ts';
import type { Place } from './place.ts';

const state = '.tapps-agents';
const mountState = `mkdir ${state}; mount -t tmpfs`;

/** Places that nothing can be launched from or written to. */
export const brokenFolders: readonly BrokenLaunch[] = [
  refused('--cwd leads nowhere', nothing, 'Working folder does not exist', job('--cwd', 'none')),
  refused('--cwd is a file', nothing, 'Working folder is a file', job('--cwd', 'job')),
  refused('--cwd lies below a file', nothing, 'Working folder lies below a file', job('--cwd', 'job/sub')),
  refused('--cwd is a broken link', (at) => at.link('gone', 'none'), 'Working folder', job('--cwd', 'gone')),
  { ...refused('a file instead of the state folder', (at) => at.file(state), 'a file is in its place') },
  refused(
    'a broken link instead of the state folder',
    (at) => at.link(state, 'none'),
    'it is a symbolic link',
  ),
  { ...refused('a link to another state folder', linkedState, 'it is a symbolic link') },
  refused(
    'a file instead of the folder of journals',
    (at) => at.file(`${state}/journal`),
    'a file is in its place',
  ),
  refused(
    'a file instead of the folder of outputs',
    (at) => at.file(`${state}/output`),
    'a file is in its place',
  ),
  refused('a state folder of another user', foreignState, `Insufficient write permissions for ${state}/`),
  refused('output_dir is a file', outputIn('out'), 'Cannot write to out/: a file is in its place'),
  refused('output_dir lies below a file', outputIn('out/deep'), 'a file is in its place'),
  refused('less free than must be left free', minFree('900000000'), '(min_free_disk_mb)'),
  {
    ...refused('a temp folder that is gone', nothing, 'The temp folder is unusable'),
    env: { TMPDIR: '{here}/none' },
  },
  {
    ...refused('a temp folder that is a file', nothing, 'The temp folder is unusable'),
    env: { TMPDIR: '{here}/job' },
  },
  {
    ...mounted(
      'a state folder on a read-only file system',
      `${mountState} -o ro none ${state}`,
      'is read-only',
    ),
  },
  mounted(
    'a state folder without an inode',
    `${mountState} -o nr_inodes=20 none ${state}`,
    'short of inodes',
  ),
  mounted('a state folder on a small disk', `${mountState} -o size=1m none ${state}`, '(min_free_disk_mb)'),
  {
    ...mounted(
      'a temp folder on a read-only file system',
      'mkdir tmp; mount -t tmpfs -o ro none tmp',
      'read-only',
    ),
    env: { TMPDIR: '{here}/tmp' },
  },
  mounted(
    'a whole project that is read-only',
    'mount --bind . .; mount -o remount,ro,bind "$PWD"; cd "$PWD"',
    `Insufficient write permissions for ${state}/`,
  ),
];

/** Places that look unusable and are not. */
export const soundFolders: readonly SoundLaunch[] = [
  accepted(
    'blanks and letters of other scripts in --cwd',
    inFolder('mein Ordner ü'),
    job('--cwd', 'mein Ordner ü'),
  ),
  accepted('--cwd is a link to a folder', linkedFolder, job('--cwd', 'short')),
  { ...accepted('a state folder that others may read', readableState), launched: true },
  { ...accepted('an output_dir that is still to be made', outputIn('not/yet/there', false)), launched: true },
  accepted('a state folder that is empty', (at) => at.makeFolder(state)),
  {
    ...accepted('a temp folder with a blank in its name', (at) => at.makeFolder('t m')),
    env: { TMPDIR: '{here}/t m' },
  },
  { ...accepted('TMPDIR is set and empty'), env: { TMPDIR: '' } },
  { ...accepted('a home folder that is gone'), env: { HOME: '{here}/none' } },
  {
    ...accepted('a small disk, of which little must be left free', (at) =>
      at.config('background_processes: {min_free_disk_mb: 1}'),
    ),
    needs: 'tmpfs-mount',
    before: 'mkdir out; mount -t tmpfs -o size=8m none out',
    env: { TMPDIR: '{here}/out' },
  },
];

function refused(
  name: string,
  given: (place: Place) => void,
  expect: string,
  words: readonly string[] = job(),
): BrokenLaunch {
  return { name: `folders: ${name}`, given: withJob(given), words, expect };
}

function mounted(name: string, before: string, expect: string): BrokenLaunch {
  return { ...refused(name, nothing, expect), needs: 'tmpfs-mount', before };
}

function accepted(
  name: string,
  given: (place: Place) => void = nothing,
  words: readonly string[] = job(),
): SoundLaunch {
  return { name: `folders: ${name}`, given: withJob(given), words };
}

function linkedState(place: Place): void {
  place.makeFolder('elsewhere');
  place.link(state, 'elsewhere');
}

/** Only root may give a folder away; for others, one that nobody may write to says the same. */
function foreignState(place: Place): void {
  place.makeFolder(state);
  const folder = join(place.folder, state);
  if (process.getuid?.() === 0) chownSync(folder, 65_534, 65_534);
  else chmodSync(folder, 0o500);
}

function readableState(place: Place): void {
  place.makeFolder(state);
  chmodSync(join(place.folder, state), 0o755);
}

function outputIn(path: string, isTaken = true): (place: Place) => void {
  return (place) => {
    if (isTaken) place.file('out');
    place.config('background_processes:', `  output_dir: ${path}`);
  };
}

function minFree(mebibytes: string): (place: Place) => void {
  return (place) => place.config('background_processes:', `  min_free_disk_mb: ${mebibytes}`);
}

function inFolder(name: string): (place: Place) => void {
  return (place) => place.program(`${name}/job`);
}

function linkedFolder(place: Place): void {
  place.program('a/long/way/job');
  place.link('short', 'a/long/way');
}
