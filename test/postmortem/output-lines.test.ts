import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TellingLine } from '../../projections/death.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { foldProcess } from '../../src/journal/store.ts';
import { type OutputSaid, outputSaid } from '../../src/postmortem/output-lines.ts';
import { errorLine, exited, launched, requested, started, validated, warned } from '../rig/given-events.ts';
import { type GivenEvent, givenJournal } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what the output tells');
const running = [requested(), validated(), launched(), started()];
const filler = Array.from({ length: 100 }, (_, index) => `working on part ${index}\n`).join('');
const boom = 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nValueError: boom\n';

test('errors come with the lines around them, and the last lines come whatever they say', () => {
  const { lines, presence } = said(`${filler}${boom}${filler}`, [exited({ code: 1, outputBytes: 4000 })]);
  const at = lines.findIndex(({ isError }) => isError);
  assert.equal(lines[at], {
    text: 'ValueError: boom',
    offset: filler.length + boom.indexOf('ValueError'),
    isError: true,
  });
  assert.is(lines[at - 3]?.text, 'working on part 99');
  assert.is(lines[at + 1]?.text, 'working on part 0');
  assert.is(lines.at(-1)?.text, 'working on part 99');
  assert.ok(lines.length < 60, String(lines.length));
  assert.is(presence, 'there');
});

test('a last line without an end is a line', () => {
  assert.is(said('fine\nError: cut', [exited({ code: 1 })]).lines.at(-1)?.text, 'Error: cut');
});

test('what an earlier attempt said is not asked', () => {
  const first = exited({ code: 1, outputBytes: 15, willRetry: true });
  const { lines } = said('Error: flaky\n..\nError: done for\n', [
    first,
    started({ attempt: 2 }),
    exited({ code: 1 }),
  ]);
  assert.equal(texts(lines), ['Error: done for']);
});

test('offsets count from the first byte ever written, also where the oldest are gone', () => {
  const cut = warned({ kind: 'output_truncated', message: '1000 bytes are gone', bytes: 1000 });
  const { lines } = said('ok\nError: late\n', [cut, exited({ code: 1, outputBytes: 1015 })]);
  assert.equal(lines.at(-1), { text: 'Error: late', offset: 1003, isError: true });
});

test('of an output that is gone, the journal tells what it kept', () => {
  const { lines, presence } = said(null, [errorLine('Error: kept', 7), exited({ code: 1, outputBytes: 40 })]);
  assert.equal(lines, [{ text: 'Error: kept', offset: 7, isError: true, isBehindGap: true }]);
  assert.is(presence, 'gone');
});

test('what the journal hides in one line is hidden in every line, and nothing else is', () => {
  const output = 'Error: no login with zzENV of app\nusing zzENVSECRET, zzENV and *** here\n';
  const lines = [errorLine('Error: no login with *** of app', 0), exited({ code: 1 })];
  assert.equal(texts(said(output, lines).lines), [
    'Error: no login with *** of app',
    'using zzENVSECRET, *** and *** here',
  ]);
  const last = said('Error: bad word qwertz9\n..\nqwertz9\n', [
    errorLine('Error: bad word ***', 0),
    exited({ code: 1 }),
  ]);
  assert.equal(texts(last.lines), ['Error: bad word ***', '..', '***']);
  const another = said('Error: bad word qwertz9\n', [
    errorLine('Error: another ***', 0),
    exited({ code: 1 }),
  ]);
  assert.equal(texts(another.lines), ['Error: bad word qwertz9']);
});

test('a command that never said anything has an output, though there is no file', () => {
  assert.equal(said(null, [exited({ code: 1, outputBytes: 0 })]), { lines: [], presence: 'there' });
});

test('an output of many gigabytes is read at its end only; earlier errors come from the journal', () => {
  const { lines } = said('', [errorLine('Error: early', 7), exited({ code: 1 })], (path) => {
    truncateSync(path, 64 * 1024 ** 3);
    appendFileSync(path, '\nError: late\n');
  });
  assert.equal(texts(lines.filter(({ isError }) => isError)), ['Error: early', 'Error: late']);
});

test('secrets and escapes of the output are not passed on', () => {
  const { lines } = said('\x1b[31mError: password=hunter2hunter2\x1b[0m\n', [exited({ code: 1 })]);
  assert.not.match(texts(lines).join(), /hunter2|\x1b/);
});

const keyLine = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
const [begin, end] = ['BEGIN', 'END'].map((mark) => `-----${mark} RSA PRIVATE ${'KEY'}-----`);

test('a private key over many lines is not passed on, also without its beginning or its end; lines stay', () => {
  const key = `${keyLine}\n${keyLine}\nq83vEjRWeJA=\n`;
  for (const text of [`${begin}\n${key}${end}\n`, `${key}${end}\n`, `${begin}\n${key}`]) {
    const { lines } = said(`start\n${text}Error: late\n`, [exited({ code: 1 })]);
    assert.not.match(texts(lines).join('\n'), /MIIE|q83v/);
    const count = text.split('\n').length + 1;
    assert.is(lines.length, count);
    assert.equal(lines.at(-1), { text: 'Error: late', offset: 6 + text.length, isError: true });
    assert.is(lines[0]?.text, 'start');
  }
});

test('a key whose lines stand behind a prefix is not passed on, and what stands behind it is', () => {
  const key = `app | ${begin}\napp | ${keyLine}\napp | ${keyLine}\n`;
  const { lines } = said(`${key}app | Error: cannot open /srv/app/config/settings\n`, [exited({ code: 1 })]);
  assert.not.match(texts(lines).join('\n'), /MIIE/);
  assert.is(lines.at(-1)?.text, 'app | Error: cannot open /srv/app/config/settings');
});

test('of a secret that is longer than what is shown of a line, no end is shown', () => {
  const secret = 'Zq7'.repeat(800);
  for (const text of [`Error: password=${secret}`, `Error: password=${secret.repeat(8)}`]) {
    const { lines } = said(`${text}\n`, [exited({ code: 1 })]);
    assert.not.match(texts(lines).join('\n'), /Zq7/);
    assert.match(texts(lines).join('\n'), /^Error: password=\*\*\*/);
  }
});

test('what stands in its place and is no file is not read', () => {
  const { presence } = said('', [exited({ code: 1 })], (path) => {
    rmSync(path);
    mkdirSync(path);
  });
  assert.is(presence, 'unreadable');
});

test.run();

function said(
  text: string | null,
  events: readonly GivenEvent[],
  change?: (path: string) => void,
): OutputSaid {
  const { project, id } = givenJournal(...running, ...events);
  const state: ProcessState = foldProcess(project, id).fold.state;
  const path = `${project.outputFolder}/${id}.output`;
  mkdirSync(dirname(path), { recursive: true });
  if (text !== null) writeFileSync(path, text);
  change?.(path);
  return outputSaid(project, state);
}

function texts(lines: readonly TellingLine[]): string[] {
  return lines.map((line) => line.text);
}
