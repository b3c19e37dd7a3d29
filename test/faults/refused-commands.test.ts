import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/config/settings.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { launch } from '../../src/launch/launch.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { requestOf } from '../supervise/request-of.ts';
import { processesOf } from './processes-of.ts';
import { endOf, journalsIn } from './tried-launch.ts';

const test = suite('commands that cannot be executed');
const project = new TestProject();
test.after(() => project.end());

writeFileSync(join(project.folder, 'not-executable'), '#!/bin/sh\n', { mode: 0o644 });
mkdirSync(join(project.folder, 'a-folder'));

/** Words of `bg run` and what the refusal says; a word of a real command line cannot hold a NUL. */
const refused: Readonly<Record<string, readonly [words: readonly string[], says: RegExp]>> = {
  'a missing command': [['--', './is-not-there'], /not.*found|does not exist/i],
  'a file without permission': [['--', './not-executable'], /executable/i],
  'a folder': [['--', './a-folder'], /folder/i],
  'a bad folder to run in': [['--cwd', 'no/such/folder', '--', 'true'], /no\/such\/folder/],
};

for (const [what, [words, says]] of Object.entries(refused)) {
  test.fault(
    10,
    `${what} is refused by the launch itself, with exit code 3, and nobody is left`,
    async () => {
      const before = journalsIn(project.folder);
      const { code, stderr, stdout } = await project.call(['bg', 'run', ...words]);
      assert.is(code, 3, stderr + stdout);
      assert.match(stderr + stdout, says);
      for (const id of journalsIn(project.folder).filter((one) => !before.includes(one))) {
        assert.is((await endOf(project.folder, id)).status, 'rejected');
        assert.equal(processesOf(id), []);
      }
    },
  );
}

/** What the checks would refuse, tried without them, as if it had changed between check and execution. */
const unchecked = {
  'a NUL in an argument': [['true', 'a\0b'], 'ERR_INVALID_ARG_VALUE'],
  'an argument of 200 kB': [['true', 'x'.repeat(200_000)], 'E2BIG'],
} as const;

for (const [what, [command, code]] of Object.entries(unchecked)) {
  test.fault(
    10,
    `${what} that no check saw is a failed start with ${code}, and no supervisor is left`,
    async () => {
      const site = {
        project: projectAt(project.folder),
        settings: { ...defaultSettings, monitoringEnabled: false },
        supervisorEntry: join(project.program, '..', 'supervisor.js'),
        watcherEntry: join(project.program, '..', 'watcher.js'),
        version: '0.0.0',
      };
      const preflight = { valid: true, strict: false, skipped: true, durationMs: 0, checks: [] };
      const nothingChecked = { preflight, git: null };
      const { id, outcome, answer } = await launch(requestOf(command, project.folder), nothingChecked, site);
      assert.equal([outcome, answer?.code], ['spawn_failed', code], JSON.stringify(answer));
      await project.statusOnce(id, ({ status, reason }) => status === 'failed' && reason === 'spawn_failed');
      await project.statusOnce(id, () => processesOf(id).length === 0);
    },
  );
}

test.run();
