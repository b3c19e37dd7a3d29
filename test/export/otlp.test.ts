import fc from 'fast-check';
import { anyLines, writeLines } from '../rig/any-journal.ts';
import * as given from '../rig/given-events.ts';
import { emptyProject, type GivenEvent, givenId, journalIn } from '../rig/given-journal.ts';
import { parseOtlp } from '../rig/otlp-parser.ts';
import { assert, suite } from '../rig/suite.ts';
import { exported, goldenJournals, linesOf } from './exported.ts';

const test = suite('export as OTLP');

type Value = { readonly [kind: string]: unknown };
type Attribute = { readonly key: string; readonly value: Value };
type Span = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events?: readonly { readonly name: string }[];
  readonly droppedEventsCount: number;
  readonly links?: readonly { readonly traceId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
};
type Metric = {
  readonly name: string;
  readonly unit: string;
  readonly gauge: { readonly dataPoints: readonly { readonly asInt?: string; readonly asDouble?: number }[] };
};

/** Also puts each line through OpenTelemetry's own definitions. */
function spansOf(lines: readonly string[]): Span[] {
  for (const line of lines) parseOtlp(line);
  return lines
    .map((line) => JSON.parse(line).resourceSpans ?? [])
    .flatMap(([resource]) => (resource === undefined ? [] : resource.scopeSpans[0].spans));
}

function metricsOf(lines: readonly string[]): Metric[] {
  return lines
    .map((line) => JSON.parse(line).resourceMetrics ?? [])
    .flatMap(([resource]) => (resource === undefined ? [] : resource.scopeMetrics[0].metrics));
}

function attributeOf(span: Span | undefined, key: string): unknown {
  const [value] = Object.values(span?.attributes.find((one) => one.key === key)?.value ?? {});
  return value;
}

for (const journal of goldenJournals()) {
  test(`${journal.path.split('/').at(-1)} is accepted by the definitions of OpenTelemetry, every field`, () => {
    const spans = spansOf(linesOf(journal, 'otlp'));
    assert.is(spans.filter(({ parentSpanId }) => parentSpanId === undefined).length, 1);
    assert.is(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  });
}

test('what is no OTLP is refused by them', () => {
  const [line = ''] = exported('otlp', ...given.wholeLife());
  assert.throws(() => parseOtlp(line.replace('"name"', '"nome"')), /lost/);
  assert.throws(() => parseOtlp(line.replace(/"traceId":"..../, '"traceId":"')), /traceId/);
  assert.throws(() => parseOtlp(line.replace(/"kind":1/, '"kind":"INTERNAL"')));
  assert.throws(() => parseOtlp(line.replace(/"intValue":"(\d+)"/, '"intValue":$1')), /intValue/);
});

test('a process is a trace, its steps are spans below it, a failure is the status of both', () => {
  const spans = spansOf(
    exported(
      'otlp',
      given.requested({ type: 'full-sdlc', kind: 'workflow', rerunOf: 'earlier1', tags: { team: 'blue' } }),
      given.started(),
      given.stepStarted('plan', 1),
      given.stepFinished('plan', 1, ['plan.md']),
      given.stepStarted('tests', 3),
      given.stepFailed({ step: 'tests', message: 'exited with code 1: AssertionError' }),
      given.stepStarted('tests', 3, 2),
      given.exited({ code: 1 }),
    ),
  );
  const root = spans.at(-1);
  assert.is(root?.name, 'full-sdlc');
  assert.equal(
    spans.map(({ name, status }) => [name, status.code]),
    [
      ['plan', 1],
      ['tests', 2],
      ['tests', 2],
      ['full-sdlc', 2],
    ],
  );
  assert.is(spans[1]?.status.message, 'exited with code 1: AssertionError');
  assert.is(spans[2]?.status.message, 'its process ended before it');
  assert.match(root?.status.message ?? '', /^exited with code 1/);
  for (const span of spans.slice(0, -1)) assert.is(span.parentSpanId, root?.spanId);
  assert.is(attributeOf(root, 'process.exit.code'), '1');
  assert.is(attributeOf(root, 'error.type'), 'exit_code');
  assert.is(attributeOf(root, 'tapps_agents.tag.team'), 'blue');
  assert.is(attributeOf(spans[2], 'tapps_agents.step.attempt'), '2');
  assert.is(root?.links?.length, 1);
});

test('a run that ended well is ok, one that was stopped is neither, one that runs goes to its last sign of life', () => {
  const code = (...events: GivenEvent[]): number | undefined =>
    spansOf(exported('otlp', ...events)).at(-1)?.status.code;
  assert.is(code(...given.wholeLife()), 1);
  assert.is(
    code(
      given.requested(),
      given.started(),
      given.stopRequested(),
      given.exited({ code: null, signal: 'SIGTERM' }),
    ),
    undefined,
  );
  assert.is(code(given.requested(), given.started(), given.heartbeat()), undefined);
  assert.is(code(given.requested(), given.validated({ valid: false })), 2);
});

test('warnings, progress and notes are events of the run, the newest of them; the rest is counted', () => {
  const few = spansOf(
    exported('otlp', given.requested(), given.started(), given.progressed(), given.warned(), given.noted()),
  ).at(-1);
  assert.equal(
    few?.events?.map(({ name }) => name),
    ['process.started', 'process.warned', 'process.noted', 'process.progressed'],
  );
  const notes = Array.from({ length: 600 }, (_, index) => given.noted(`note ${index}`, 'supervisor'));
  const many = spansOf(exported('otlp', given.requested(), ...notes)).at(-1);
  assert.equal([many?.events?.length, many?.droppedEventsCount], [500, 100]);
});

test('heartbeats are measurements, so many to a line', () => {
  const beats = Array.from({ length: 900 }, (_, index) =>
    given.heartbeat({ memoryBytes: index, cpuPercent: null }),
  );
  const lines = exported('otlp', given.requested(), given.started(), ...beats, given.exited());
  for (const line of lines) parseOtlp(line);
  const memory = metricsOf(lines).filter(({ name }) => name === 'tapps_agents.process.memory');
  const points = memory.flatMap(({ gauge }) => gauge.dataPoints);
  assert.ok(memory.length > 1, 'a long run takes several lines');
  assert.equal(
    points.map(({ asInt }) => Number(asInt)),
    Array.from(beats.keys()),
  );
  assert.equal([...new Set(metricsOf(lines).map(({ name, unit }) => `${name} ${unit}`))].sort(), [
    'tapps_agents.process.count {process}',
    'tapps_agents.process.duration s',
    'tapps_agents.process.memory By',
    'tapps_agents.process.output By',
  ]);
});

test('whatever a journal holds, each line is accepted and one run is the root of all spans', () => {
  const project = emptyProject();
  const { path } = journalIn(project);
  fc.assert(
    fc.property(anyLines, (lines) => {
      writeLines(project, givenId, lines);
      const made = linesOf({ id: givenId, path }, 'otlp');
      for (const line of made) parseOtlp(line);
      const spans = spansOf(made);
      assert.is(new Set(spans.map(({ spanId }) => spanId)).size, spans.length);
      assert.is(spans.filter(({ parentSpanId }) => parentSpanId === undefined).length, 1);
      for (const { startTimeUnixNano, endTimeUnixNano } of spans)
        assert.ok(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano));
      assert.equal(linesOf({ id: givenId, path }, 'otlp'), made, 'the same journal is the same export');
    }),
    { numRuns: 150 },
  );
});

test.run();
