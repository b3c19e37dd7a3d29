import fc from 'fast-check';
import { causeOf, causes } from '../../projections/causes.ts';
import { type Death, deathOf, type TellingLine } from '../../projections/death.ts';
import { judge } from '../../projections/judge.ts';
import { whyOf } from '../../projections/why.ts';
import { exited, heartbeat, launched, requested, started, validated } from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { everyoneIsGone, everyoneLives, stateAfter } from './told.ts';
import { decidedEnds, type EndRow } from './told-ends.ts';
import { toldCode, toldFailures } from './told-failures.ts';
import { type ToldRow, toldExhaustions, toldLacks } from './told-lacks.ts';
import { noEnds, signalEnds } from './told-signals.ts';

const test = suite('causes');
const ends = [...decidedEnds, ...signalEnds, ...noEnds];
const told = [...toldLacks, ...toldExhaustions, ...toldFailures, ...toldCode];
const running = [requested(), validated(), launched(), started()];
/** Told by no row: there for what can be neither made nor looked at here. */
const rowless = ['not_seen_from_here', 'unsupervised', 'not_recorded', 'unknown'];

test('an end that the journal tells is named in the first line, as sure as it is', () => {
  for (const row of ends) {
    const { rule, line, certainty } = causeOf(deathIn(row));
    assert.equal([rule, certainty], [row.rule, row.certainty ?? 'certain'], line);
    assert.ok(line.startsWith(row.line), line);
  }
});

test('an end that the output tells is named in the first line, in the words of the output', () => {
  for (const row of told) {
    const { rule, line, certainty, requires } = causeOf(dying(row));
    const said = row.line ?? row.lines.at(-1)?.trim() ?? '';
    assert.equal([rule, certainty, line], [row.rule, 'likely', `exit ${row.code ?? 1}: ${said}`]);
    if (row.requires !== undefined) assert.equal(requires, [row.requires], line);
  }
});

test('every rule has a name of its own, and a row that it fits', () => {
  const names = causes.map(({ name }) => name);
  assert.equal(names, [...new Set(names)]);
  const tried = new Set([...ends, ...told].map(({ rule }) => rule));
  assert.equal(
    names.filter((name) => !tried.has(name)),
    rowless,
  );
  assert.ok(tried.size > 100, String(tried.size));
});

test('what is lacking counts more than what failed of it, and a wrapper least', () => {
  const lines = [
    "E   ModuleNotFoundError: No module named 'x'",
    'FAILED tests/a.py::b',
    'make: *** [all] Error 1',
  ];
  const rules = lines.map((_, from) => causeOf(dying({ lines: lines.slice(from) })).rule);
  assert.equal(rules, ['python_module_missing', 'test_failed', 'make_failed']);
});

test('an error that was overcome explains nothing that came after it', () => {
  const lines = ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'connected', 'ValueError: bad row 7'];
  assert.is(causeOf(dying({ lines })).line, 'exit 1: ValueError: bad row 7');
});

test('a key that is missing in a dictionary is no missing variable', () => {
  assert.is(causeOf(dying({ lines: ['    row["NAME"]', "KeyError: 'NAME'"] })).rule, 'exception');
});

test('a line that nobody took for an error counts if it is one of the last, and quoted source does not', () => {
  const seen = (text: string): TellingLine => ({ text, offset: 0, isError: false });
  const rule = (...lines: TellingLine[]) => causeOf(deathFrom([...running, exited({ code: 1 })], lines)).rule;
  assert.is(rule(seen('jq: command not found')), 'inner_command_missing');
  assert.is(rule(seen('    raise OSError("No space left on device")')), 'unknown');
  assert.is(
    rule(seen('jq: command not found'), ...Array.from({ length: 12 }, () => seen('fine'))),
    'unknown',
  );
});

test('an end that no rule knows is called unknown, with the last thing it said', () => {
  const { rule, certainty, line } = causeOf(
    deathFrom([...running, exited({ code: 9 })], [{ text: 'copying', offset: 3, isError: false }]),
  );
  assert.equal([rule, certainty], ['unknown', 'unknown']);
  assert.is(line, 'exit 9: why is not known: no line of its output tells an error; its last one: copying');
});

test('whatever it said, there is an answer of one line', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(...told.flatMap(({ lines }) => lines)));
  const said = fc.array(fc.record({ text, offset: fc.nat(), isError: fc.boolean() }), { maxLength: 60 });
  const end = fc.record({
    code: fc.constantFrom(null, 1, 2, 126, 137),
    signal: fc.constantFrom(null, 'SIGKILL', 'SIGABRT'),
  });
  fc.assert(
    fc.property(said, end, (lines, how) => {
      const state = stateAfter(...running, exited(how));
      const verdict = judge(state, everyoneIsGone);
      const { cause } = whyOf({ state, verdict, lines, output: 'there', lastGood: null });
      assert.ok(cause.line !== '' && !/[\r\n]/.test(cause.line) && cause.line.length <= 1000);
    }),
    { numRuns: 300 },
  );
});

test('what still goes is not compared by how long it took', () => {
  const run = (probe: typeof everyoneLives, ...events: readonly GivenEvent[]) => {
    const state = stateAfter(...events);
    return { id: state.id, state, verdict: judge(state, probe) };
  };
  const lastGood = run(everyoneIsGone, ...running, exited({ durationMs: 20_000 }));
  const measures = ({ state, verdict }: typeof lastGood): string[] =>
    whyOf({ state, verdict, lines: [], output: 'there', lastGood }).differences.map(({ what }) => what);
  assert.equal(measures(run(everyoneLives, ...running, heartbeat({ memoryBytes: 3_000_000 }))), []);
  assert.equal(measures(run(everyoneIsGone, ...running, exited({ code: 1 }))), ['duration']);
});

test('to launch it again comes behind what else there is to try, and says so', () => {
  const textsOf = ({ state, verdict, lines }: Death): string[] =>
    whyOf({ state, verdict, lines, output: 'there', lastGood: null }).tries.map(({ text }) => text);
  assert.equal(textsOf(deathFrom([...running, exited({ code: null, signal: 'SIGTERM' })], [])), [
    'launch it again',
  ]);
  const several = textsOf(dying({ lines: ["ModuleNotFoundError: No module named 'tiktoken'"] }));
  assert.ok(several.length > 1);
  assert.is(several.at(-1), 'then launch it again');
});

test.run();

function deathIn({ events, everyoneLives: isAlive }: EndRow): Death {
  return deathFrom(events, [], isAlive === true ? everyoneLives : everyoneIsGone);
}

function dying({ lines, code = 1 }: Pick<ToldRow, 'lines' | 'code'>): Death {
  const said = lines.map((text, at) => ({ text, offset: at * 100, isError: !/^\s{4}/.test(text) }));
  return deathFrom([...running, exited({ code })], said);
}

function deathFrom(
  events: readonly GivenEvent[],
  lines: readonly TellingLine[],
  probe = everyoneIsGone,
): Death {
  const state = stateAfter(...events);
  return deathOf(state, judge(state, probe), lines, 'there');
}
