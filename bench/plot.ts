export type Point = readonly [x: number, y: number];
/** What is only there to compare with is grey and dashed. */
export type Series = { readonly name: string; readonly points: readonly Point[]; readonly isBase?: boolean };
export type Plot = {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
};

const width = 560;
const height = 300;
const left = 64;
const right = 130;
const top = 36;
const bottom = 44;
/** Both are read on white and on black. */
const colours = ['#3f87d9', '#d9822b', '#3a9d5d'];
const grey = '#808080';
const lineHeight = 13;

type Scale = { readonly from: number; readonly to: number; readonly at: (value: number) => number };

/** An SVG of lines over two logarithmic axes: what is flat is flat, what is linear climbs a decade a decade. */
export function drawPlot({ title, x, y, series }: Plot): string {
  const points = series.flatMap((one) => one.points);
  const across = scaleOf(
    points.map(([value]) => value),
    left,
    width - right,
  );
  const up = scaleOf(
    points.map(([, value]) => value),
    height - bottom,
    top,
  );
  const names = namePlaces(series.map(({ points: own }) => up.at(own.at(-1)?.[1] ?? 1)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11" fill="${grey}">`,
    `<title>${escaped(title)}</title>`,
    `<text x="${left}" y="18" font-size="13">${escaped(title)}</text>`,
    ...decades(across).map((value) => {
      const at = across.at(value).toFixed(1);
      const line = `<line x1="${at}" y1="${top}" x2="${at}" y2="${height - bottom}" stroke="${grey}" stroke-opacity="0.25"/>`;
      return `${line}<text x="${at}" y="${height - bottom + 15}" text-anchor="middle">${label(value)}</text>`;
    }),
    ...decades(up).map((value) => {
      const at = up.at(value).toFixed(1);
      const line = `<line x1="${left}" y1="${at}" x2="${width - right}" y2="${at}" stroke="${grey}" stroke-opacity="0.25"/>`;
      return `${line}<text x="${left - 7}" y="${(Number(at) + 4).toFixed(1)}" text-anchor="end">${label(value)}</text>`;
    }),
    `<text x="${(left + width - right) / 2}" y="${height - 10}" text-anchor="middle">${escaped(x)}</text>`,
    `<text transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    ...series.map((one, index) => drawSeries(one, index, across, up, names[index] ?? top)),
    '</svg>\n',
  ].join('\n');
}

function drawSeries(
  { name, points, isBase = false }: Series,
  index: number,
  across: Scale,
  up: Scale,
  nameY: number,
): string {
  const colour = isBase ? grey : colours[index % colours.length];
  const places = points.map(([x, y]) => `${across.at(x).toFixed(1)},${up.at(y).toFixed(1)}`);
  const dots = places.map((place) => place.split(',')).map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3"/>`);
  const dash = isBase ? ' stroke-dasharray="4 3"' : '';
  return [
    `<g fill="${colour}">`,
    `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`,
    isBase ? '' : dots.join(''),
    `<text x="${width - right + 8}" y="${(nameY + 4).toFixed(1)}">${escaped(name)}</text></g>`,
  ].join('');
}

/** Whole decades around all values. */
function scaleOf(values: readonly number[], start: number, end: number): Scale {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return { from, to, at: (value) => start + ((Math.log10(value) - from) / (to - from)) * (end - start) };
}

function decades({ from, to }: Scale): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
}

/** Beside the ends of the lines, and never one on another. */
function namePlaces(ends: readonly number[]): number[] {
  const places: number[] = [];
  for (const [end, index] of ends
    .map((end, index) => [end, index] as const)
    .toSorted((one, other) => one[0] - other[0])) {
    const lowest = Math.max(Number.NEGATIVE_INFINITY, ...places.filter((place) => place !== undefined));
    places[index] = Math.max(end, lowest + lineHeight);
  }
  return places;
}

function label(value: number): string {
  return Number(value.toPrecision(1)).toLocaleString('en', { maximumFractionDigits: 6 });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
