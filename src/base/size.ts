const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
  t: 1024 ** 4,
  tib: 1024 ** 4,
  tb: 1000 ** 4,
};

/** Reads `2GiB`, `500MB`, `64k`, `1048576`. Null for anything else and for less than one byte. */
export function parseSizeBytes(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)\s*([a-z]{0,3})$/i.exec(text.trim());
  const factor = factors[(match?.[2] ?? '').toLowerCase()];
  if (match?.[1] === undefined || factor === undefined) return null;
  const bytes = Math.floor(Number(match[1]) * factor);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : null;
}

/** `12.3 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.96 KiB would be printed as 1024.0 KiB.
  while (value >= (unit === 0 ? 1024 : 1023.95) && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? 'B'}`;
}
