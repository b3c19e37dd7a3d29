import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BrokenLaunch, flowOf, job, nothing, type SoundLaunch, withJob } from './case.ts';
import type { Place } from './place.ts';

const oneAtATime = ['background_processes:', '  max_concurrent_processes: 1'];
const needsCleanTree = ['background_processes:', '  types: {job: {clean_tree: true}}'];

/** Launches at a bad moment: what is half-done in the repository, what runs already. */
export const brokenSituations: readonly BrokenLaunch[] = [
  {
    ...refused('as many processes as may be run already', '1 process is running already', (at) =>
      at.config(...oneAtATime),
    ),
    running: ['sleep', '60'],
  },
  {
    ...refused(
      'the same command is running, where warnings count',
      'The same command is running already',
      slow,
    ),
    words: job('--strict'),
    running: ['./job'],
  },
  clean('a tree with changes', changed, 'The tree is not clean, and this work needs it to be: file'),
  clean('a change that is staged', staged, 'The tree is not clean'),
  clean('a file that was removed', (at) => at.git('rm -q file'), 'The tree is not clean'),
  clean('no branch', (at) => at.git('checkout -q --detach'), 'HEAD is on no branch (detached)'),
  {
    ...clean(
      'a merge that is half-done',
      half('merge other'),
      'Something is half-done in the repository: merge',
    ),
    launched: true,
  },
  clean('a rebase that is half-done', half('rebase other'), 'half-done in the repository: rebase'),
  clean(
    'a cherry-pick that is half-done',
    half('cherry-pick other'),
    'half-done in the repository: cherry-pick',
  ),
  clean('a revert that is half-done', half('revert HEAD~1'), 'half-done in the repository: revert'),
  clean('a bisect that goes on', (at) => at.git('bisect start'), 'half-done in the repository: bisect'),
  {
    ...refused(
      'a merge that is half-done, where warnings count',
      'half-done in the repository: merge',
      withRepository(half('merge other')),
    ),
    words: job('--strict'),
  },
  {
    ...refused(
      'a work tree that is gone, where warnings count',
      'A work tree of git is gone from the disk',
      withRepository(goneTree),
    ),
    words: job('--strict'),
  },
];

/** Moments that look bad and are not. */
export const soundSituations: readonly SoundLaunch[] = [
  { ...accepted('a process that runs beside it, below the limit'), running: ['sleep', '60'] },
  { ...accepted('the same command is running, which is worth a word', slow), running: ['./job'] },
  accepted('a tree with changes, which nobody asked about', withRepository(changed)),
  accepted('a merge that is half-done, which nobody asked about', withRepository(half('merge other'))),
  accepted(
    'a clean tree with files that git does not follow',
    cleanTree((at) => at.file('new')),
  ),
  accepted('a clean tree where one is needed', cleanTree(nothing)),
  accepted('a clean tree needed where there is no repository', (at) => at.config(...needsCleanTree)),
  accepted('a repository without a commit', (at) => at.git('init -q -b main')),
  accepted(
    'a tag instead of a branch, which nobody asked about',
    withRepository((at) => at.git('checkout -q --detach')),
  ),
  accepted(
    'a branch with a slash and letters of other scripts',
    cleanTree((at) => at.git('checkout -q -b feature/日本')),
  ),
  { ...accepted('no git on the PATH', withRepository(nothing)), env: { PATH: '{here}' } },
  {
    ...accepted(
      'a workflow in a tree with changes',
      withRepository((at) => at.steps('id: a, run: [sh, -c, "true"]')),
    ),
    words: flowOf(),
  },
];

function refused(name: string, expect: string, given: (place: Place) => void = nothing): BrokenLaunch {
  return { ...accepted(name, given), expect };
}

/** A launch whose type asks for a clean tree, in a repository that had one. */
function clean(name: string, spoil: (place: Place) => void, expect: string): BrokenLaunch {
  return refused(`a clean tree is needed: ${name}`, expect, cleanTree(spoil));
}

function accepted(name: string, given: (place: Place) => void = nothing): SoundLaunch {
  return { name: `situation: ${name}`, given: withJob(given), words: job() };
}

function cleanTree(more: (place: Place) => void): (place: Place) => void {
  return withRepository((place) => {
    place.config(...needsCleanTree);
    more(place);
  });
}

/** The branches main and other say different things in the same line. */
function withRepository(more: (place: Place) => void): (place: Place) => void {
  return (place) => {
    place.git('init -q -b main');
    commit(place, 'one\n');
    place.git('checkout -q -b other');
    commit(place, 'two\n');
    place.git('checkout -q main');
    commit(place, 'three\n');
    commit(place, 'four\n');
    more(place);
  };
}

function commit(place: Place, text: string): void {
  place.file('file', text);
  place.git('add file', 'commit -q -m next');
}

function changed(place: Place): void {
  place.file('file', 'changed\n');
}

function staged(place: Place): void {
  changed(place);
  place.git('add file');
}

function half(line: string): (place: Place) => void {
  return (place) => place.git(line);
}

function goneTree(place: Place): void {
  place.git('worktree add -q gone');
  rmSync(join(place.folder, 'gone'), { recursive: true });
}

function slow(place: Place): void {
  place.program('job', '#!/bin/sh\nexec sleep 60\n');
}
