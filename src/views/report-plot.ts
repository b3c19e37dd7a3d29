import { formatMeasuredDuration } from '../base/duration.ts';
import { type Html, html } from './html.ts';

export type PlotPoint = { readonly sinceLaunchMs: number; readonly value: number };
export type ReportPlot = {
  readonly title: string;
  readonly points: readonly PlotPoint[];
  /** The right edge. */
  readonly spanMs: number;
  readonly inWords: (value: number) => string;
};

const width = 900;
const height = 180;
const left = 76;
const right = 12;
const top = 10;
const bottom = 26;
const rows = 4;
const columns = 6;

/** An SVG of one measure over the time of a run, from zero. */
export function reportPlot({ title, points, spanMs, inWords }: ReportPlot): Html {
  const highest = roundedUp(Math.max(...points.map(({ value }) => value), 0));
  const across = (ms: number): number => left + (ms / Math.max(1, spanMs)) * (width - left - right);
  const up = (value: number): number => height - bottom - (value / highest) * (height - top - bottom);
  const places = points.map((one) => `${across(one.sinceLaunchMs).toFixed(1)},${up(one.value).toFixed(1)}`);
  const [from = 0, to = 0] = [points[0], points.at(-1)].map((one) => across(one?.sinceLaunchMs ?? 0));
  const ground = up(0).toFixed(1);
  const levels = shares(rows).map((share) => {
    const y = up(highest * share).toFixed(1);
    return html`<line x1="${left}" y1="${y}" x2="${width - right}" y2="${y}"/><text x="${left - 8}" y="${y}" dy="4" text-anchor="end">${inWords(highest * share)}</text>`;
  });
  const times = shares(columns).map((share) => {
    const x = across(spanMs * share).toFixed(1);
    const anchor = share === 1 ? 'end' : 'middle';
    return html`<text x="${x}" y="${height - 8}" text-anchor="${anchor}">${formatMeasuredDuration(spanMs * share)}</text>`;
  });
  return html`<figure><figcaption>${title}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><g class="grid">${levels}${times}</g><polygon points="${from.toFixed(1)},${ground} ${places.join(' ')} ${to.toFixed(1)},${ground}"/><polyline points="${places.join(' ')}"/></svg></figure>
`;
}

function shares(count: number): number[] {
  return Array.from({ length: count + 1 }, (_, index) => index / count);
}

/** The next of 1, 2, 4, 8, 10 … : their quarters are read easily. */
function roundedUp(value: number): number {
  if (value <= 0) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([1, 2, 4, 8, 10].find((step) => value <= step * decade) ?? 10);
}
