export type Circumstances = {
  readonly facts: readonly string[];
  readonly loads: readonly [start: number, end: number];
  readonly rounds: number;
};

/** What `npm run bench` measured last, for whoever has another machine. */
export function resultsPage(tables: readonly string[], { facts, loads, rounds }: Circumstances): string {
  const [start, end] = loads.map((load) => load.toFixed(1));
  const lines = [
    '# Results',
    '',
    'Written by `npm run bench`; [README.md](README.md) says how to read it.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}, ${rounds} rounds, load ${start} at the start and ${end} at the end`,
    ...facts.map((fact) => `- ${fact}`),
  ];
  return `${[lines.join('\n'), ...tables].join('\n\n')}\n`;
}
