import { readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { pastFailures } from '../../projections/past-failures.ts';
import { newestFirst } from '../../projections/process-list.ts';
import { until, wallTime } from '../../src/base/clock.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { asListed } from '../../src/observe/as-listed.ts';
import { observeAll } from '../../src/observe/observe.ts';
import { type Situation, situationOf } from '../../src/preflight/situation.ts';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { exited, launched, requested, started, validated } from '../rig/given-events.ts';
import { append, emptyProject, type GivenEvent, journalIn, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('situation');
const projects: Project[] = [];
test.after(() => {
  for (const { root } of projects) rmSync(root, { recursive: true, force: true });
});

function project(): Project {
  const made = emptyProject();
  projects.push(made);
  return made;
}

function given(at: Project, id: string, ...events: readonly GivenEvent[]): void {
  const journal = journalIn(at, id);
  for (const event of events) {
    const writer = openWriter(journal, event.by);
    append(writer, event);
    writer.close();
  }
}

const here = { host: thisHost(), bootId: processTable.bootId() };

/** A process that runs for as long as this test does: it is this test. */
function runningNow(type: string, bootId = here.bootId): GivenEvent[] {
  const self = identityOf(process.pid);
  if (self === null) throw new Error('no identity');
  const { pid, startToken } = self;
  return [
    requested({ ...here, bootId, type, name: `the ${type}`, prompt: 'p' }),
    validated(),
    launched(),
    started({ pid, startToken, supervisorPid: pid, supervisorStartToken: startToken }),
  ];
}
const over = (code = 0) => [requested(here), validated(), launched(), started(), exited({ code })];

test('what runs now is told, the oldest first; what is over or of another machine does not run', async () => {
  const at = project();
  given(at, 'first', ...runningNow('make'));
  given(at, 'ended', ...over());
  given(
    at,
    'elsewhere',
    requested({ host: 'another', bootId: 'boot-9' }),
    ...runningNow('x', 'boot-9').slice(1),
  );
  await anotherMillisecond();
  given(at, 'second', ...runningNow('npm'));
  const found = await situationOf(at).running();
  assert.equal(
    found.map(({ id, type, name, prompt }) => ({ id, type, name, prompt })),
    [
      { id: 'first', type: 'make', name: 'the make', prompt: 'p' },
      { id: 'second', type: 'npm', name: 'the npm', prompt: 'p' },
    ],
  );
  assert.equal(found[0]?.command, ['sh', '-c', 'echo hi']);
});

/** Times are written in milliseconds: what is launched after this was launched later. */
async function anotherMillisecond(): Promise<void> {
  const before = wallTime();
  await until(() => (wallTime() > before ? true : null), { limitMs: 1000, everyMs: 1 });
}

test('the journals are read when they are asked for, and once', async () => {
  const at = project();
  const situation = situationOf(at);
  given(at, 'one', ...over());
  assert.equal(await judged(situation), [['one', 'completed']]);
  given(at, 'two', ...over());
  assert.equal(await judged(situation), [['one', 'completed']]);
});

const ofWork = { type: 'sh', cwd: '/home/user/project', command: ['sh', '-c', 'echo hi'], prompt: null };

async function judged(situation: Situation): Promise<unknown[]> {
  const runs = await situation.runsOf(ofWork);
  return runs.map(({ id, verdict }) => [id, verdict.status]);
}

test('of many that have not ended the two hundred are looked at that were written last', async () => {
  const at = project();
  given(at, 'master', ...runningNow('make'));
  const text = readFileSync(journalPath(at, 'master'), 'utf8');
  rmSync(journalPath(at, 'master'));
  for (let count = 0; count < 205; count += 1) {
    const id = `run${String(count).padStart(3, '0')}`;
    writeFileSync(journalPath(at, id), text.replaceAll('"master"', `"${id}"`), { mode: 0o600 });
    utimesSync(journalPath(at, id), 10_000 + count, 10_000 + count);
  }
  const ids = (await situationOf(at).running()).map(({ id }) => id);
  assert.is(ids.length, 200);
  assert.is(ids.includes('run004'), false);
  assert.is(ids.includes('run005'), true);
  assert.is(await situationOf(at).lastWrittenMs(), 10_204_000);
});

const kinds = [
  { command: ['make'], code: 0 },
  { command: ['make'], code: 2 },
  { command: ['make', 'all'], code: 0 },
  { command: ['make', 'all'], code: 2 },
  { command: ['other'], code: 2 },
] as const;

test('what past runs say of a launch is the same, whether all of them are read or what the index finds', async () => {
  const texts = kinds.map(({ command, code }) => {
    const made = project();
    const spec = requested({ ...here, command: [...command] });
    given(made, 'master', spec, validated(), launched(), started(), exited({ code, durationMs: 9 }));
    return readFileSync(journalPath(made, 'master'), 'utf8');
  });
  const asked = { ...ofWork, command: ['make', 'all'] };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 60 }), async (all) => {
      const at = project();
      for (const [index, kind] of all.entries()) {
        const id = `run${index}`;
        const dated = (texts[kind] ?? '').replace(/"at":"[^"]*"/, `"at":"${new Date(index).toISOString()}"`);
        writeFileSync(journalPath(at, id), dated.replaceAll('"master"', `"${id}"`), { mode: 0o600 });
      }
      const every = newestFirst((await observeAll(at)).observed.map(asListed));
      const expected = pastFailures(
        every.map(({ observed }) => observed),
        asked,
      );
      for (const look of ['cold', 'warm'])
        assert.equal(pastFailures(await situationOf(at).runsOf(asked), asked), expected, look);
    }),
    { numRuns: 40 },
  );
});

test('a journal that is no readable file hides no other, and a project without any is an empty one', async () => {
  const at = project();
  given(at, 'good', ...over());
  symlinkSync('/nowhere', journalPath(at, 'dangling'));
  writeFileSync(`${at.root}/elsewhere`, '');
  symlinkSync(`${at.root}/elsewhere`, journalPath(at, 'link'));
  assert.equal(await judged(situationOf(at)), [['good', 'completed']]);
  const empty = situationOf({ ...at, journalFolder: `${at.root}/none` });
  assert.equal(await judged(empty), []);
  assert.is(await empty.lastWrittenMs(), null);
});

test.run();
