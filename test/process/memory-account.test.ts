import { MemoryAccount, type MemoryGroup, type MemorySource } from '../../src/process/memory-account.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the account of memory');

/** A kernel whose counts the test turns. */
function kernel(): { readonly source: MemorySource; group: MemoryGroup | null; machineKills: number | null } {
  const made = {
    group: null as MemoryGroup | null,
    machineKills: 7 as number | null,
    source: {
      placeOf: () => made.group?.name ?? null,
      groupAt: () => made.group,
      machineOomKills: () => made.machineKills,
    },
  };
  return made;
}

function groupOf(name: string, limitBytes: number | null, kills: { count: number | null }): MemoryGroup {
  return { name, limitBytes, oomKills: () => kills.count };
}

test('only what was killed since the beginning is counted', () => {
  const asked = kernel();
  const kills = { count: 3 as number | null };
  asked.group = groupOf('own', 1024, kills);
  const account = new MemoryAccount(1, asked.source);
  kills.count = 4;
  asked.machineKills = 9;
  asked.group = null; // the command is gone by then
  assert.equal(account.end(), { limitBytes: 1024, oomKills: 1, machineOomKills: 2 });
});

test('a command that moves into a group of its own is counted there', async () => {
  const asked = kernel();
  asked.group = groupOf('session', null, { count: 50 });
  const account = new MemoryAccount(1, asked.source);
  let looks = 0;
  const kills = { count: 10 };
  asked.group = {
    name: 'own',
    limitBytes: 2048,
    oomKills: () => {
      looks += 1;
      return kills.count;
    },
  };
  await eventually(() => (looks > 0 ? true : null));
  kills.count = 11;
  assert.equal(account.end(), { limitBytes: 2048, oomKills: 1, machineOomKills: 0 });
});

test('a group that counts memory only from some time on is counted from then on', async () => {
  const kills = { count: 3 as number | null };
  let group: MemoryGroup | null = null;
  const account = new MemoryAccount(1, {
    placeOf: () => 'the same',
    groupAt: () => group,
    machineOomKills: () => 0,
  });
  let looks = 0;
  group = {
    ...groupOf('own', 4096, kills),
    oomKills: () => {
      looks += 1;
      return kills.count;
    },
  };
  await eventually(() => (looks > 0 ? true : null));
  kills.count = 4;
  assert.equal(account.end(), { limitBytes: 4096, oomKills: 1, machineOomKills: 0 });
});

test('where nothing can be read nothing is said', () => {
  const asked = kernel();
  asked.machineKills = null;
  assert.is(new MemoryAccount(1, asked.source).end(), null);
});

test('a count that went down is of another group: it says nothing', () => {
  const asked = kernel();
  const kills = { count: 3 as number | null };
  asked.group = groupOf('own', null, kills);
  const account = new MemoryAccount(1, asked.source);
  kills.count = 0;
  assert.equal(account.end(), { limitBytes: null, oomKills: null, machineOomKills: 0 });
  kills.count = null; // it was removed
  assert.equal(account.end(), { limitBytes: null, oomKills: null, machineOomKills: 0 });
});

test.skipUnless(
  'procfs',
  'of a living process of this machine something can be read, or nothing is made up',
  () => {
    const said = new MemoryAccount(process.pid).end();
    if (said === null) return;
    for (const count of Object.values(said)) assert.ok(count === null || count >= 0, JSON.stringify(said));
  },
);

test.run();
