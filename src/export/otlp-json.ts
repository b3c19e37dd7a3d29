import { createHash } from 'node:crypto';
import { type MetricName, metrics, type Sample } from '../../projections/samples.ts';
import type { Attributes, Span, SpanEvent } from '../../projections/trace.ts';

/** OTLP/JSON: protobuf's JSON with hexadecimal ids, numbers for enums, and 64-bit integers as text. */

export type Scope = { readonly resource: Attributes; readonly version: string };

/** A line of spans of one process, which is the trace. */
export function tracesLine(id: string, spans: readonly Span[], { resource, version }: Scope): object {
  const scopeSpans = [{ scope: scopeOf(version), spans: spans.map((span) => spanJson(id, span)) }];
  return { resourceSpans: [{ resource: { attributes: attributesJson(resource) }, scopeSpans }] };
}

/** A line of measurements of one process. */
export function metricsLine(id: string, samples: readonly Sample[], { resource, version }: Scope): object {
  const attributes = attributesJson({ 'tapps_agents.process.id': id });
  const named = new Map<MetricName, object[]>();
  for (const { metric, at, value } of samples) {
    const number = metrics[metric].isWhole ? { asInt: String(value) } : { asDouble: value };
    const points = named.get(metric) ?? [];
    named.set(metric, points);
    points.push({ timeUnixNano: nanos(at), ...number, attributes });
  }
  const made = [...named].map(([name, dataPoints]) => {
    const { unit, description } = metrics[name];
    return { name, description, unit, gauge: { dataPoints } };
  });
  const scopeMetrics = [{ scope: scopeOf(version), metrics: made }];
  return { resourceMetrics: [{ resource: { attributes: attributesJson(resource) }, scopeMetrics }] };
}

/** The same process always has the same ids: what is exported twice is the same trace. */
export function traceIdOf(processId: string): string {
  return hash(`trace ${processId}`).slice(0, 32);
}

export function spanIdOf(processId: string, key: string | null): string {
  return hash(`span ${processId} ${key ?? ''}`).slice(0, 16);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const kindInternal = 1;
const statusCodes = { ok: 1, error: 2 } as const;

function spanJson(id: string, span: Span): object {
  const { key, outcome, message } = span;
  return {
    traceId: traceIdOf(id),
    spanId: spanIdOf(id, key),
    ...(key === null ? {} : { parentSpanId: spanIdOf(id, null) }),
    name: wellFormed(span.name),
    kind: kindInternal,
    startTimeUnixNano: nanos(span.startAt),
    endTimeUnixNano: nanos(span.endAt),
    attributes: attributesJson(span.attributes),
    events: span.events.map(eventJson),
    droppedEventsCount: span.eventsDropped,
    links: span.links.map((other) => ({ traceId: traceIdOf(other), spanId: spanIdOf(other, null) })),
    status:
      outcome === 'unset'
        ? {}
        : { code: statusCodes[outcome], ...(message === null ? {} : { message: wellFormed(message) }) },
  };
}

function eventJson({ at, name, attributes }: SpanEvent): object {
  return { timeUnixNano: nanos(at), name: wellFormed(name), attributes: attributesJson(attributes) };
}

function scopeOf(version: string): object {
  return { name: 'tapps-agents', version };
}

function attributesJson(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const made = valueJson(value);
    return made === null ? [] : [{ key: wellFormed(key), value: made }];
  });
}

/** Null for what is not known. A list may hold nothing unknown: there it is an empty value. */
function valueJson(value: unknown): object | null {
  switch (typeof value) {
    case 'string':
      return { stringValue: wellFormed(value) };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return { arrayValue: { values: value.map((one) => valueJson(one) ?? {}) } };
      return { kvlistValue: { values: attributesJson({ ...value }) } };
    default:
      return null;
  }
}

/** Times fit into 64 bits from 1970 to 2554; nobody ran before or will run after. */
const lastMs = 18_446_744_073_709;

function nanos(at: string): string {
  const ms = Date.parse(at);
  return ms > 0 ? `${Math.min(ms, lastMs)}000000` : '0';
}

/** Protobuf holds Unicode only: half of a character becomes U+FFFD. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
