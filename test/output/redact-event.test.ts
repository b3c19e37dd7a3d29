import fc from 'fast-check';
import type { CatalogueEvent, Envelope } from '../../schemas/event.ts';
import { isCatalogueEvent, isEnvelope } from '../../schemas/validate.ts';
import { redactEvent, redactRead } from '../../src/output/redact-event.ts';
import * as given from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { canary, secretTexts } from './redact-samples.ts';

const test = suite('redact-event');

const [first] = givenJournal(...given.wholeLife()).read().events;
const envelope = (type: string, data: Envelope['data']): Envelope => ({ ...spec(), type, data });

function spec(): CatalogueEvent {
  if (first?.known !== true) throw new Error('a journal begins with an event that is known');
  return first.event;
}

test('an event without secrets stays the very same object', () => {
  const { events } = givenJournal(
    ...given.wholeLife(),
    given.heartbeat(),
    given.progressed(),
    given.completed(),
    given.noticeSent(),
    given.stepFailed(),
  ).read();
  for (const { event } of events) assert.ok(redactEvent(event) === event, event.type);
});

test('arguments are judged by those before them, tags by their names, all else as text', () => {
  const { events } = givenJournal(
    given.requested({
      command: ['deploy', '--token', canary, '--force'],
      prompt: `use api_key: ${canary} for it`,
      tags: { password: canary, team: 'blue' },
      cwd: `/srv/token=${canary}`,
    }),
    given.errorLine(`login with password=${canary} refused`),
  ).read();
  const [request, warning] = events.map(redactRead);
  assert.ok(request?.known && request.event.type === 'launch.requested');
  assert.equal(request.event.data.command, ['deploy', '--token', '***', '--force']);
  assert.equal(request.event.data.tags, { password: '***', team: 'blue' });
  assert.is(request.event.data.prompt, 'use api_key: *** for it');
  assert.is(request.event.data.cwd, '/srv/token=***');
  assert.match(JSON.stringify(warning), '"line":"login with password=*** refused"');
});

test('an event of a later version is redacted wherever a text stands in it', () => {
  const later = envelope('process.slept', {
    password: canary,
    note: `token=${canary}`,
    deep: [{ argv: ['curl', '-u', `ann:${canary}`], credentials: { user: canary, port: 5432 } }],
    [`api_key=${canary}`]: 1,
    headers: { Authorization: `Basic ${canary}`, cookie: canary },
    lines: [`secret: "${canary}"`, null, 7],
  });
  const shown = redactEvent({ ...later, data: { ...later.data, count: 3 } });
  assert.not.match(JSON.stringify(shown), canary);
  assert.is(shown.data['count'], 3);
  assert.match(JSON.stringify(shown), '"port":5432');
  assert.equal(redactEvent(shown), shown);
});

test('what fits its schema still fits it, also where a mask is longer than the secret', () => {
  const name = `${'x'.repeat(72)} token=a`;
  const { events } = givenJournal(given.requested({ name, type: name })).read();
  const [request] = events.map(redactRead);
  assert.ok(isCatalogueEvent(request?.event));
  assert.match(JSON.stringify(request), `"name":"${'x'.repeat(72)} token=*"`);
});

test('no sample of a secret is left of any text of any event, and the shape and the numbers are', () => {
  const text = fc.constantFrom(...secretTexts);
  fc.assert(
    fc.property(text, text, text, ([a, secretA], [b, secretB], [c, secretC]) => {
      const { events } = givenJournal(
        given.requested({ command: ['run', a], prompt: b, requires: [c.slice(0, 1024)] }),
        given.validated({
          checks: [{ name: 'c', ok: false, severity: 'error', message: a.slice(0, 2000), hint: b }],
        }),
        given.warned({ message: a, line: b.slice(0, 500) }),
        given.noted(c),
        given.stopRequested({ reason: a }),
        given.noticeSent({ message: b }),
        given.failed({ message: c }),
      ).read();
      for (const read of events) {
        const shown = redactRead(read);
        assert.ok(isCatalogueEvent(shown.event) && isEnvelope(shown.event));
        for (const secret of [secretA, secretB, secretC])
          assert.not.ok(JSON.stringify(shown.event).includes(secret), JSON.stringify(shown.event));
        assert.equal(redactRead(shown), shown);
        assert.equal([shown.offset, shown.event.n], [read.offset, read.event.n]);
      }
    }),
    { numRuns: 150 },
  );
});

test.run();
