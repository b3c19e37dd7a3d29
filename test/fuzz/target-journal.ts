import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { CorruptRange } from '../../schemas/event.ts';
import {
  catalogueKind,
  faultInEvent,
  isCatalogueEvent,
  isEnvelope,
  isEventType,
} from '../../schemas/validate.ts';
import { type FramedLine, JournalFramer } from '../../src/journal/journal-framer.ts';
import { encodeLine } from '../../src/journal/journal-line.ts';
import { redactEvent } from '../../src/output/redact-event.ts';
import { assert } from '../rig/suite.ts';
import type { Chance } from '../soak/chance.ts';
import { parse } from './json-mutation.ts';
import { below } from './mutation.ts';

/** Lines, corrupt ranges, line ends and the rest are the whole file, however its bytes come. */
export function checkFramer(bytes: Buffer, chance: Chance): void {
  const whole = framed([bytes]);
  const cuts = Array.from({ length: 8 }, () => below(chance, bytes.length + 1)).sort((a, b) => a - b);
  assert.equal(
    framed([0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length))),
    whole,
  );
  let end = 0;
  for (const { offset, length } of whole.ranges) {
    assert.ok(offset >= end && bytes.subarray(end, offset).every((byte) => byte === 0x0a));
    assert.is(bytes[offset + length], 0x0a);
    end = offset + length;
  }
  const [pendingOffset, pendingLength] = whole.pending;
  assert.ok(bytes.subarray(end, pendingOffset).every((byte) => byte === 0x0a));
  assert.is(pendingOffset + pendingLength, bytes.length);
  for (const { offset, length, text } of whole.lines) {
    assert.ok(text.startsWith('{') && text.endsWith('}'));
    assert.ok(Buffer.from(text).equals(bytes.subarray(offset, offset + length)));
  }
}

type Framed = {
  readonly lines: readonly FramedLine[];
  readonly ranges: ReadonlyArray<FramedLine | CorruptRange>;
  readonly pending: readonly [offset: number, length: number];
};

function framed(chunks: readonly Buffer[]): Framed {
  const lines: FramedLine[] = [];
  const ranges: (FramedLine | CorruptRange)[] = [];
  const framer = new JournalFramer({
    line: (line) => {
      lines.push(line);
      ranges.push(line);
    },
    corrupt: (range) => void ranges.push(range),
  });
  for (const chunk of chunks) framer.push(chunk);
  return { lines, ranges, pending: [framer.pendingOffset, framer.pendingLength] };
}

/** ajv itself, compiled anew from the schemas, is who knows what they accept. */
const ajv = new Ajv2020({ strict: true, ownProperties: true });
const schemaFor = new Map<string, ReturnType<typeof ajv.compile>>();
const folder = new URL('../../schemas/', import.meta.url);

function fits(schema: string, value: unknown): boolean {
  const known = schemaFor.get(schema);
  const compiled =
    known ?? ajv.compile(JSON.parse(readFileSync(new URL(`${schema}.schema.json`, folder), 'utf8')));
  schemaFor.set(schema, compiled);
  return compiled(value) === true;
}

/** What is written is what the schemas accept, no more and no less; it can be read, and read again after redaction. */
export function checkValidator(bytes: Buffer): void {
  const value = parse(bytes);
  const plain = Object.getOwnPropertyNames(Object.prototype).length;
  if (isEnvelope(value)) {
    const kind = catalogueKind(value);
    assert.is(kind === 'known', isCatalogueEvent(value));
    if (isEventType(value.type)) {
      const { type, data } = value;
      const accepted = faultInEvent({ ...value, type, data }) === null;
      assert.is(accepted, fits('envelope', value) && fits(`events/${type}`, data));
      if (accepted) assert.is(kind, 'known');
    } else assert.is.not(kind, 'known');
  }
  if (isCatalogueEvent(value)) {
    // Whoever writes an event down says what was before it.
    const whole = { ...value, seen: [0, '0'.repeat(32)] satisfies [number, string] };
    const again: unknown = JSON.parse(encodeLine(whole));
    assert.ok(isDeepStrictEqual(again, whole), 'the same event is read back'); // equal() asks a key named constructor
    assert.ok(isCatalogueEvent(again));
    assert.ok(isCatalogueEvent(redactEvent(value)));
  }
  assert.is(Object.getOwnPropertyNames(Object.prototype).length, plain);
}
