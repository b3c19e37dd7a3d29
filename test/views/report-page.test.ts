import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { html } from '../../src/views/html.ts';
import { type ReportFacts, reportPage } from '../../src/views/report-page.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the page of a report');

const nothingKnown: ReportFacts = {
  summary: {
    ...{ id: 'k3f9a2c7', name: null, type: null, status: 'queued', reason: null, message: null },
    ...{ launchedAt: null, startedAt: null, endedAt: null, durationMs: null, queuedMs: null },
    ...{ attempts: 0, retries: 0, percent: null, steps: [], peakMemoryBytes: null, cpuPercent: null },
    ...{ outputBytes: null, outputGoneBytes: 0, warnings: 0, errorLines: 0, heartbeats: 0, stalls: 0 },
    longestIdleMs: null,
  },
  cause: 'it waits',
  tries: [],
  rows: [],
  picture: { loads: [], first: [], leftOut: 0, newest: [], spanMs: 0 },
  lines: [],
  origin: 'here',
};

/** Facts with one text wherever a text can be. */
function factsOf(text: string): ReportFacts {
  const moment = { sequence: 1, at: '2026-11-28T10:30:15.000Z', sinceLaunchMs: 0, type: text, words: text };
  const step = {
    step: text,
    name: text,
    index: 1,
    status: 'failed',
    durationMs: 5,
    sharePercent: 12.5,
  } as const;
  const loads = [0, 1000].map((sinceLaunchMs) => ({ sinceLaunchMs, cpuPercent: 150, memoryBytes: 2 ** 20 }));
  const { summary } = nothingKnown;
  return {
    summary: { ...summary, name: text, type: text, message: text, steps: [step] },
    cause: text,
    tries: [text],
    rows: [[text, text]],
    picture: { loads, first: [moment], leftOut: 3, newest: [moment], spanMs: 1000 },
    lines: [{ text, offset: 0, isError: true }],
    origin: text,
  };
}

/** Of every element that is opened and not void, whether it is closed in order: Python's parser reads as browsers do. */
const parse = `
import html.parser, sys
class Page(html.parser.HTMLParser):
    stack, seen, texts = [], [], []
    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.seen += [name for name, value in attrs if name.startswith('on') or name in ('src', 'href')]
        if tag != 'meta': self.stack.append(tag)
    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag
    def handle_data(self, data): self.texts.append(data)
page = Page()
page.feed(sys.stdin.read())
page.close()
assert page.stack == [], page.stack
print(' '.join(sorted(set(page.seen))))
print(sum(sys.argv[1] in text for text in page.texts))
`;

function parsed(page: string, text: string): { readonly tags: string; readonly found: number } {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', parse, text], {
    input: page,
    encoding: 'utf8',
  });
  assert.is(status, 0, stderr);
  const [tags = '', found] = stdout.split('\n');
  return { tags, found: Number(found) };
}

test.skipUnless('python3', 'what a process says stands there as it was said, and is no markup', () => {
  for (const hostile of [
    '<script>alert(1)</script>',
    `"><img src=x onerror='alert(1)'>`,
    '</pre></body></html>',
    '<!-- & &amp; -->',
    ']]></svg><svg onload=x>',
  ]) {
    const { tags, found } = parsed(reportPage(factsOf(hostile)), hostile);
    assert.is(found, 13, `${hostile}: ${found}`);
    assert.is(
      tags,
      'body div figcaption figure footer g h1 h2 head html li line meta p polygon polyline pre section small span style svg table td text th time title tr ul',
    );
  }
});

test.skipUnless('python3', 'where nothing is known, nothing is shown of it', () => {
  const page = reportPage(nothingKnown);
  assert.is(parsed(page, 'it waits').found, 1);
  for (const word of ['Steps', 'CPU', 'Timeline', 'Output', 'What to try', 'null', 'NaN', 'undefined'])
    assert.not.ok(page.includes(word), word);
});

test('it loads nothing from anywhere, and runs nothing', () => {
  const page = reportPage(factsOf('x'));
  assert.match(page, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/);
  assert.not.match(page, /https?:|url\(|@import|<script|<link/);
});

test('controls and marks that turn text around are shown, not obeyed', () => {
  const page = reportPage(factsOf('a\x1b[31m\u202eb\u0000'));
  assert.match(page, 'a\\x1b[31m\\u202eb\\x00');
});

test('no value can become markup, in text or in an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { html: made } = html`<i title="${text}">${text}</i>`;
      assert.is(made.split(/[<>]/).length, 5);
      assert.is(made.split('"').length, 3);
    }),
  );
});

test.run();
