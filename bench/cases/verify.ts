import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../src/journal/journal-reader.ts';
import { verifyJournal } from '../../src/journal/journal-verify.ts';
import type { Case } from '../case.ts';
import { writeLongJournal } from '../long-journal.ts';
import { beside, byTurns, inHere, rate } from '../timed.ts';

const id = 'longrun1';
const events = 300_000;
const fewEvents = 30_000;
const mostRounds = 8;

/** Beside the least that this could take: splitting the file, `JSON.parse` of each line, SHA-256 of it all. */
export const verify: Case = {
  name: 'verify',
  asks: 'a long journal, half of it heartbeats, read and verified',
  rows: [
    { key: 'verify', says: 'verified', unit: '/s', better: 'more', wanted: 250_000 },
    { key: 'verify-read', says: 'read', unit: '/s', better: 'more' },
    { key: 'verify-least', says: 'verified, beside split, parse and hash alone', unit: '×', better: 'less' },
  ],
  measure: async ({ folder, rounds, quick, histories }) => {
    const path = join(folder, `${id}.ndjson`);
    const count = quick ? fewEvents : events;
    writeLongJournal(await histories.template(), path, id, count);
    const of = await byTurns(Math.min(rounds, mostRounds), {
      least: inHere(() => parseAndHash(path)),
      read: inHere(() => void readJournal(path, id, { event: () => {}, corrupt: () => {} })),
      verified: inHere(() => expectSound(path)),
    });
    return {
      verify: rate(count, of('verified')),
      'verify-read': rate(count, of('read')),
      'verify-least': beside(of('verified'), of('least')),
    };
  },
};

function parseAndHash(path: string): void {
  const bytes = readFileSync(path);
  createHash('sha256').update(bytes).digest();
  for (const line of bytes.toString().split('\n')) if (line !== '') JSON.parse(line);
}

function expectSound(path: string): void {
  const { findings } = verifyJournal(path, id, true);
  if (findings.length > 0) throw new Error(`not sound: ${JSON.stringify(findings)}`);
}
