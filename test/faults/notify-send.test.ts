import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { owe } from '../../src/claims/due.ts';
import { type Project, projectAt } from '../../src/journal/project-paths.ts';
import { showOnDesktop } from '../../src/notify/desktop.ts';
import { watcherFacts } from '../../src/watch/watcher-facts.ts';
import { anyNotice, hostileTexts } from '../notify/any-notice.ts';
import { FakeNotifySend } from '../rig/fake-notify-send.ts';
import { LivingJournal, numberedId } from '../rig/living-journal.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('a notify-send that does not do what it should, and texts that want it to');
const desktopHelper = join(import.meta.dirname, '..', '..', 'dist', 'notify-helper.js');
const notifyEnv = { DISPLAY: ':7' };
const title = 'TappsCodingAgents - ';

let watched: WatchedProject;
let project: Project;
let watching: ChildProcess | null = null;
test.beforeEach(() => {
  watched = new WatchedProject();
  project = projectAt(watched.folder);
  mkdirSync(project.journalFolder, { recursive: true, mode: 0o700 });
  mkdirSync(project.runFolder, { mode: 0o700 });
});
test.afterEach(async () => {
  watching?.kill('SIGKILL');
  await watched.end();
});

/** A watcher that tells the desktop, with this PATH; resolves when it holds the project. */
async function watch(path: string): Promise<void> {
  const own = { PATH: path, TAPPS_BG_NOTIFICATIONS_DESKTOP_ENABLED: '1', NODE_V8_COVERAGE: undefined };
  const words = [watched.program, 'bg', 'watch', '--foreground'];
  const env = { ...process.env, ...own };
  watching = spawn(process.execPath, words, { cwd: watched.folder, env, stdio: 'ignore' });
  await eventually(() => (watcherFacts(project).pid === watching?.pid ? true : null), 20_000);
}

function living(index: number, type = 'sh'): LivingJournal {
  owe(project, numberedId(index));
  return new LivingJournal(project, numberedId(index), { type, notifyEnv });
}

/** What is on record of the desktop: when, and what came of it. */
function recorded({ id }: LivingJournal): Promise<{ readonly at: string; readonly words: string }> {
  return eventually(() => {
    for (const { type, data, at } of watched.events(id)) {
      if (type === 'notification.sent' && data.channel === 'desktop') return { at, words: 'sent' };
      if (type === 'notification.failed' && data.channel === 'desktop')
        return { at, words: `${data.outcome}: ${data.error}` };
    }
    return null;
  }, 40_000);
}

test.fault(
  51,
  'one that hangs is killed with its children, one that fails is on record, and another end is seen meanwhile',
  async () => {
    const pidFile = join(watched.folder, 'pids');
    const hang = `echo $$ >> ${pidFile}; sh -c 'trap "" TERM; echo $$ >> ${pidFile}; exec sleep 60' & wait; sleep 60`;
    const fake = new FakeNotifySend(
      watched.folder,
      `case "$*" in *${numberedId(0)}*) ${hang};; *${numberedId(1)}*) echo "no bus" >&2; exit 1;; esac`,
    );
    const [hanging, failing, later] = [living(0), living(1), living(2)];
    await watch(fake.path);
    hanging.exit(3);
    await watched.event(hanging.id, 'process.failed', 40_000);
    failing.exit(3);
    later.exit();
    const end = await recorded(hanging);
    assert.is(end.words, 'timeout: not shown within 5s');
    assert.is((await recorded(failing)).words, 'failed: no bus');
    assert.is((await recorded(later)).words, 'sent');
    const verdict = watched.events(later.id).find(({ type }) => type === 'process.completed');
    assert.ok(verdict !== undefined && verdict.at < end.at, `${verdict?.at}, and ${end.at}`);
    const pids = readFileSync(pidFile, 'utf8').trim().split('\n').map(Number);
    assert.is(pids.length, 2);
    await eventually(() => (pids.some(isAlive) ? null : true));
  },
);

test.fault(51, 'one that is missing is on record, and the end is told elsewhere', async () => {
  const one = living(0);
  const empty = join(watched.folder, 'empty');
  mkdirSync(empty);
  await watch(empty);
  one.exit(3);
  assert.is((await recorded(one)).words, 'unsupported: notify-send is not installed');
  await eventually(() => (watched.told().length === 1 ? true : null));
});

test.fault(
  51,
  'the real one without a bus has failed, and says why',
  async () => {
    const place = {
      ...{ desktopHelper, env: process.env },
      notifyEnv: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(watched.folder, 'no-bus')}` },
    };
    const delivery = await showOnDesktop(anyNotice(), place, 30_000);
    assert.is(delivery.outcome, 'failed');
    assert.match('error' in delivery ? delivery.error : '', /no-bus|connect/i);
  },
  { needs: 'desktop-notices' },
);

test.fault(
  52,
  'texts that would run something are arguments as they were written, below our title',
  async () => {
    const made = join(watched.folder, 'made');
    const acting = ['\x1b[31mred\x1b]0;title\x07', 'a\0b', 'gpj.\u202etxt', '\x9b2J'];
    for (const text of [...hostileTexts(made), '--version', '-x', `"a" 'b' \\ \\" &lt; <b>`, ...acting]) {
      const fake = new FakeNotifySend(watched.folder);
      const place = { desktopHelper, env: { ...process.env, PATH: fake.path }, notifyEnv };
      const notice = anyNotice({ title: `${title}${text}`, body: text });
      assert.equal(await showOnDesktop(notice, place, 30_000), { outcome: 'sent' }, text);
      const [given = [], ...more] = fake.calls();
      const [shownTitle = '', body = '', ...options] = given;
      assert.equal([more, options], [[], ['--app-name', 'tapps-agents', '--expire-time', '10000']], text);
      assert.ok(shownTitle.startsWith(title.trim()), shownTitle);
      assert.is(body, asArgument(text), text);
    }
    assert.not.ok(existsSync(made));
  },
);

test.fault(52, 'a text of 1 MB is cut to what a desktop shows', async () => {
  const fake = new FakeNotifySend(watched.folder);
  const place = { desktopHelper, env: { ...process.env, PATH: fake.path }, notifyEnv };
  const long = 'x'.repeat(1024 * 1024);
  assert.equal(await showOnDesktop(anyNotice({ title: `${title}${long}`, body: long }), place, 30_000), {
    outcome: 'sent',
  });
  assert.equal(
    fake
      .calls()[0]
      ?.slice(0, 2)
      .map(({ length }) => length),
    [80, 300],
  );
});

test.fault(52, 'a journal whose words are hostile is told in ours, and nothing is run', async () => {
  const made = join(watched.folder, 'made');
  const fake = new FakeNotifySend(watched.folder);
  const types = [`$(touch ${made})`, `\`touch ${made}\`;`, `--help"; touch ${made}; "`];
  const journals = types.map((type, index) => living(index, type.slice(0, 80)));
  await watch(fake.path);
  for (const one of journals) one.exit(3);
  for (const one of journals) assert.is((await recorded(one)).words, 'sent');
  const calls = fake.calls();
  assert.is(calls.length, types.length);
  for (const type of types) {
    const [shown, body = ''] = calls.find(([, text]) => text?.includes(asArgument(type))) ?? [];
    assert.is(shown, `${title}Process Failed`, type);
    assert.match(body, /process failed\. Check logs\./);
  }
  assert.not.ok(existsSync(made));
});

test.run();

/** How notify-send is given a text: what acts is gone, markup and backslashes are escaped, no option. */
function asArgument(text: string): string {
  const sequences = ['\x1b[31m', '\x1b]0;title\x07', '\0', '\u202e', '\x9b2J'];
  const plain = sequences.reduce((rest, sequence) => rest.replaceAll(sequence, ''), text).trim();
  const escaped = plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n');
  return escaped === '' || escaped.startsWith('-') ? ` ${escaped}` : escaped;
}
