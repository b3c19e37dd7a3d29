import { orphan } from '../../reactors/orphan.ts';
import { everyoneIsGone, everyoneLives, nothingIsKnown } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { situation } from './situation.ts';

const test = suite('orphan');

const running = [given.requested(), given.launched(), given.started()];
const unsupervised = { ...everyoneLives, supervisor: 'dead' } as const;
const said = given.warned({ kind: 'unsupervised', message: 'its supervisor died' });

test('a command without its supervisor is adopted, and that is written down', () => {
  const effects = orphan(situation(running, unsupervised));
  assert.equal(
    effects.map((effect) => effect.do),
    ['append', 'adopt'],
  );
});

test('the next watcher adopts it too, without saying it again; one that has it does nothing', () => {
  assert.equal(orphan(situation([...running, said], unsupervised)), [{ do: 'adopt' }]);
  assert.equal(orphan(situation([...running, said], unsupervised, { isAdopted: true })), []);
});

test('what is supervised, gone, unknown or over is nobody to adopt', () => {
  for (const probe of [everyoneLives, everyoneIsGone, nothingIsKnown])
    assert.equal(orphan(situation(running, probe)), []);
  assert.equal(orphan(situation([...running, given.exited()], unsupervised)), []);
});

test.run();
