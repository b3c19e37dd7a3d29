const dayMs = 86_400_000;

/** A moment for people in local time: `10:30:15`, with the date when it is not of the last 24 hours. Null stays null. */
export function formatMoment(at: string | null, nowMs: number): string | null {
  if (at === null) return null;
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  if (Math.abs(nowMs - date.getTime()) < dayMs) return time;
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${time}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
