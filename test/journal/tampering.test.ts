import fc from 'fast-check';
import type { Verification } from '../../src/journal/journal-verify.ts';
import { chained, firstUntrueLine } from '../rig/forged-chain.ts';
import {
  exited,
  heartbeat,
  launched,
  noted,
  noticeSent,
  progressed,
  requested,
  started,
  stopped,
  stopRequested,
  validated,
  warned,
} from '../rig/given-events.ts';
import { flip, givenBytes, givenJournal, joinLines, putBytes } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('tampering');

/** Written by launcher, supervisor, emit, stop and watcher, each after it had read all before. */
const sound = givenJournal(
  ...[requested(), validated(), launched(), started(), heartbeat(), noted('one'), progressed()],
  ...[warned(), noted('two'), heartbeat(), stopRequested(), exited({ code: null, signal: 'SIGTERM' })],
  ...[stopped(), noticeSent(), noticeSent({ channel: 'terminal' })],
);
const lines = sound.lines();
const bytes = sound.bytes();
const lastLine = lines.length - 1;
const lastOffset = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
const { hash } = sound.verify();
const scratch = givenBytes('');

test('the journal that is tampered with here is sound', () => {
  assert.equal(sound.verify().findings, []);
  assert.equal(writersOf(lines), ['launcher', 'supervisor', 'emit', 'stop', 'watcher']);
});

test.fault(61, 'any byte that is changed in a line that is not the last is found', () => {
  const offset = fc.nat({ max: lastOffset - 1 });
  const mask = fc.integer({ min: 1, max: 255 });
  fc.assert(
    fc.property(offset, mask, (at, bits) => isDamaged(verified(flip(bytes, at, bits)))),
    { numRuns: 1500 },
  );
});

test.fault(61, 'what is written into a line that is not the last is found, whichever line it is', () => {
  for (let index = 0; index < lastLine; index += 1) {
    const line = lines[index] ?? '';
    const edits = [
      line.replace(/"at":"\d{4}/, '"at":"1999'),
      line.replace('"data":{', '"data":{"extra":1,'),
      line.replace(/"n":(\d+)/, '"n":9$1'),
      line.replace(/"by":"(\w+)\.\w+"/, '"by":"$1.zzzzzzzz"'),
      line.replace(/,"seen":\[\d+,"\w+"\]/, ''),
      `${line} `,
      '',
    ];
    for (const edited of edits) {
      const text = joinLines([...lines.slice(0, index), edited, ...lines.slice(index + 1)]);
      assert.ok(isDamaged(verified(text)), `line ${index + 1}: ${edited}`);
    }
  }
});

test.fault(
  61,
  'what is written into the last line is not seen, unless its hash was kept: nobody wrote after it',
  () => {
    const edited = lines[lastLine]?.replace('it failed', 'it worked') ?? '';
    const text = joinLines([...lines.slice(0, lastLine), edited]);
    assert.is.not(text, joinLines(lines));
    assert.equal(verified(text).findings, []);
    assert.equal(kindsOf(verified(text, hash)), ['unexpected_hash']);
  },
);

test.fault(61, 'a last line that does not say what it was written after, or falsely, is found', () => {
  for (const [change, kind] of [
    [/,"seen":\[\d+,"\w+"\]/, 'unattested'],
    [/"seen"/, 'unattested'],
    [/"seen":\[\d/, 'seen_fails'],
  ] as const) {
    const replacement = kind === 'seen_fails' ? '"seen":[9' : change.source === '"seen"' ? '"seem"' : '';
    const edited = lines[lastLine]?.replace(change, replacement) ?? '';
    assert.equal(kindsOf(verified(joinLines([...lines.slice(0, lastLine), edited]))), [kind], edited);
  }
});

test.fault(
  61,
  'any two lines that change places are found, of one writer or of two, next to each other or not',
  () => {
    for (let first = 0; first < lines.length; first += 1) {
      for (let second = first + 1; second < lines.length; second += 1) {
        const swapped = [...lines];
        swapped[first] = lines[second] ?? '';
        swapped[second] = lines[first] ?? '';
        assert.ok(isDamaged(verified(joinLines(swapped))), `${first + 1} and ${second + 1}`);
      }
    }
  },
);

test.fault(
  61,
  'lines that are removed are found, unless all that follow them go too: that is what a hash is kept for',
  () => {
    fc.assert(
      fc.property(fc.subarray([...lines.keys()], { minLength: 1 }), (removed) => {
        const rest = lines.filter((_, index) => !removed.includes(index));
        const isTail = rest.length > 0 && rest.every((line, index) => line === lines[index]);
        const text = joinLines(rest);
        assert.is(isDamaged(verified(text)), !isTail);
        assert.ok(isDamaged(verified(text, hash)));
      }),
      { numRuns: 300 },
    );
  },
);

test.fault(
  61,
  'all lines of a writer that are removed are found, whichever writer wrote before others',
  () => {
    for (const writer of writersOf(lines)) {
      const rest = lines.filter((line) => writerOf(line) !== writer);
      const text = joinLines(rest);
      // The watcher wrote last here: without it the journal is one whose tail was cut.
      assert.is(isDamaged(verified(text)), writer !== 'watcher', writer);
      assert.ok(isDamaged(verified(text, hash)), writer);
    }
  },
);

test.fault(61, 'a line that stands twice is found, wherever its copy is put', () => {
  for (let from = 0; from < lines.length; from += 1) {
    for (let to = from + 1; to <= lines.length; to += 1) {
      const text = joinLines([...lines.slice(0, to), lines[from] ?? '', ...lines.slice(to)]);
      const { findings } = verified(text);
      assert.is(findings[0]?.kind, 'out_of_order');
      assert.is(findings[0]?.line, to + 1);
    }
  }
});

test.fault(
  61,
  'a journal that is rewritten with fitting hashes is not seen, unless its hash was kept',
  () => {
    const rewritten = lines.map((line) => line.replace('"code":null', '"code":0'));
    const text = joinLines(chained(rewritten));
    assert.equal(verified(text).findings, []);
    assert.equal(kindsOf(verified(text, hash)), ['unexpected_hash']);
  },
);

test.fault(61, 'a journal that has only grown since its hash was kept says from which line on', () => {
  for (const count of [1, 5, lastLine]) {
    const kept = verified(joinLines(lines.slice(0, count))).hash;
    const { findings } = verified(bytes, kept);
    assert.equal(kindsOf({ findings }), ['unexpected_hash']);
    assert.is(findings[0]?.line, count + 1);
    assert.match(findings[0]?.detail ?? '', /added since/);
  }
  assert.equal(verified(bytes, hash).findings, []);
});

test.fault(
  61,
  'where writers overlapped by any number of lines, what each had read is checked, and only that',
  () => {
    const pad = (size: number): string => 'x'.repeat(size);
    fc.assert(
      fc.property(
        // Up to 2,000,000 bytes: over several of the chunks in which it is read, and beyond what the hash waits for.
        fc.array(fc.tuple(fc.nat({ max: 30_000 }), fc.nat({ max: 12 })), { minLength: 2, maxLength: 60 }),
        fc.nat(),
        (writes, where) => {
          const drafts = writes.map(([size], index) => withNote(index, pad(size)));
          const whole = chained(
            [lines[0] ?? '', ...drafts],
            (index) => index - (writes[index - 1]?.[1] ?? 0),
          );
          assert.equal(verified(joinLines(whole)).findings, []);
          const index = 1 + (where % drafts.length);
          const untrue = whole.map((line, at) => (at === index ? withUntrueSeen(line) : line));
          const text = joinLines(untrue);
          const [first] = verified(text).findings;
          assert.equal([first?.kind, first?.line], ['seen_fails', firstUntrueLine(text)]);
        },
      ),
      { numRuns: 40 },
    );
  },
);

test.fault(61, 'a writer that was stopped while others wrote a million bytes is checked all the same', () => {
  const drafts = Array.from({ length: 40 }, (_, index) => withNote(index, 'x'.repeat(30_000)));
  const whole = chained([lines[0] ?? '', ...drafts], (index) => (index === 40 ? 1 : index));
  assert.equal(verified(joinLines(whole)).findings, []);
  const { findings } = verified(joinLines([...whole.slice(0, 40), withUntrueSeen(whole[40] ?? '')]));
  assert.equal([findings[0]?.kind, findings[0]?.line], ['seen_fails', 41]);
});

test.fault(
  61,
  'a line without an end that is longer than what is kept of it leaves the hash alone, and is attested once it ends',
  () => {
    const garbage = Buffer.alloc(5 * 1024 * 1024, 'x');
    const open = verified(Buffer.concat([bytes, garbage]));
    assert.is(open.hash, hash);
    assert.equal(kindsOf(open), ['cut_tail']);
    const text = `${bytes.toString()}${garbage.toString()}\n`;
    const after = chained([text.slice(0, -1), lines[lastLine] ?? ''])[1]?.replace(/"n":\d+/, '"n":99') ?? '';
    assert.equal(kindsOf(verified(`${text}${after}\n`)), ['corrupt']);
    assert.equal(kindsOf(verified(`${text.replace('xx', 'xy')}${after}\n`)), ['corrupt', 'seen_fails']);
  },
);

test.run();

function verified(content: string | Uint8Array, expect?: string): Verification {
  putBytes(scratch, content);
  return scratch.verify(true, expect);
}

function isDamaged({ findings }: Pick<Verification, 'findings'>): boolean {
  return findings.some(({ severity }) => severity === 'damage');
}

function kindsOf({ findings }: Pick<Verification, 'findings'>): string[] {
  return findings.map(({ kind }) => kind);
}

function writerOf(line: string): string {
  return /"by":"(\w+)\./.exec(line)?.[1] ?? '';
}

function writersOf(all: readonly string[]): string[] {
  return [...new Set(all.map(writerOf))];
}

/** A note by a writer of its own, as each `bg emit` is, with a key that makes it long. */
function withNote(index: number, padding: string): string {
  const note = lines.find((line) => writerOf(line) === 'emit') ?? '';
  return note
    .replace('"data":{', `"data":{"pad":"${padding}",`)
    .replace(/"by":"emit\.\w+"/, `"by":"emit.w${String(index).padStart(8, '0')}"`);
}

function withUntrueSeen(line: string): string {
  return line.replace(
    /("seen":\[\d+,")(\w)/,
    (_all, before, digit) => `${before}${digit === '0' ? '1' : '0'}`,
  );
}
