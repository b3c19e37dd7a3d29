import { FailureError } from '../../schemas/failure.ts';
import { hasUnread, takeUnread, type Unread } from '../claims/unread.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import { safeText } from '../output/safe-text.ts';
import type { Hands } from './hands.ts';

/** Shows what no terminal could show when it happened, before the output of this command, once. */
export async function showUnread(hands: Hands): Promise<void> {
  if (!hands.terminal.stderr || !hasUnread(hands.project)) return;
  for (const unread of takeUnread(hands.project)) {
    hands.tell(safeText(unread.line, { maxChars: 1000 }));
    await noteShown(hands.project, unread);
  }
}

/** A journal that was removed since, or a full disk, is no reason to fail the command that shows it. */
async function noteShown(project: Project, { id, kind, episode, title, line }: Unread): Promise<void> {
  // Loaded by who has something to write: most commands have not.
  const { JournalWriter } = await import('../journal/journal-writer.ts');
  const told = {
    kind,
    channel: 'terminal',
    title: title.slice(0, 200),
    message: line.slice(0, 2000),
  } as const;
  try {
    const path = journalPath(project, id);
    const writer = JournalWriter.open(path, id, 'command');
    try {
      writer.append('notification.sent', { ...told, ...(episode === 0 ? {} : { episode }) });
    } finally {
      writer.close();
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
  }
}
