import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../../schemas/event.ts';
import { catalogueKind, faultInEvent, isEnvelope, isValidEvent } from '../../schemas/validate.ts';
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
  warned,
} from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('schemas');
const root = join(import.meta.dirname, '..', '..');

test(
  'what is generated from the schemas is what is checked in',
  () => {
    const before = readFileSync(join(root, 'schemas/generated/types.ts'));
    const script = join(root, 'scripts', 'generate-schemas.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal([status, stdout, stderr], [0, '', '']);
    assert.equal(readFileSync(join(root, 'schemas/generated/types.ts')), before, 'a check writes nothing');
  },
  { timeoutMs: 60_000 },
);

const journal = givenJournal(
  ...[requested(), validated(), launched(), started(), heartbeat(), progressed(), warned(), noted()],
  ...[stopRequested(), exited(), lost()],
);
const events: readonly Envelope[] = journal.lines().map((line) => JSON.parse(line));

for (const event of events) {
  test(`${event.type}: written strictly, read tolerantly`, () => {
    assert.ok(existsSync(join(root, 'schemas', 'events', `${event.type}.schema.json`)));
    const further = { ...event, data: { ...event.data, further: 1 } };
    assert.equal([isEnvelope(further), catalogueKind(further)], [true, 'known']);
    const [required = ''] = Object.keys(event.data);
    const { [required]: _left, ...less } = { ...event.data };
    for (const data of [less, {}]) {
      assert.is(catalogueKind({ ...event, data }), 'bad_data');
      assert.is(catalogueKind({ ...event, data, v: 2 }), 'unknown');
    }
  });
}

test('an event with further keys is not written', () => {
  const [event] = events;
  const draft = { ...event, type: 'process.noted', data: { message: 'm' } } as const;
  assert.is(faultInEvent(draft), null);
  assert.match(faultInEvent({ ...draft, data: { message: 'm', further: 1 } }) ?? '', /additional/);
  assert.match(faultInEvent(Object.assign({}, draft, { further: 1 })) ?? '', /additional/);
  assert.not.ok(isValidEvent({ ...draft, data: { message: '' } }));
});

test.run();
