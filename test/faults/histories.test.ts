import { suite } from '../rig/suite.ts';
import { checkHistories } from './history-check.ts';

const test = suite('histories');

/** Ten thousand are tried by the soak. */
const histories = 250;

test.fault(
  60,
  'whatever four writers come to write, in any order, twice or torn: it means what a small model says, at each step',
  () => checkHistories(histories),
);

test.run();
