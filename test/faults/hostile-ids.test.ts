// timeout: 120s
import { execFileSync } from 'node:child_process';
import { wholeLife } from '../rig/given-events.ts';
import { givenId, givenJournal } from '../rig/given-journal.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { inLanes } from './struck-program.ts';

const test = suite('ids that name something else');
const program = new TestProject();
test.after(() => program.end());

const ids = [
  ...['../../x', '../journal/x', '/etc/passwd', `../journal/${givenId}`, '.', '..', 'CON', 'con', 'com1'],
  ...[
    'x'.repeat(300),
    'a\nStatus: completed',
    'a\x1b[2Jb',
    `${givenId}\x1b[2J`,
    'a\u202eb',
    `${givenId}.ndjson`,
  ],
];
const commands = ['status', 'logs', 'stop --yes', 'why', 'archive', 'replay', 'wait', 'export'];
/** Anything but text and line ends. */
const controls = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

test.fault(
  56,
  'an id with a path, a device, 300 characters, a newline or ESC is no process, and nothing is written',
  async () => {
    const { project } = givenJournal(...wholeLife());
    const cwd = project.root;
    const before = everythingIn(cwd);
    const evil = 'a\x1b[2J\nb';
    const calls = [
      ...ids.map((id, n) => [...(commands[n % commands.length] ?? '').split(' '), id]),
      ...commands.map((command) => [...command.split(' '), evil]),
    ];
    await inLanes(calls, async (words) => {
      const { code, stdout, stderr } = await program.call(['bg', ...words], { cwd });
      assert.is(code, 4, `${JSON.stringify(words)}: ${stderr}`);
      assert.not.match(stdout + stderr, controls, JSON.stringify(words));
      assert.match(stderr, /^❌ [^\n]*\n(?:[^\n]*\n)?$/, 'one line, and what to do');
      assert.is(stdout, '');
    });
    assert.is(everythingIn(cwd), before);
  },
  { timeoutMs: 100_000 },
);

test.run();

function everythingIn(folder: string): string {
  const script = 'find . -path "*/cache" -prune -o -printf "%p %y %m %s\\n" | sort';
  return execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
}
