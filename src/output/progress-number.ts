/** Bounds what counts as a number of things or bytes: beyond it, digits are an id or garbage. */
const AMOUNT_LIMIT = 1e15;

const SIZE = /^(?<amount>\d{1,13}(?:\.\d{1,6})?)\s?(?<unit>[kKMGTP]?)(?<binary>i?)(?:B|bytes)?$/;
const UNIT_POWERS = ' KMGTP';

/** done / total in percent, floored to one decimal, so 100 means all of it. Null unless 0 ≤ done ≤ total, total > 0. */
export function percentOf(done: number, total: number): number | null {
  if (!(total > 0 && done >= 0 && done <= total)) return null;
  return Math.floor((done * 1000) / total) / 10;
}

/** How much is done when `step` of `steps` begins. */
export function percentBefore(step: number, steps: number): number {
  return percentOf(step - 1, steps) ?? 0;
}

/** How much is done of all steps when `step` itself is at `innerPercent`. The end of a step is not yet the end. */
export function percentWithin(step: number, steps: number, innerPercent: number): number {
  const tenths = (step - 1) * 1000 + Math.round(innerPercent * 10);
  return Math.min(99.9, Math.floor(tenths / steps) / 10);
}

/** `45`, `45.27` → 45, 45.2 (cut as text: 64.1 * 10 is not always 641). Null above 100 or when not a number. */
export function readPercent(text: string): number | null {
  const digits = /^(\d{1,3})(?:\.(\d)\d{0,20})?$/.exec(text);
  if (digits === null) return null;
  return Number(text) > 100 ? null : Number(`${digits[1]}.${digits[2] ?? '0'}`);
}

/** A whole number from 1 (steps count from 1). */
export function readOrdinal(text: string): number | null {
  if (!/^\d{1,9}$/.test(text)) return null;
  const ordinal = Number(text);
  return ordinal >= 1 ? ordinal : null;
}

/** `45`, `1,234`, `12.3MB`, `1.2 GiB` → a number of things or bytes. */
export function readAmount(text: string): number | null {
  const groups = SIZE.exec(text.replaceAll(',', ''))?.groups;
  if (groups === undefined) return null;
  const power = UNIT_POWERS.indexOf((groups['unit'] || ' ').toUpperCase());
  const amount = Number(groups['amount']) * (groups['binary'] === 'i' ? 1024 : 1000) ** power;
  return amount <= AMOUNT_LIMIT ? amount : null;
}
