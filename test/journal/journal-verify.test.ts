import { appendFileSync, writeFileSync } from 'node:fs';
import type { Finding, FindingKind } from '../../src/journal/journal-verify.ts';
import { chained } from '../rig/forged-chain.ts';
import {
  exited,
  heartbeat,
  launched,
  lost,
  noted,
  progressed,
  requested,
  started,
  stopRequested,
  validated,
  wholeLife,
} from '../rig/given-events.ts';
import { append, givenBytes, givenJournal, joinLines, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal verify');

/** Lines 1 to 10; `emit` wrote 6 and 8, `stop` line 9. */
const sound = givenJournal(
  ...[requested(), validated(), launched(), started(), heartbeat()],
  ...[noted('one'), progressed(), noted('two'), stopRequested(), exited({ code: null, signal: 'SIGTERM' })],
);
const lines = sound.lines();

test('a sound journal has nothing to say but its hash', () => {
  const { events, findings, hash } = sound.verify();
  assert.equal([events, findings], [10, []]);
  assert.match(hash, /^[0-9a-f]{32}$/);
});

type Tamper = {
  readonly what: string;
  readonly lines: readonly string[];
  readonly first: readonly [kind: FindingKind, line: number];
};

const [l1 = '', l2 = '', l3 = '', l4 = '', l5 = '', l6 = '', l7 = '', l8 = '', l9 = '', l10 = ''] = lines;
const edited = (line: string): string => line.replace('"cpuPercent":12.5', '"cpuPercent":12.6');

const tampers: readonly Tamper[] = [
  {
    what: 'an edited line',
    lines: lines.map((line) => edited(line)),
    first: ['seen_fails', 6],
  },
  {
    what: 'a middle line that was removed',
    lines: lines.filter((line) => line !== l5),
    first: ['seen_fails', 5],
  },
  { what: 'the first line that was removed', lines: lines.slice(1), first: ['first_event', 1] },
  {
    what: 'a line that stands twice',
    lines: [l1, l2, l3, l4, l5, l5, l6, l7, l8, l9, l10],
    first: ['out_of_order', 6],
  },
  {
    what: 'a line that stands twice, far apart',
    lines: [l1, l2, l3, l4, l5, l6, l7, l5, l8, l9, l10],
    first: ['out_of_order', 8],
  },
  { what: 'the last line that stands twice', lines: [...lines, l10], first: ['out_of_order', 11] },
  {
    what: 'two lines of one writer that were swapped',
    lines: [l1, l3, l2, l4, l5, l6, l7, l8, l9, l10],
    first: ['seen_fails', 2],
  },
  {
    what: 'two lines of two writers that were swapped',
    lines: [l1, l2, l3, l4, l6, l5, l7, l8, l9, l10],
    first: ['seen_fails', 5],
  },
  {
    what: 'the last two lines that were swapped',
    lines: [...lines.slice(0, 8), l10, l9],
    first: ['seen_fails', 9],
  },
  {
    what: 'all lines of one writer that were removed',
    lines: lines.filter((line) => !line.includes('"by":"emit.')),
    first: ['seen_fails', 6],
  },
  {
    what: 'a line that was put in',
    lines: [l1, l2, l3, l4, l5, l6.replace('"n":1', '"n":9'), l6, l7, l8, l9, l10],
    first: ['out_of_order', 7],
  },
  {
    what: 'an edited line of which nothing can be read',
    lines: [l1, l2, l3, l4, 'zzz', ...lines.slice(5)],
    first: ['corrupt', 5],
  },
  {
    what: "a line of another process's journal",
    lines: [...lines.slice(0, 9), l10.replace('k3f9a2c7', 'k3f9a2c8')],
    first: ['corrupt', 10],
  },
];

for (const { what, lines: tampered, first } of tampers) {
  test(`${what} is damage, at line ${first[1]}`, () => {
    const { findings } = givenBytes(joinLines(tampered)).verify();
    const damage = findings.filter(({ severity }) => severity === 'damage');
    assert.equal([damage[0]?.kind, damage[0]?.line], [...first]);
  });
}

test('of a seen that fails only the first line is told, with how many follow', () => {
  const { findings } = givenBytes(joinLines(lines.map(edited))).verify();
  assert.is(findings.length, 1);
  assert.match(findings[0]?.detail ?? '', /nor are those of 4 others/);
});

test('a tail that was cut at a line end is seen by its hash only', () => {
  const { findings, hash } = givenBytes(joinLines(lines.slice(0, 8))).verify();
  assert.equal(findings, []);
  assert.is.not(hash, sound.verify().hash);
});

test('a journal that was written anew with fitting hashes is seen by its hash only', () => {
  const forged = givenJournal(...wholeLife().slice(0, 4), exited({ code: 7 }));
  assert.equal(forged.verify().findings, []);
  assert.is.not(forged.verify().hash, sound.verify().hash);
});

test('the hash is that of the complete lines, whatever is being written behind them', () => {
  const growing = givenBytes(Buffer.concat([sound.bytes(), Buffer.from('{"at":"20')]));
  assert.is(growing.verify().hash, sound.verify().hash);
});

test('a seen that speaks of bytes behind its own line is damage, and leaves the hash alone', () => {
  const forged = [...lines.slice(0, 9), l10.replace(/"seen":\[\d+/, '"seen":[90071992547409')];
  const journal = givenBytes(`${joinLines(forged)}{"at":"20`);
  const { findings, hash } = journal.verify(false);
  assert.equal(told(findings), ['damage seen_fails 10', 'note half_written 11']);
  assert.is(hash, givenBytes(joinLines(forged)).verify().hash);
});

test('a half-written tail is damage only when nobody writes any more', () => {
  const journal = givenBytes(Buffer.concat([sound.bytes(), Buffer.from('{"at":"20')]));
  assert.equal(told(journal.verify(false).findings), ['note half_written 11']);
  assert.equal(told(journal.verify(true).findings), ['damage cut_tail 11']);
});

test('a fragment that was healed is a note, and so is one with a line glued to it', () => {
  const whole = givenJournal(requested(), exited()).lines()[1] ?? '';
  const lengths = [1, 45, whole.indexOf('}') + 1, whole.indexOf('}}') + 2, whole.length - 1];
  for (const fragment of lengths.map((length) => whole.slice(0, length))) {
    const journal = givenJournal(requested());
    const glued = givenJournal(requested(), noted('he said "no')).lines()[1];
    appendFileSync(journal.path, `${fragment}${glued}\n${fragment}`);
    const writer = openWriter(journal, 'supervisor');
    for (const event of [started(), exited()]) append(writer, event);
    writer.close();
    assert.equal(told(journal.verify().findings), ['note healed 2', 'note healed 3']);
  }
});

test('what was never half of an event is damage, though a later line attests it', () => {
  for (const [line, kind] of [
    ['zzz', 'corrupt'],
    [l2.replace('"valid":true', '"valid":maybe'), 'corrupt'],
    [l2.replace('k3f9a2c7', 'k3f9a2c8'), 'corrupt'],
  ] as const) {
    const journal = givenJournal(requested());
    appendFileSync(journal.path, `${line}\n`);
    const writer = openWriter(journal, 'supervisor');
    append(writer, started());
    writer.close();
    assert.equal(told(journal.verify().findings), [`damage ${kind} 2`]);
  }
});

test('a fragment that only a failing seen covers was not healed', () => {
  const torn = [...lines.slice(0, 4), l5.slice(0, 60), ...lines.slice(5)];
  assert.equal(told(givenBytes(joinLines(torn)).verify().findings), [
    'damage corrupt 5',
    'damage seen_fails 6',
  ]);
});

test('a second copy that attests the first is a note', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'supervisor');
  const pending = writer.prepare('process.noted', { message: 'twice' });
  for (const one of [pending, pending]) writer.commit(one);
  writer.close();
  assert.equal(told(journal.verify().findings), ['note second_copy 3']);
});

test('a second end is a note, and an end that is tried again is none', () => {
  const twice = givenJournal(...wholeLife(), lost());
  assert.equal(told(twice.verify().findings), ['note second_end 6']);
  const retried = givenJournal(
    ...wholeLife().slice(0, 4),
    exited({ code: 1, willRetry: true }),
    started({ attempt: 2 }),
    exited({ attempt: 2 }),
  );
  assert.equal(retried.verify().findings, []);
});

test('events of a newer version are notes', () => {
  const journal = givenBytes(joinLines([l1, l2.replace('launch.validated', 'launch.blessed')]));
  assert.equal(told(journal.verify().findings), ['note unknown_event 2']);
});

test('a journal with nothing in it, or nothing that can be read, is damage', () => {
  assert.equal(told(givenBytes('').verify().findings), ['damage empty 1']);
  assert.equal(told(givenBytes('\n\n').verify().findings), ['damage empty 1']);
  assert.equal(told(givenBytes('zzz\n').verify().findings), ['damage empty 1', 'damage corrupt 1']);
});

test('200,000 events are checked as five are', () => {
  const journal = givenBytes('');
  const many = Array.from({ length: 200_000 }, (_, index) => l6.replace('"n":1', `"n":${index + 1}`));
  writeFileSync(journal.path, joinLines(chained([l1, ...many])));
  const { events, findings } = journal.verify();
  assert.equal([events, findings], [200_001, []]);
});

test.run();

function told(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, kind, line }) => `${severity} ${kind} ${line}`);
}
