import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';
import { type Attack, attacksOn, grow } from './pattern-attack.ts';
import {
  buildingFiles,
  builtPatterns,
  type FoundPattern,
  schemaPatterns,
  writtenPatterns,
} from './pattern-sources.ts';

const test = suite('time of regular expressions');

/** A linear one takes a tenth of a millisecond for a text of this length, a quadratic one 50 and more. */
const attackChars = 10_000;
const limitMs = 20;
/** Ten seconds of work in all; the rest is for machines with much else to do. */
const patience = { timeoutMs: 240_000 };
/** Smaller ones come first, each little longer than the one before: what doubles with a letter is found while it ends. */
const smallerChars = [...Array.from({ length: 14 }, (_, step) => Math.round(16 * 1.25 ** step)), 2500];

/** Where the text is short for sure, longer ones are not asked of its patterns. By file: who bounds it, to what. */
const bounded: readonly (readonly [path: RegExp, limitChars: number])[] = [
  // error-lines.ts: 800 characters of the head and 200 of the tail, before any of these sees them.
  [/^src\/output\/error-(?!lines)/, 1024],
  // progress-line.ts cuts a line to 4096 characters before it is read.
  [/^src\/output\/progress-/, 4096],
  // requirement-range.ts refuses what is longer.
  [/^src\/preflight\/requirement-range/, 200],
];

test(
  'none that is written in the source keeps a text of its own making busy',
  () => {
    const found = writtenPatterns();
    assert.ok(found.length > 500, String(found.length));
    assertQuick(found);
  },
  patience,
);

test(
  'none that is put together from parts does',
  async () => {
    const files = buildingFiles();
    const load = async (): Promise<void> => {
      for (const file of files) await import(`../../${file}`);
      const { Comparable } = await import('../../src/output/parting-text.ts');
      new Comparable({ folders: ['/srv/a', '/srv/a/b'], ids: ['k3f9a2bc'] }).of('');
    };
    const found = await builtPatterns('put together', load);
    assert.ok(found.length >= 40, String(found.length));
    assertQuick(found, 4096);
  },
  patience,
);

test(
  'none of the schemas does',
  () => {
    const found = schemaPatterns();
    assert.ok(found.length > 10, String(found.length));
    assertQuick(found);
  },
  patience,
);

test('the search finds what backtracks', () => {
  const finds = (regex: RegExp): boolean => slowestOf({ where: '', regex }, attackChars) !== null;
  for (const regex of [
    /(?:a+)+$/,
    /\s+$/,
    /^(\w+\s?)*$/,
    /\s*[\r\n]+\s*/g,
    /^\d+\.?\d*$/,
    /^(?:a|a)*$/,
    /x.*y.*z/,
  ])
    assert.ok(finds(regex), String(regex));
  for (const regex of [/a+b*c/y, /(?<!\s)\s+$/, /^\d+(?:\.\d*)?$/, /^[^,]*,[^,]*$/, /\bfatal\b/i])
    assert.not.ok(finds(regex), String(regex));
});

test.run();

function assertQuick(found: readonly FoundPattern[], atMost = attackChars): void {
  const slow = found.flatMap((one) => {
    const limit = bounded.find(([path]) => path.test(one.where))?.[1] ?? atMost;
    const slowest = slowestOf(one, limit);
    return slowest === null ? [] : [`${one.where} ${one.regex} ${slowest}`];
  });
  assert.equal(slow, [], `Make it linear, or bound what it reads:\n${slow.join('\n')}`);
}

/** Null for a pattern that is done with every attack in time. */
function slowestOf({ regex }: FoundPattern, limitChars: number): string | null {
  const used = new RegExp(regex.source, regex.flags);
  for (const attack of attacksOn(used)) {
    for (const length of [...smallerChars.filter((chars) => chars < limitChars), limitChars]) {
      const tookMs = bestMs(used, attack, length);
      if (tookMs > limitMs) return `${Math.round(tookMs)} ms for ${length} of ${JSON.stringify(attack)}`;
    }
  }
  return null;
}

/** The best of several: a loaded machine makes a run slower, never faster. */
function bestMs(regex: RegExp, attack: Attack, length: number): number {
  const text = grow(attack, length);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 6 && best > limitMs / 4; run += 1) {
    best = Math.min(
      best,
      cpuMs(() => use(regex, text)),
    );
    if (best > 1000) break;
  }
  return best;
}

function use(regex: RegExp, text: string): void {
  regex.lastIndex = 0;
  if (regex.global) text.replace(regex, '');
  else regex.test(text);
}
