import type { CatalogueEvent, ReadEvent, StepStartedData } from '../schemas/event.ts';
import type { ProcessState } from './process-state.ts';
import { rootAttributes } from './trace-attributes.ts';
import type { Verdict } from './verdict.ts';

/** Something that took time: a run as a whole, or an attempt of one of its steps. */
export type Span = {
  /** Tells it from the others of its process; null for the run as a whole, which all others belong to. */
  readonly key: string | null;
  readonly name: string;
  readonly startAt: string;
  readonly endAt: string;
  readonly outcome: 'unset' | 'ok' | 'error';
  readonly message: string | null;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly eventsDropped: number;
  /** Processes that it comes from. */
  readonly links: readonly string[];
};

export type SpanEvent = { readonly at: string; readonly name: string; readonly attributes: Attributes };

/** What is null is not known. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What a run's events make of it so far; bounded, however long it is. */
export type Trace = {
  readonly open: readonly OpenStep[];
  readonly remarks: readonly SpanEvent[];
  readonly progress: readonly SpanEvent[];
  readonly dropped: number;
  readonly lastAt: string | null;
};

type OpenStep = { readonly key: string; readonly at: string; readonly data: StepStartedData };

/** The newest of each are kept, the rest is counted. Steps of a workflow run one after the other. */
const remarkLimit = 500;
const progressLimit = 100;
const openLimit = 1000;

export const emptyTrace: Trace = { open: [], remarks: [], progress: [], dropped: 0, lastAt: null };

/** Takes up one event, and gives the spans that ended with it. Heartbeats are samples, not events. */
export function traceEvent(
  trace: Trace,
  read: ReadEvent,
): { readonly trace: Trace; readonly ended: readonly Span[] } {
  const { at } = read.event;
  const next = { ...trace, lastAt: trace.lastAt === null || at > trace.lastAt ? at : trace.lastAt };
  if (!read.known) return { trace: withRemark(next, remarkOf(read.event)), ended: [] };
  switch (read.event.type) {
    case 'launch.requested':
    case 'process.heartbeat':
      return { trace: next, ended: [] };
    case 'process.progressed':
      return { trace: withProgress(next, remarkOf(read.event)), ended: [] };
    case 'step.started':
      return openStep(next, read.event);
    case 'step.finished':
    case 'step.failed':
      return endStep(next, read.event);
    default:
      return { trace: withRemark(next, remarkOf(read.event)), ended: [] };
  }
}

/** The steps that have not ended, and the run itself: of one that still runs, up to its last sign of life. */
export function endTrace({ open, ...trace }: Trace, state: ProcessState, verdict: Verdict): readonly Span[] {
  const { spec, life } = state;
  const launchedAt = spec?.at ?? trace.lastAt ?? epoch;
  const startAt = state.firstStartedAt ?? launchedAt;
  const endAt = latest(startAt, verdict.endedAt ?? trace.lastAt ?? startAt);
  const isOver = verdict.health === 'ended';
  const root: Span = {
    key: null,
    name: spec?.type ?? 'process',
    startAt,
    endAt,
    outcome: outcomeOf(verdict),
    message: verdict.status === 'failed' || verdict.status === 'rejected' ? verdict.message : null,
    attributes: rootAttributes(state, verdict, life),
    events: [...trace.remarks, ...trace.progress],
    eventsDropped: trace.dropped,
    links: [spec?.rerunOf, spec?.after].filter((id) => id !== undefined),
  };
  return [...open.map((step) => unendedStep(step, endAt, isOver)), root];
}

const epoch = '1970-01-01T00:00:00.000Z';

function outcomeOf({ status }: Verdict): Span['outcome'] {
  if (status === 'failed' || status === 'rejected') return 'error';
  return status === 'completed' ? 'ok' : 'unset';
}

function openStep(
  trace: Trace,
  { by, n, at, data }: Extract<CatalogueEvent, { type: 'step.started' }>,
): { readonly trace: Trace; readonly ended: readonly Span[] } {
  const open = [...trace.open, { key: `${by}/${n}`, at, data }];
  const pushedOut = open.length > openLimit ? open.slice(0, 1) : [];
  return {
    trace: { ...trace, open: open.slice(pushedOut.length) },
    ended: pushedOut.map((step) => unendedStep(step, at, true)),
  };
}

function endStep(
  trace: Trace,
  event: Extract<CatalogueEvent, { type: 'step.finished' | 'step.failed' }>,
): { readonly trace: Trace; readonly ended: readonly Span[] } {
  const { by, n, at, data } = event;
  const begun = trace.open.find((one) => one.data.step === data.step && one.data.attempt === data.attempt);
  const startAt = begun?.at ?? before(at, data.durationMs);
  const isGateShut = event.type === 'step.finished' && event.data.gate?.passed === false;
  const failure = event.type === 'step.failed' ? event.data.message : null;
  const span: Span = {
    ...blankStep(begun?.key ?? `${by}/${n}`, data),
    startAt,
    endAt: latest(startAt, at),
    outcome: failure === null ? 'ok' : 'error',
    message: failure,
    attributes: {
      ...stepAttributes(data),
      'process.exit.code': data.code,
      'error.type': event.type === 'step.failed' ? event.data.reason : null,
      'tapps_agents.step.made': event.type === 'step.finished' ? event.data.made : null,
      'tapps_agents.step.missing': event.type === 'step.failed' ? event.data.missing : null,
      'tapps_agents.step.gate': isGateShut ? 'sent back' : null,
    },
  };
  return { trace: { ...trace, open: trace.open.filter((one) => one !== begun) }, ended: [span] };
}

function unendedStep({ key, at, data }: OpenStep, until: string, isOver: boolean): Span {
  const message = isOver ? 'its process ended before it' : null;
  return {
    ...blankStep(key, data),
    startAt: at,
    endAt: latest(at, until),
    outcome: isOver ? 'error' : 'unset',
    message,
    attributes: stepAttributes(data),
  };
}

type StepNumbers = Pick<StepStartedData, 'step' | 'index' | 'steps' | 'attempt'>;

function blankStep(
  key: string,
  { step }: StepNumbers,
): Pick<Span, 'key' | 'name' | 'events' | 'eventsDropped' | 'links'> {
  return { key, name: step, events: [], eventsDropped: 0, links: [] };
}

function stepAttributes({ step, index, steps, attempt }: StepNumbers): Attributes {
  return {
    'tapps_agents.step.id': step,
    'tapps_agents.step.index': index,
    'tapps_agents.step.count': steps,
    'tapps_agents.step.attempt': attempt,
  };
}

function remarkOf({ at, type, data }: ReadEvent['event']): SpanEvent {
  const named = Object.entries(data).map(([key, value]) => [`tapps_agents.${key}`, value]);
  return { at, name: type, attributes: Object.fromEntries(named) };
}

function withRemark(trace: Trace, remark: SpanEvent): Trace {
  const remarks = [...trace.remarks, remark];
  const over = Math.max(0, remarks.length - remarkLimit);
  return { ...trace, remarks: remarks.slice(over), dropped: trace.dropped + over };
}

function withProgress(trace: Trace, remark: SpanEvent): Trace {
  const progress = [...trace.progress, remark];
  const over = Math.max(0, progress.length - progressLimit);
  return { ...trace, progress: progress.slice(over), dropped: trace.dropped + over };
}

function before(at: string, durationMs: number): string {
  const ms = Date.parse(at) - durationMs;
  return ms > 0 ? new Date(ms).toISOString() : epoch;
}

/** Times are UTC with milliseconds, so that text order is time order. Clocks may be set back in between. */
function latest(a: string, b: string): string {
  return a > b ? a : b;
}
