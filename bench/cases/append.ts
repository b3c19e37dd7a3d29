import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';
import { appendTo, askToStop, beginJournal } from '../long-journal.ts';
import { beside, byTurns, inHere, rate } from '../timed.ts';

const plainAppends = 20_000;
const durableAppends = 100;

/** Each event is checked, says what it saw before it, and is written in a call of its own. */
export const append: Case = {
  name: 'append',
  asks: 'one event after the other into a journal',
  rows: [
    { key: 'append', says: 'not durable', unit: '/s', better: 'more', wanted: 60_000 },
    {
      key: 'append-durable',
      says: 'durable, beside the bare write and fdatasync',
      unit: '×',
      better: 'more',
      wanted: 0.5,
    },
    { key: 'append-durable-rate', says: 'durable', unit: '/s', better: 'more' },
  ],
  measure: async ({ folder, rounds, histories }) => {
    const template = await histories.template();
    const pens = ['plain', 'durable'].map((id) => beginJournal(template, join(folder, `${id}.ndjson`), id));
    const bare = openSync(join(folder, 'bare'), 'a', 0o600);
    const [plain, durable] = pens;
    if (plain === undefined || durable === undefined) throw new Error('there are two pens');
    askToStop(durable);
    const line = `${readFileSync(durable.path, 'utf8').split('\n').at(-2)}\n`;
    let written = 0;
    const of = await byTurns(rounds, {
      plain: inHere(() => {
        for (const end = written + plainAppends; written < end; written += 1) appendTo(plain, written);
      }),
      durable: inHere(() => times(durableAppends, () => askToStop(durable))),
      bare: inHere(() =>
        times(durableAppends, () => {
          writeSync(bare, line);
          fdatasyncSync(bare);
        }),
      ),
    });
    for (const pen of pens) pen.close();
    closeSync(bare);
    return {
      append: rate(plainAppends, of('plain')),
      // Rates, so the other way round.
      'append-durable': beside(of('bare'), of('durable')),
      'append-durable-rate': rate(durableAppends, of('durable')),
    };
  },
};

function times(count: number, act: () => void): void {
  for (let index = 0; index < count; index += 1) act();
}
