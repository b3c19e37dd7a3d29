import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { judge } from '../../projections/judge.ts';
import { outputPathOf } from '../../src/journal/project-paths.ts';
import type { Observed } from '../../src/observe/observe.ts';
import { silentMsOf } from '../../src/observe/silence.ts';
import { atSecond, everyoneIsGone, everyoneLives, stateAfter } from '../projections/told.ts';
import { exited, heartbeat, launched, requested, started, validated } from '../rig/given-events.ts';
import { emptyProject, type GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('silence of a running process');
const running = [requested(), validated(), launched(), started()];
/** The heartbeat is at second 4; this is a hundred seconds later. */
const nowMs = Date.parse(atSecond(104));

function observed(events: readonly GivenEvent[], probe = everyoneLives): Observed {
  const state = stateAfter(...events);
  return { id: 'k3f9a2c7', path: '', state, probe, verdict: judge(state, probe), corruptLines: 0 };
}

/** An output that was last written to at a second; none without. */
function projectWith(writtenAt: number | null) {
  const project = emptyProject();
  const path = outputPathOf(project, '.tapps-agents/output/k3f9a2c7.output');
  if (writtenAt === null) return project;
  mkdirSync(project.outputFolder);
  writeFileSync(path, 'x');
  utimesSync(path, new Date(atSecond(writtenAt)), new Date(atSecond(writtenAt)));
  return project;
}

test('it is what the newest heartbeat said, and the time since', () => {
  const one = observed([...running, heartbeat({ silentMs: 50_000 })]);
  assert.is(silentMsOf(projectWith(null), one, nowMs), 150_000);
  assert.is(silentMsOf(projectWith(-46), one, nowMs), 150_000);
});

test('what was written after the heartbeat ends it', () => {
  const one = observed([...running, heartbeat({ silentMs: 50_000 })]);
  assert.is(silentMsOf(projectWith(100), one, nowMs), 4000);
  assert.is(silentMsOf(projectWith(200), one, nowMs), 0, 'also by a clock that is ahead');
});

test('nothing is known before the first heartbeat, and of what does not run', () => {
  const project = projectWith(0);
  assert.is(silentMsOf(project, observed(running), nowMs), null);
  assert.is(silentMsOf(project, observed([...running, heartbeat(), exited()]), nowMs), null);
  assert.is(silentMsOf(project, observed([...running, heartbeat()], everyoneIsGone), nowMs), null);
  assert.is(silentMsOf(project, observed([requested()]), nowMs), null);
});

test.run();
