import { rmSync } from 'node:fs';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { journalPath } from '../../src/journal/project-paths.ts';
import { runnerJournal } from '../../src/workflow/runner-journal.ts';
import { emptyProject, givenId, readThrough } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what a workflow writes down');

test.fault(
  79,
  'a journal that nobody puts back is waited for once, and written to when it is there',
  async () => {
    const path = journalPath(emptyProject(), givenId);
    const writer = JournalWriter.create(path, givenId, 'runner');
    if (writer === null) throw new Error('it was there before');
    const append = runnerJournal(writer, `${path}.reserve`);
    const skip = async (step: string): Promise<number> => {
      const begunMs = performance.now();
      await append('step.skipped', { step, index: 1, steps: 1, reason: 'done_before' });
      return performance.now() - begunMs;
    };
    rmSync(path);
    const first = await skip('lost');
    const second = await skip('lost-too');
    assert.ok(first > 3000 && first < 20_000, `${first}`);
    assert.ok(second < 1000, `${second}`);
    JournalWriter.create(path, givenId, 'supervisor')?.close();
    await skip('kept');
    const { events } = readThrough(path, givenId);
    assert.equal(
      events.map(({ event }) => event.type === 'step.skipped' && event.data.step),
      ['kept'],
    );
    writer.close();
  },
);

test.run();
