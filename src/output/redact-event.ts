import type { CatalogueEvent, Envelope, ReadEvent } from '../../schemas/event.ts';
import { isCatalogueEvent, isEnvelope } from '../../schemas/validate.ts';
import { assert } from '../base/assert.ts';
import { redactArguments, redactText } from './redact.ts';
import { type SecretKind, secretKind } from './redact-names.ts';
import { isHarmlessArgument, mask } from './redact-values.ts';

/**
 * An event with its secrets replaced by `***`, by the rules of today: every string below `data` and in keys of later
 * versions, lists of words as arguments of a command, and what stands under the name of a secret as a whole. Numbers,
 * identity and order stay. The same object if nothing is secret. Idempotent; what fits its schema still does.
 */
export function redactEvent(event: CatalogueEvent): CatalogueEvent;
export function redactEvent(event: Envelope): Envelope;
export function redactEvent(event: CatalogueEvent | Envelope): CatalogueEvent | Envelope;
export function redactEvent(event: CatalogueEvent | Envelope): CatalogueEvent | Envelope {
  const isStillOne = isCatalogueEvent(event) ? isCatalogueEvent : isEnvelope;
  const redacted = withoutSecrets(event, 'whole');
  if (redacted === null) return event;
  if (isStillOne(redacted)) return redacted;
  // A mask may be longer than what it hides, and then no longer fit where that did.
  const cut = withoutSecrets(event, 'cut');
  assert(isStillOne(cut), `${event.type} without secrets is still one`);
  return cut;
}

/** As `redactEvent`, of an event as it was read. */
export function redactRead(read: ReadEvent): ReadEvent {
  return read.known
    ? { ...read, event: redactEvent(read.event) }
    : { ...read, event: redactEvent(read.event) };
}

/** `cut`: nothing becomes longer than it was. */
type Lengths = 'whole' | 'cut';

/** What says who wrote an event, when and where; the reader has checked the shape of each. */
const identity = new Set(['at', 'type', 'process', 'by', 'n', 'seen', 'v']);

/** Null if there is nothing to hide. */
function withoutSecrets(event: object, lengths: Lengths): unknown {
  let hasChanged = false;
  const hide = (text: string, hidden: string): string => {
    if (hidden === text) return text;
    hasChanged = true;
    return lengths === 'cut' ? firstChars(hidden, [...text].length) : hidden;
  };
  const entries = Object.entries(event).map(([key, value]: [string, unknown]) =>
    identity.has(key) ? [key, value] : [hide(key, redactText(key)), redactValue(value, key, null, hide)],
  );
  return hasChanged ? Object.fromEntries(entries) : null;
}

/** Headers of a request, whose values are secret as a whole. */
const headerName = /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?)$/i;

type Hide = (text: string, hidden: string) => string;

function redactValue(value: unknown, name: string, outer: SecretKind | null, hide: Hide): unknown {
  const kind = headerName.test(name) ? 'plain' : (secretKind(name) ?? outer);
  if (typeof value === 'string') return hide(value, redactNamed(value, kind));
  if (Array.isArray(value)) return redactList(value, name, kind, hide);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      hide(key, redactText(key)),
      redactValue(inner, key, kind, hide),
    ]),
  );
}

function redactList(
  list: readonly unknown[],
  name: string,
  kind: SecretKind | null,
  hide: Hide,
): readonly unknown[] {
  if (kind !== null || !list.every((item) => typeof item === 'string'))
    return list.map((item) => redactValue(item, name, kind, hide));
  const hidden = redactArguments(list);
  return list.map((word, index) => hide(word, hidden[index] ?? mask));
}

/** Whether a value is secret may be told by its name alone. */
function redactNamed(text: string, kind: SecretKind | null): string {
  return kind === null || isHarmlessArgument(text, kind) ? redactText(text) : mask;
}

function firstChars(text: string, chars: number): string {
  return [...text].slice(0, chars).join('');
}
