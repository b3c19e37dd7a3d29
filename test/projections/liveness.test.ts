import { judge } from '../../projections/judge.ts';
import { livenessOf, livenessTable, type Probe } from '../../projections/liveness.ts';
import { requested, started } from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { everyProbe, stateAfter } from './told.ts';

const test = suite('liveness');
const phases = ['before', 'waiting', 'between', 'started'] as const;
const everyCase = phases.flatMap((phase) => everyProbe.map((probe) => ({ phase, probe })));

const labelled = (...labels: string[]) =>
  everyCase.filter(({ phase, probe }) => labels.includes(livenessOf(phase, probe)));

test('every combination of presences has a row, and every row is needed by some combination', () => {
  const rowOf = (phase: (typeof phases)[number], probe: Probe) =>
    livenessTable.findIndex((row) => {
      const { label: _, phase: inPhase, ...columns } = row;
      return (
        inPhase === phase &&
        (columns.rebooted ?? probe.rebooted) === probe.rebooted &&
        (columns.launcher ?? probe.launcher) === probe.launcher &&
        (columns.supervisor ?? probe.supervisor) === probe.supervisor &&
        (columns.child ?? probe.child) === probe.child
      );
    });
  const rows = everyCase.map(({ phase, probe }) => rowOf(phase, probe));
  assert.not.ok(rows.includes(-1));
  assert.equal(
    livenessTable.filter((_, index) => !rows.includes(index)),
    [],
  );
  for (const [index, { phase, probe }] of everyCase.entries()) {
    assert.is(livenessOf(phase, probe), livenessTable[rows[index] ?? -1]?.label);
  }
});

test('after a restart of the machine nothing of the run lives, whatever else was seen', () => {
  for (const { phase, probe } of everyCase) {
    assert.is(livenessOf(phase, probe) === 'machine_restarted', probe.rebooted);
  }
});

test('a command that lives is running; unsupervised if its supervisor is dead', () => {
  for (const { probe } of everyCase.filter(({ probe }) => probe.child === 'alive' && !probe.rebooted)) {
    const expected = probe.supervisor === 'dead' ? 'unsupervised' : 'running';
    assert.is(livenessOf('started', probe), expected);
  }
});

test('a command that is dead is never called running', () => {
  for (const { probe } of everyCase.filter(({ probe }) => probe.child === 'dead')) {
    assert.not.ok(['running', 'unsupervised', 'unseen'].includes(livenessOf('started', probe)));
    assert.is.not(judge(stateAfter(requested(), started()), probe).status, 'running');
  }
});

test('only the death of the command, of everyone who could start it, or of the machine makes an end', () => {
  for (const { phase, probe } of labelled('gone', 'unrecorded', 'never_started')) {
    if (phase === 'started') assert.is(probe.child, 'dead');
    else if (phase === 'before') assert.equal([probe.launcher, probe.supervisor], ['dead', 'dead']);
    else assert.is(probe.supervisor, 'dead'); // a launcher that stays to wait starts nothing any more
  }
  assert.is(labelled('gone').length, 3 + 9); // whatever the launcher; between attempts whatever the child too
  assert.is(labelled('never_started').length, 3 + 9); // whatever the child's column; of one that waited the launcher's
});

test('nobody is left to write it down only when the supervisor is dead as well', () => {
  for (const { probe } of labelled('gone')) assert.is(probe.supervisor, 'dead');
  for (const { probe } of labelled('unrecorded')) assert.is.not(probe.supervisor, 'dead');
});

test('a launch is starting while its launcher or its supervisor lives', () => {
  for (const { probe } of everyCase.filter(({ phase, probe }) => phase === 'before' && !probe.rebooted)) {
    const alive = probe.launcher === 'alive' || probe.supervisor === 'alive';
    assert.is(livenessOf('before', probe) === 'starting', alive);
  }
});

test.run();
