import { fstatSync } from 'node:fs';
import type { DataOf } from '../../schemas/event.ts';
import { withJournal } from '../journal/journal-file.ts';
import { readJournal } from '../journal/journal-reader.ts';
import { type FindingKind, verifyJournal } from '../journal/journal-verify.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { sha256Of } from './prefix-of.ts';

/** Something off with an archived journal; `line` is null where it is the whole file. */
export type ArchivedFinding = {
  readonly severity: 'damage' | 'note';
  readonly kind: FindingKind | ArchivedKind;
  readonly line: number | null;
  readonly detail: string;
};

export type ArchivedKind =
  | 'missing'
  | 'unreadable'
  | 'no_manifest'
  | 'other_bytes'
  | 'other_original'
  | 'other_month'
  | 'not_sealed'
  | 'twice';

/** Everything that is off with one archived journal. Throws `journal_unusable` if it is no readable file. */
export function checkArchived(
  journal: string,
  manifestFile: string,
  id: string,
  month: string,
): { readonly events: number; readonly findings: readonly ArchivedFinding[] } {
  const { events, findings } = verifyJournal(journal, id, true);
  const last = lastOf(journal, id);
  const manifest = readManifest(manifestFile);
  const found = findings.map(({ severity, kind, line, detail }) => ({ severity, kind, line, detail }));
  return {
    events,
    findings: [
      ...found,
      ...sealFindings(last, events),
      ...(typeof manifest === 'string'
        ? [damage('no_manifest', `its manifest does not vouch for it: ${manifest}`)]
        : manifestFindings(manifest, journal, { id, month, last, events })),
    ],
  };
}

type Last = {
  readonly archived: DataOf<'journal.archived'> | null;
  readonly isLast: boolean;
  readonly launchedIn: string | null;
};

/** What the journal says of its original, whether that is its last word, and the month of its launch. */
function lastOf(journal: string, id: string): Last {
  let last: Last = { archived: null, isLast: false, launchedIn: null };
  readJournal(journal, id, {
    event: ({ known, event }) => {
      if (known && event.type === 'journal.archived') last = { ...last, archived: event.data, isLast: true };
      else last = { ...last, isLast: false };
      if (known && event.type === 'launch.requested' && last.launchedIn === null)
        last = { ...last, launchedIn: event.at.slice(0, 7) };
    },
    corrupt: () => {},
  });
  return last;
}

/** It ends with `journal.archived`, whose numbers leave room for what was dropped, and for no more. */
function sealFindings({ archived, isLast }: Last, events: number): ArchivedFinding[] {
  if (archived === null) return [damage('not_sealed', 'it does not end with journal.archived')];
  if (!isLast) return [damage('not_sealed', 'something was written behind journal.archived')];
  const kept = events - 1;
  if (kept <= archived.events && kept + archived.dropped >= archived.events) return [];
  const detail = `it holds ${kept} events, of ${archived.events} without ${archived.dropped} that were dropped`;
  return [damage('not_sealed', detail)];
}

type Checked = {
  readonly id: string;
  readonly month: string;
  readonly last: Last;
  readonly events: number;
};

/** All that it says must be true, but for the size of the original: nothing that is left tells it. */
function manifestFindings(
  manifest: Manifest,
  journal: string,
  { id, month, last, events }: Checked,
): ArchivedFinding[] {
  if (manifest.process !== id)
    return [damage('no_manifest', `its manifest is that of process ${manifest.process}`)];
  const { sha256, bytes } = withJournal(journal, (fd) => {
    const { size } = fstatSync(fd);
    return { sha256: sha256Of(fd, size), bytes: size };
  });
  const found: ArchivedFinding[] = [];
  if (sha256 !== manifest.archived.sha256)
    found.push(
      damage('other_bytes', `its ${bytes} bytes are not the ${manifest.archived.bytes} of the manifest`),
    );
  else found.push(...countFindings(manifest, bytes, events));
  found.push(...originalFindings(manifest, last));
  if (manifest.month !== month || (last.launchedIn ?? 'unknown') !== month)
    found.push(damage('other_month', `it was launched in ${last.launchedIn ?? 'an unknown month'}`));
  return found;
}

/** The bytes are right; what else the manifest says of them need not be. */
function countFindings({ archived }: Manifest, bytes: number, events: number): ArchivedFinding[] {
  if (archived.bytes === bytes && archived.events === events) return [];
  const said = `the manifest says ${archived.bytes} bytes with ${archived.events} events`;
  return [damage('other_bytes', `${said}, it has ${bytes} with ${events}`)];
}

function originalFindings({ original }: Manifest, { archived }: Last): ArchivedFinding[] {
  if (archived === null) return [];
  if (archived.sha256 !== original.sha256)
    return [damage('other_original', 'the manifest was made of another original')];
  if (archived.events === original.events) return [];
  const detail = `the manifest says ${original.events} events of the original, the journal ${archived.events}`;
  return [damage('other_original', detail)];
}

function damage(kind: ArchivedKind, detail: string): ArchivedFinding {
  return { severity: 'damage', kind, line: null, detail };
}
