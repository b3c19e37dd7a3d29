import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Probe } from '../../projections/liveness.ts';
import type { ExportFormat } from '../../src/export/encoder.ts';
import { exportProcess } from '../../src/export/export-process.ts';
import { type GivenEvent, givenJournal } from '../rig/given-journal.ts';

export type Journal = { readonly id: string; readonly path: string };

const unknown: Probe = { launcher: 'unknown', supervisor: 'unknown', child: 'unknown', rebooted: false };
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'journals', 'v1');

/** The lines of an export of one journal. */
export function linesOf({ id, path }: Journal, format: ExportFormat, probe: Probe = unknown): string[] {
  const texts = [...exportProcess({ id, path, probe }, { format, version: '0.1.0' })];
  return texts.join('').split('\n').slice(0, -1);
}

export function exported(format: ExportFormat, ...events: readonly GivenEvent[]): string[] {
  return linesOf(givenJournal(...events), format);
}

/** Journals as released versions of this program wrote them. */
export function goldenJournals(): Journal[] {
  return readdirSync(fixtures)
    .filter((file) => file.endsWith('.ndjson'))
    .map((file) => {
      const path = join(fixtures, file);
      const [first = ''] = readFileSync(path, 'utf8').split('\n', 1);
      return { id: String(JSON.parse(first).process), path };
    });
}
