import { createRequire } from 'node:module';

/** A message type as OpenTelemetry's own definitions generate it. */
type Message = {
  readonly fromObject: (object: object) => object;
  readonly verify: (message: object) => string | null;
  readonly encode: (message: object) => { readonly finish: () => Uint8Array };
  readonly decode: (bytes: Uint8Array) => object;
  readonly toObject: (message: object, options: object) => object;
};
type Collector = {
  readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Message } };
  readonly metrics: { readonly v1: { readonly ExportMetricsServiceRequest: Message } };
};

const generated = '@opentelemetry/otlp-transformer/build/src/generated/root.js';
const root: { readonly opentelemetry: { readonly proto: { readonly collector: Collector } } } = createRequire(
  import.meta.url,
)(generated);
const { trace, metrics } = root.opentelemetry.proto.collector;

const hexIds: Readonly<Record<string, RegExp>> = {
  traceId: /^[0-9a-f]{32}$/,
  spanId: /^[0-9a-f]{16}$/,
  parentSpanId: /^[0-9a-f]{16}$/,
};
const numbers64 = ['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'intValue', 'asInt'];

/**
 * Puts a line of OTLP/JSON through the definitions of OpenTelemetry, into its bytes and back, and gives what came out.
 * Throws where it is none, and where anything got lost on the way: a field that the definitions do not have.
 */
export function parseOtlp(line: string): object {
  const message = line.startsWith('{"resourceSpans"')
    ? trace.v1.ExportTraceServiceRequest
    : metrics.v1.ExportMetricsServiceRequest;
  const given: unknown = JSON.parse(line, asProtobuf);
  if (typeof given !== 'object' || given === null) throw new Error('no object');
  const made = message.fromObject(given);
  const fault = message.verify(made);
  if (fault !== null) throw new Error(fault);
  const back = message.toObject(message.decode(message.encode(made).finish()), {
    longs: String,
    bytes: String,
  });
  if (sorted(back) !== sorted(given)) throw new Error(`lost: ${sorted(given)} is not ${sorted(back)}`);
  return back;
}

/** OTLP writes ids in hexadecimal and 64-bit numbers as text, where protobuf's JSON has base64. */
function asProtobuf(key: string, value: unknown): unknown {
  const hex = hexIds[key];
  if (hex !== undefined) {
    if (typeof value !== 'string' || !hex.test(value) || /^0+$/.test(value))
      throw new Error(`${key}: ${value}`);
    return Buffer.from(value, 'hex').toString('base64');
  }
  if (numbers64.includes(key) && (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)))
    throw new Error(`${key} is ${JSON.stringify(value)}`);
  if (key.endsWith('UnixNano') && BigInt(String(value)) >= 2n ** 64n) throw new Error(`${key} is too large`);
  if (Array.isArray(value) && value.length === 0) return undefined;
  return value;
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
